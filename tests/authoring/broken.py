"""Courses with one thing broken, and the same almost broken: a case for each finding that bytes can cause.

Knows what is found and where; refuses to look for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.authoring.tree import Limits
from tests.authoring.translations.words import source
from tests.make import COURSE, Changes

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"
GERMAN, BESIDE = f"translations/de/{FILES}", "02-more/01-files.de.md"
MADE_FROM = f"source: {source(FILES)}\n"
QUIZ = "02-more/02-check.quiz.yaml"
TWO = (
    "title: T\nquestions:\n- kind: single\n  text: Which?\n"
    "  choices:\n  - text: a\n    correct: true\n  - text: b\n"
)
THREE = f"{TWO}  - text: c\n"
LIMITS = Limits(text_bytes=2000, asset_bytes=2000, yaml_depth=5, yaml_aliases=3)
BOMB = "x-a: &a [1, 2]\nx-b: &b [*a, *a]\nx-c: [*b, *b]\n"


@dataclass(frozen=True)
class Case:
    """What is broken, where it is found with which value, and what is only almost broken."""

    broken: Changes
    place: str
    value: str
    near_miss: Changes


def front(lines: str, body: str = "Text\n") -> str:
    """A lesson with a header."""
    return f"---\n{lines}---\n{body}"


def nested(modules: int) -> Changes:
    """Modules beside each other, each of which lists the next as a part of it."""
    listed = {f"m{n}/module.yaml": f"content: [a.md, ../m{n + 1}]\n" for n in range(1, modules)}
    lessons = {f"m{n}/a.md": "# A\n\nText\n" for n in range(1, modules + 1)}
    return {"course.yaml": COURSE + "content: [01-basics, 02-more, m1]\n", **listed, **lessons}


def body(text: str) -> str:
    """A lesson that says something."""
    return f"# Files\n\n{text}\n"


CASES: dict[str, Case] = {
    "source.not-utf8": Case(
        {FILES: b"# Files\n\nna\xefve\n"}, f"{FILES}:3:3", "0xef", {FILES: "# Files\n\nnaïve\n"}
    ),
    "source.nul": Case(
        {FILES: "# Files\n\nno\0thing\n"}, f"{FILES}:3:3", "", {FILES: "# Files\n\nno\\0thing\n"}
    ),
    "source.bom": Case({FILES: "\ufeff# Files\n"}, f"{FILES}:1:1", "", {FILES: "# Files \ufeff\n"}),
    "source.conflict": Case(
        {FILES: body("Read\n<<<<<<< HEAD\nor\n=======\nand\n>>>>>>> branch\nwrite.")},
        f"{FILES}:4:1",
        "<<<<<<< HEAD",
        {FILES: body("```\n<<<<<<< HEAD\nor\n=======\nand\n>>>>>>> branch\n```")},
    ),
    "source.lfs-pointer": Case(
        {FILES: "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 99\n"},
        f"{FILES}:1:1",
        FILES,
        {FILES: body("version https://git-lfs.github.com/spec/v1")},
    ),
    "source.too-large": Case(
        {FILES: body("x" * 2000)}, FILES, FILES, {FILES: "# " + "x" * 1996 + "\n\n"}
    ),
    "source.name-collision": Case(
        {"02-more/one.png": "1", "02-more/One.png": "2"},
        "02-more/one.png",
        "02-more/one.png",
        {"02-more/one.png": "1", "03-more/One.png": "2"},
    ),
    "course.missing": Case({"course.yaml": None}, "course.yaml", "", {"course.yaml": COURSE}),
    "course.no-lessons": Case(
        {"course.yaml": COURSE + "ignore: ['*.md']\n"},
        "course.yaml",
        "",
        {"course.yaml": COURSE + "ignore: ['0[12]-*']\n"},
    ),
    "course.nested": Case(
        {"02-more/course.yaml": "id: more\ntitle: More\n"},
        "02-more/course.yaml",
        "02-more",
        {"03-data/course.yaml": "id: data\ntitle: Data\n", "03-data/one.csv": "1"},
    ),
    "course.misnamed": Case(
        {"02-more/module.yml": "title: More\n"},
        "02-more/module.yml",
        "02-more/module.yml",
        {"02-more/modules.yml": "title: More\n"},
    ),
    "course.publish-at-useless": Case(
        {"course.yaml": COURSE + "status: published\npublish_at: 2027-01-31\n"},
        "course.yaml:4:13",
        "2027-01-31T00:00:00Z",
        {"course.yaml": COURSE + "status: draft\npublish_at: 2027-01-31\n"},
    ),
    "course.price-unchargeable": Case(
        {"course.yaml": COURSE + "prices:\n  - amount: 0.49\n    currency: eur\n"},
        "course.yaml:4:5",
        "0.49 EUR",
        {"course.yaml": COURSE + "prices:\n  - amount: 0.50\n    currency: eur\n"},
    ),
    "course.ends-first": Case(
        {"course.yaml": COURSE + "starts_at: 2027-02-01\nends_at: 2027-02-01T01:00:00+01:00\n"},
        "course.yaml:4:10",
        "2027-02-01T00:00:00Z",
        {"course.yaml": COURSE + "starts_at: 2027-02-01\nends_at: 2027-02-01T01:00:00Z\n"},
    ),
    "yaml.syntax": Case(
        {FILES: front("title: Files: all\n")},
        f"{FILES}:2:13",
        "title: Files: all",
        {FILES: front("title: 'Files: all'\n")},
    ),
    "yaml.duplicate-key": Case(
        {FILES: front("title: A\nminutes: 3\ntitle: B\n", "# A\n")},
        f"{FILES}:4:1",
        "title",
        {FILES: front("title: A\nminutes: 3\nx-title: B\n")},
    ),
    "yaml.unknown-key": Case(
        {FILES: front("title: A\nminuts: 3\n")},
        f"{FILES}:3:1",
        "minuts",
        {FILES: front("title: A\nx-minuts: 3\n")},
    ),
    "yaml.misspelt-key": Case(
        {"02-more/module.yaml": "title: More\ncontents:\n  - 01-files\n"},
        "02-more/module.yaml:2:1",
        "contents",
        {"02-more/module.yaml": "title: More\nx-contents:\n  - 01-files\n"},
    ),
    "yaml.required": Case({"course.yaml": "id: python\n"}, "course.yaml:1:1", "", {}),
    "yaml.wrong-type": Case(
        {FILES: front("title: A\nminutes: '3'\n")},
        f"{FILES}:3:10",
        "3",
        {FILES: front("title: A\nminutes: 3\n")},
    ),
    "yaml.bad-value": Case(
        {"course.yaml": COURSE + "level: beginer\n"},
        "course.yaml:3:8",
        "beginer",
        {"course.yaml": COURSE + "level: beginner\n"},
    ),
    "yaml.not-a-mapping": Case(
        {FILES: front("Files\n")}, f"{FILES}:2:1", "Files", {FILES: front("title: Files\n")}
    ),
    "yaml.too-deep": Case(
        {FILES: front("title: A\nx-a: [[[[[1]]]]]\n")},
        f"{FILES}:3:10",
        "",
        {FILES: front("title: A\nx-a: [[[[1]]]]\n")},
    ),
    "yaml.alias-bomb": Case(
        {"course.yaml": COURSE + BOMB},
        "course.yaml:5:11",
        "",
        {"course.yaml": COURSE + BOMB.replace(", *b", "")},
    ),
    "yaml.bad-key": Case(
        {FILES: front("title: A\n? [a, b]\n: c\n")},
        f"{FILES}:3:3",
        "",
        {FILES: front("title: A\nx-a, b: c\n")},
    ),
    "page.misplaced-front-matter": Case(
        {FILES: "\n---\ntitle: Files\ndraft: true\n---\n\nText\n"},
        f"{FILES}:1:1",
        "---",
        {FILES: "# Files\n\n---\n\ntitle: no field\n\n---\n"},
    ),
    "page.unclosed-front-matter": Case(
        {FILES: "---\ntitle: Files\n\nText\n"},
        f"{FILES}:1:1",
        "---",
        {FILES: "---\ntitle: Files\n---\n\nText\n"},
    ),
    "page.other-suffix": Case(
        {"02-more/02-disks.markdown": "# Disks\n"},
        "02-more/02-disks.markdown",
        "02-more/02-disks.markdown",
        {
            "02-more/_disks.markdown": "# Disks\n",
            "README.markdown": "# Us\n",
            "LICENSE.mkd": "Free\n",
            "translations/x.markdown": "# X\n",
        },
    ),
    "page.no-title": Case(
        {FILES: "Read and write.\n"}, f"{FILES}:1:1", "", {FILES: "Read\n====\n"}
    ),
    "page.empty": Case(
        {FILES: front("title: Files\n", "\n \n")},
        FILES,
        "",
        {FILES: front("title: Files\nvideo: https://example.org/v\n", "")},
    ),
    "id.duplicate": Case(
        {LOOPS: front("title: A\nid: same\n"), FILES: front("title: A\nid: same\n")},
        f"{LOOPS}:3:1",
        "same",
        {LOOPS: front("title: A\nid: same\n"), FILES: front("title: A\nid: Same\n")},
    ),
    "id.ambiguous": Case(
        {"02-more/02-files.md": "# More files\n"},
        "02-more/02-files.md",
        "02-more/02-files.md",
        {"02-more/02-files.md": front("title: More files\nid: more-files\n")},
    ),
    "content.too-deep": Case(nested(103), "m101", "m101", nested(100)),
    "content.missing-file": Case(
        {"course.yaml": COURSE + "content:\n  - 01-basics\n  - 02-more\n  - 03-les\n"},
        "course.yaml:6:5",
        "03-les",
        {"course.yaml": COURSE + "content:\n  - 01-basics\n  - 02-more/\n"},
    ),
    "content.unlisted": Case(
        {"course.yaml": COURSE + "content:\n  - 01-basics\n"},
        "02-more",
        "02-more",
        {"course.yaml": COURSE + "content:\n  - 01-basics\nignore: [02-more]\n"},
    ),
    "content.listed-twice": Case(
        {"course.yaml": COURSE + "content:\n  - 01-basics\n  - 02-more\n  - 01-basics/\n"},
        "course.yaml:6:5",
        "01-basics/",
        {"course.yaml": COURSE + f"content:\n  - 01-basics\n  - 02-more\n  - {INTRO}\n"},
    ),
    "content.not-a-lesson": Case(
        {"course.yaml": COURSE + "content: [01-basics, 02-more, 01-basics/images/loop.png]\n"},
        "course.yaml:3:31",
        "01-basics/images/loop.png",
        {"course.yaml": COURSE + f"content: [01-basics, 02-more, {INTRO}]\n"},
    ),
    "content.not-a-folder": Case(
        {"course.yaml": COURSE + f"content:\n  - 02-more\n  - 01-basics/01-intro.md: [{LOOPS}]\n"},
        "course.yaml:5:5",
        INTRO,
        {"course.yaml": COURSE + f"content:\n  - 02-more\n  - Intro: [{INTRO}, {LOOPS}]\n"},
    ),
    "module.empty": Case(
        {"03-later/module.yaml": "title: Later\n"},
        "03-later",
        "03-later",
        {"03-later/module.yaml": "title: Later\n", "03-later/a/b.md": "# B\n"},
    ),
    "link.broken": Case(
        {FILES: body("See [gone](gone.md).")},
        f"{FILES}:3:5",
        "gone.md",
        {FILES: body("See [loops](../01-basics/02-loops.md).")},
    ),
    "link.case": Case(
        {FILES: body("See [loops](../01-Basics/02-loops.md).")},
        f"{FILES}:3:5",
        "../01-Basics/02-loops.md",
        {FILES: body("See [loops](../01-basics/02-loops.md).")},
    ),
    "link.anchor": Case(
        {FILES: body("See [above](#file).")},
        f"{FILES}:3:5",
        "#file",
        {FILES: body("See [above](#files).")},
    ),
    "link.outside": Case(
        {FILES: body("See [all](../../README.md).")},
        f"{FILES}:3:5",
        "../../README.md",
        {FILES: body("See [all](../..).").replace("../..", "..")},
    ),
    "link.ignored": Case(
        {FILES: body("See [notes](_notes.md)."), "02-more/_notes.md": "# Notes\n"},
        f"{FILES}:3:5",
        "_notes.md",
        {FILES: body("See [notes](notes.md)."), "02-more/notes.md": "# Notes\n"},
    ),
    "image.broken": Case(
        {FILES: body("![a disk](disk.png)")},
        f"{FILES}:3:1",
        "disk.png",
        {FILES: body("![a disk](disk.png)"), "02-more/disk.png": b"\x89"},
    ),
    "image.case": Case(
        {FILES: body("![a disk](disk.PNG)"), "02-more/disk.png": b"\x89"},
        f"{FILES}:3:1",
        "disk.PNG",
        {FILES: body("![a disk](disk.png)"), "02-more/disk.png": b"\x89"},
    ),
    "image.outside": Case(
        {FILES: body("![a disk](../../disk.png)")},
        f"{FILES}:3:1",
        "../../disk.png",
        {FILES: body("![a disk](../disk.png)"), "disk.png": b"\x89"},
    ),
    "image.alt-missing": Case(
        {FILES: body("![](disk.png)"), "02-more/disk.png": b"\x89"},
        f"{FILES}:3:1",
        "disk.png",
        {FILES: body('<img src="disk.png" alt="">'), "02-more/disk.png": b"\x89"},
    ),
    "image.alt-todo": Case(
        {FILES: body("![TODO: describe this picture](disk.png)"), "02-more/disk.png": b"\x89"},
        f"{FILES}:3:1",
        "disk.png",
        {FILES: body("`![TODO: describe this picture](disk.png)`"), "02-more/disk.png": b"\x89"},
    ),
    "link.spaces": Case(
        {FILES: body("![a disk](my disk.png)"), "02-more/my disk.png": b"\x89"},
        f"{FILES}:3:1",
        "my disk.png",
        {FILES: body("![a disk](<my disk.png>)"), "02-more/my disk.png": b"\x89"},
    ),
    "link.local": Case(
        {FILES: body("[a disk](C:/disk.png)")},
        f"{FILES}:3:1",
        "C:/disk.png",
        {FILES: body("[a disk](disk.png)"), "02-more/disk.png": b"\x89"},
    ),
    "moved.useless": Case(
        {"course.yaml": COURSE + "moved:\n  - from: a.md\n    to: 02-more/01-flies.md\n"},
        "course.yaml:5:9",
        "02-more/01-flies.md",
        {"course.yaml": COURSE + f"moved:\n  - from: a.md\n    to: {FILES}\n  - from: b\n"},
    ),
    "translation.code": Case(
        {f"translations/ger/{FILES}": front(MADE_FROM)},
        "translations/ger",
        "ger",
        {f"translations/de-ch/{FILES}": front(MADE_FROM)},
    ),
    "translation.language": Case(
        {GERMAN: front(MADE_FROM, "これは日本語で書かれた文章です。\n")},
        "translations/de",
        "de",
        {f"translations/ja/{FILES}": front(MADE_FROM, "これは日本語で書かれた文章です。\n")},
    ),
    "translation.twice": Case(
        {GERMAN: front(MADE_FROM), BESIDE: front(MADE_FROM)},
        GERMAN,
        GERMAN,
        {GERMAN: front(MADE_FROM), "02-more/01-files.fr.md": front(MADE_FROM)},
    ),
    "translation.orphaned": Case(
        {"translations/de/02-more/09-gone.md": front(MADE_FROM)},
        "translations/de/02-more/09-gone.md",
        "translations/de/02-more/09-gone.md",
        {"translations/de/README.md": "# About\n", "README.md": "# About\n"},
    ),
    "translation.key": Case(
        {GERMAN: front(f"{MADE_FROM}minutes: 5\n")},
        f"{GERMAN}:3:1",
        "minutes",
        {
            GERMAN: front(f"source: {source(FILES)}\nminutes: 5\n"),
            FILES: front("minutes: 5\n", "# Files\n\nRead and write.\n"),
        },
    ),
    "translation.quiz": Case(
        {QUIZ: TWO, f"translations/de/{QUIZ}": f"source: {source(QUIZ, {QUIZ: TWO})}\n{THREE}"},
        f"translations/de/{QUIZ}:3:1",
        "",
        {QUIZ: TWO, f"translations/de/{QUIZ}": f"source: {source(QUIZ, {QUIZ: TWO})}\n{TWO}"},
    ),
    "translation.source": Case(
        {GERMAN: front(f"source: {source(FILES)[:40]}\n")},
        f"{GERMAN}:2:1",
        source(FILES)[:40],
        {GERMAN: front(MADE_FROM)},
    ),
    "translation.unsourced": Case(
        {GERMAN: "# Dateien\n\nLesen.\n"},
        f"{GERMAN}:1:1",
        "",
        {GERMAN: front(MADE_FROM)},
    ),
    "translation.stale": Case(
        {GERMAN: front(MADE_FROM), FILES: "# Files\n\nRead, and write.\n"},
        f"{GERMAN}:2:1",
        source(FILES),
        {GERMAN: front(MADE_FROM), FILES: "---\nminutes: 5\n---\n# Files\n\nRead and write.\n"},
    ),
    "file.missing": Case(
        {FILES: front("title: A\nvideo: talk.mp4\n")},
        f"{FILES}:3:8",
        "talk.mp4",
        {FILES: front("title: A\nvideo: talk.mp4\n"), "02-more/talk.mp4": b"\0"},
    ),
}
"""What only a disk can cause is in test_source, what only a plan in test_renames and test_id_changes."""
