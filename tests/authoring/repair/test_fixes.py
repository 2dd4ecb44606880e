"""Every fix: one broken course in, the very bytes out, and nothing left of what was found."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from academy_cli.authoring.codes import AT_PLAN, CODES
from academy_cli.authoring.repair.engine import Repaired, repaired
from academy_cli.authoring.repair.fixes import EVERY, FIXES, TIDY, USUAL
from academy_cli.authoring.repair.overlay import Overlay
from academy_cli.authoring.tree import MemoryTree
from tests import make
from tests.authoring.checked import FILES, INTRO, LOOPS, front
from tests.authoring.translations.words import source
from tests.make import COURSE, Changes

Wanted = Mapping[str, str | bytes]
ALL = "content:\n  - 01-basics\n  - 02-more\n"


def mended(changes: Changes, *codes: str) -> Repaired:
    """A course with something broken, mended; by default in all usual ways."""
    return repaired(make.tree(changes), codes or USUAL)


def written(found: Repaired) -> dict[str, bytes]:
    """Every file that changes, as it would be."""
    return {path: after for path, (_, after) in found.files.items()}


def text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


QUIZ = "02-more/02-check.quiz.yaml"
GERMAN, MADE_FROM = f"translations/de/{FILES}", f"source: {source(FILES)}\n"
OF_COURSE = f"source: {source('course.yaml')}\n"
PAIRS = "    pairs:\n    - {left: a, right: b}\n    - {left: c, right: d}\n"
RIGHT = (
    "    choices:\n    - {text: a, correct: true}\n    - {text: b, correct: true}\n    - text: c\n"
)
TRUE = "    choices:\n    - {{text: a, correct: {}}}\n    - text: b\n"
FREE = "    answer: true\n    points: 0\n"
POOL = """title: T
questions:
- pool: p
  pick: {} # so
  questions:
  - {{kind: true-false, text: A., answer: true}}
  - {{kind: true-false, text: B., answer: true}}
"""


def asked(kind: str, more: str, head: str = "") -> str:
    """A quiz of one question."""
    return f"title: T\n{head}questions:\n  - kind: {kind} # so\n    text: What?\n{more}"


def choices(*texts: str) -> str:
    """What there is to choose from, of which the last one is right."""
    said = "".join(f"    - text: {one}\n" for one in texts)
    return f"    choices:\n{said}    - text: z\n      correct: true\n"


CASES: tuple[tuple[str, Changes, Wanted], ...] = (
    ("source.not-utf8", {FILES: b"# Files\n\nna\xefve\n"}, {FILES: "# Files\n\nnaïve\n"}),
    ("source.not-utf8", {FILES: "# Größe\n".encode("utf-16")}, {FILES: "# Größe\n"}),
    ("source.nul", {FILES: "# Files and such things\n\nno\0thing\n"},
     {FILES: "# Files and such things\n\nnothing\n"}),
    ("source.bom", {FILES: "\ufeff# Files\r\n"}, {FILES: "# Files\r\n"}),
    ("yaml.syntax", {FILES: front("title: Files: all  # mine\n")},
     {FILES: front('title: "Files: all  # mine"\n')}),
    ("yaml.syntax", {FILES: front('title: "Files\nminutes: 3\n')},
     {FILES: front('title: "Files"\nminutes: 3\n')}),
    ("yaml.syntax", {"course.yaml": COURSE + "completion:\n\tpercent: 90\n"},
     {"course.yaml": COURSE + "completion:\n  percent: 90\n"}),
    ("yaml.duplicate-key", {FILES: front("title: A\nminutes: 3 # so\nminutes: 3 # so\ntags: [a]\n")},
     {FILES: front("title: A\nminutes: 3 # so\ntags: [a]\n")}),
    ("yaml.unknown-key", {FILES: front("title: A\nminuts:  3 # m\n")},
     {FILES: front("title: A\nminutes:  3 # m\n")}),
    ("yaml.unknown-key", {"course.yaml": "id: python\ntitel: Python # mine\n"},
     {"course.yaml": "id: python\ntitle: Python # mine\n"}),
    ("yaml.unknown-key", {"course.yaml": COURSE + "checks: {link.brokn: off}\n"},
     {"course.yaml": COURSE + "checks: {link.broken: off}\n"}),
    ("yaml.misspelt-key", {"02-more/module.yaml": "title: More\ncontents:\n  - 01-files\n"},
     {"02-more/module.yaml": "title: More\ncontent:\n  - 01-files\n"}),
    ("yaml.required", {"course.yaml": "id: my-python # it\r\nlevel: beginner\r\n"},
     {"course.yaml": "id: my-python # it\r\ntitle: My python\r\nlevel: beginner\r\n"}),
    ("yaml.wrong-type", {FILES: front("title: A\nminutes: '10' # m\ndraft: Yes\ntags: a, b\n")},
     {FILES: front("title: A\nminutes: 10 # m\ndraft: true\ntags: [a, b]\n")}),
    ("yaml.wrong-type", {FILES: front("title: A\nminutes: 10 min\nresources: https://a.org/x,y\n")},
     {FILES: front('title: A\nminutes: 10\nresources: ["https://a.org/x,y"]\n')}),
    ("yaml.bad-value", {"course.yaml": COURSE + text(
        "language: de_AT", "level: Beginer", "duration: 10h", "instructors:",
        "  - Ada L. <ada@example.org>", "starts_at: 31.01.2027", "access: P12M")},
     {"course.yaml": COURSE + text(
        "language: de-AT", "level: beginner", "duration: 10 hours", "instructors:",
        "  - ada@example.org", "starts_at: 2027-01-31", "access: 12 months")}),
    ("yaml.bad-value", {FILES: front("id: My Files\ntitle: A\n")},
     {FILES: front("id: my-files\ntitle: A\n")}),
    ("page.misplaced-front-matter", {FILES: "\n \n---\ntitle: Files\ndraft: true\n---\n\nText\n"},
     {FILES: "---\ntitle: Files\ndraft: true\n---\n\nText\n"}),
    ("page.misplaced-front-matter", {FILES: "<!-- mine -->\n---\ntitle: Files\n---\nText\n"},
     {FILES: "---\ntitle: Files\n---\n<!-- mine -->\nText\n"}),
    ("page.misplaced-front-matter", {FILES: "----\ntitle: Files\nid: f\n----\nText\n"},
     {FILES: "---\ntitle: Files\nid: f\n---\nText\n"}),
    ("page.unclosed-front-matter", {FILES: "---\ntitle: Files\n\nText\n"},
     {FILES: "---\ntitle: Files\n---\n\nText\n"}),
    ("page.unclosed-front-matter", {FILES: "---\r\ntitle: Files\r\n----\r\nText\r\n"},
     {FILES: "---\r\ntitle: Files\r\n---\r\nText\r\n"}),
    ("page.no-title", {FILES: "Read and write.\n"},
     {FILES: "---\ntitle: Files\n---\nRead and write.\n"}),
    ("page.empty", {FILES: front("title: Files\n", "")},
     {FILES: front("title: Files\ndraft: true\n", "")}),
    ("course.publish-at-useless",
     {"course.yaml": COURSE + "status: published\npublish_at: 2027-01-31\n# end\n"},
     {"course.yaml": COURSE + "status: published\n# end\n"}),
    ("id.duplicate", {LOOPS: front("title: A\nid: loops\n"), FILES: front("title: A\nid: loops\n")},
     {FILES: front("title: A\nid: more-files\n")}),
    ("id.ambiguous", {"02-more/02-files.md": "# More files\n"},
     {"02-more/02-files.md": "---\nid: more-files-2\n---\n# More files\n",
      FILES: "---\nid: more-files\n---\n# Files\n\nRead and write.\n"}),
    ("content.missing-file",
     {"course.yaml": COURSE + "content:\n  - 01-basics\n  # last\n  - 03-more # it\n"},
     {"course.yaml": COURSE + "content:\n  - 01-basics\n  # last\n  - 02-more # it\n"}),
    ("content.missing-file",
     {"course.yaml": COURSE + "content:\n  - 02-more\n  - 01-basics: [intros.md, 02-loops]\n"},
     {"course.yaml": COURSE + "content:\n  - 02-more\n  - 01-basics: [01-intro.md, 02-loops]\n"}),
    ("content.unlisted",
     {"course.yaml": COURSE + "content:\n  # first\n  - 01-basics # so\n", "10-end.md": "# E\n"},
     {"course.yaml": COURSE + "content:\n  # first\n  - 01-basics # so\n  - 02-more\n  - 10-end.md\n"}),
    ("content.unlisted",
     {"course.yaml": COURSE + "content:\n  - 02-more\n  - 01-basics: [02-loops]\n"},
     {"course.yaml": COURSE + "content:\n  - 02-more\n  - 01-basics: [01-intro, 02-loops]\n"}),
    ("content.listed-twice", {"course.yaml": COURSE + ALL + "  - 01-basics/\n# end\n"},
     {"course.yaml": COURSE + ALL + "# end\n"}),
    ("content.listed-twice", {"course.yaml": COURSE + "content: [01-basics, 02-more, 01-basics]\n"},
     {"course.yaml": COURSE + "content: [01-basics, 02-more]\n"}),
    ("content.not-a-lesson",
     {"01-basics/module.yaml": "content:\n  - 01-intro.md\n  - images/loop.png\n  - 02-loops.md\n"},
     {"01-basics/module.yaml": "content:\n  - 01-intro.md\n  - 02-loops.md\n",
      INTRO: f"---\nresources: [images/loop.png]\n---\n{make.FILES[INTRO]}"}),
    ("content.not-a-folder",
     {"01-basics/module.yaml": "content:\n  - 01-intro.md: # so\n      - 02-loops.md # it\n"},
     {"01-basics/module.yaml": "content:\n  - 01-intro.md # so\n  - 02-loops.md # it\n"}),
    ("module.empty", {"course.yaml": COURSE + ALL + "  - Later: []\n"},
     {"course.yaml": COURSE + ALL}),
    ("link.broken", {FILES: "# F\n\n[l](../01-basics/02-loops#x), ![](../01-basics/images/loop.png)\n"
                            "[m](/01-basics/01-intro.md)\n"},
     {FILES: "# F\n\n[l](../01-basics/02-loops.md#x), ![](../01-basics/images/loop.png)\n"
             "[m](../01-basics/01-intro.md)\n"}),
    ("link.broken", {FILES: '# F\n\nSee [l][] or <a href="02-loops.md">it</a>.\n\n[l]: loops.md "so"\n'},
     {FILES: '# F\n\nSee [l][] or <a href="../01-basics/02-loops.md">it</a>.\n\n'
             '[l]: ../01-basics/02-loops.md "so"\n'}),
    ("link.broken", {FILES: "# F\n\n<video><source src='loop.mp4'></video>\n", "01-basics/loop.mp4": "x"},
     {FILES: "# F\n\n<video><source src='../01-basics/loop.mp4'></video>\n"}),
    ("link.case", {FILES: "# F\n\nSee [loops]( <../01-Basics/02-loops.md> 'so').\n"},
     {FILES: "# F\n\nSee [loops]( <../01-basics/02-loops.md> 'so').\n"}),
    ("link.anchor", {FILES: "# Files\n\nSee [above](#file).\n"},
     {FILES: "# Files\n\nSee [above](#files).\n"}),
    ("image.broken", {FILES: "# F\n\n![a](img/loop.png)\n"},
     {FILES: "# F\n\n![a](../01-basics/images/loop.png)\n"}),
    ("image.case", {FILES: "# F\n\n[![a](disk.PNG)](disk.png)\n", "02-more/disk.png": b"\x89"},
     {FILES: "# F\n\n[![a](disk.png)](disk.png)\n"}),
    ("link.spaces", {FILES: "# F\r\n\r\né ![a]( d e.png ) `[a](d e.png)`\r\n", "02-more/d e.png": b"\x89"},
     {FILES: "# F\r\n\r\né ![a]( <d e.png> ) `[a](d e.png)`\r\n"}),
    ("link.spaces", {FILES: front("title: F\n") + "[a](d e.png)\n", "02-more/d e.png": b"\x89"},
     {FILES: front("title: F\n") + "[a](<d e.png>)\n"}),
    ("image.alt-missing", {FILES: "# F\n\n![ ](d.png) <img src='d.png'>\n", "02-more/d.png": b"\x89"},
     {FILES: "# F\n\n![TODO: describe this picture](d.png) "
             "<img alt=\"TODO: describe this picture\" src='d.png'>\n"}),
    ("image.alt-missing", {FILES: "# F\n\n![](d.png){alt='A [red] disk'}\n", "02-more/d.png": b"\x89"},
     {FILES: "# F\n\n![A \\[red\\] disk](d.png){alt='A [red] disk'}\n"}),
    ("file.missing", {FILES: front("title: A\nvideo: Talk.mp4 # it\n"), "02-more/talk.mp4": b"\0"},
     {FILES: front("title: A\nvideo: talk.mp4 # it\n")}),
    ("moved.useless", {"course.yaml": COURSE + "moved:\n  - from: a.md\n    to: 01-files.md\n"},
     {"course.yaml": COURSE + f"moved:\n  - from: a.md\n    to: {FILES}\n"}),
    ("moved.useless", {"course.yaml": COURSE + f"moved:\n  - from: {FILES}\nlevel: beginner\n"},
     {"course.yaml": COURSE + "level: beginner\n"}),
    ("translation.key", {GERMAN: front(f"{MADE_FROM}minutes: 5 # so\ntitle: D\n")},
     {GERMAN: front(f"{MADE_FROM}title: D\n")}),
    ("translation.key", {"translations/de/course.yaml": f"{OF_COURSE}level: advanced # so\ntitle: D\n"},
     {"translations/de/course.yaml": f"{OF_COURSE}title: D\n"}),
    ("translation.source", {"course.de.yaml": "title: D\nsource: https://a.org # so\n"},
     {"course.de.yaml": f"title: D\n{OF_COURSE[:-1]} # so\n"}),
    ("translation.source", {GERMAN: front("title: D\nsource: https://a.org # so\n")},
     {GERMAN: front(f"title: D\n{MADE_FROM[:-1]} # so\n")}),
    ("translation.unsourced", {GERMAN: "# Dateien\r\n\r\nLesen.\r\n"},
     {GERMAN: f"---\r\n{MADE_FROM[:-1]}\r\n---\r\n# Dateien\r\n\r\nLesen.\r\n"}),
    ("translation.unsourced", {"translations/de/course.yaml": "# our own\ntitle: Auf Deutsch\n"},
     {"translations/de/course.yaml": f"source: {source('course.yaml')}\n# our own\ntitle: Auf Deutsch\n"}),
    ("yaml.wrong-type", {QUIZ: asked("single", TRUE.format("'true'"))},
     {QUIZ: asked("single", TRUE.format("true"))}),
    ("yaml.wrong-type", {FILES: front("title: A\nquiz:\n  questions:\n  - kind: true-false\n    text: T.\n"
                                      "    answer: \"false\" # so\n")},
     {FILES: front("title: A\nquiz:\n  questions:\n  - kind: true-false\n    text: T.\n"
                   "    answer: false # so\n")}),
    ("quiz.duplicate-choice", {QUIZ: asked("single", choices("a", "b", "a"))},
     {QUIZ: asked("single", choices("a", "b"))}),
    ("quiz.duplicate-answer", {QUIZ: asked("short", "    accept: [Paris, Rome, paris]\n")},
     {QUIZ: asked("short", "    accept: [Paris, Rome]\n")}),
    ("quiz.duplicate-item", {QUIZ: asked("ordering", "    items:\n    - a # 1\n    - b\n    - a\n    - c\n")},
     {QUIZ: asked("ordering", "    items:\n    - a # 1\n    - b\n    - c\n")}),
    ("quiz.duplicate-pair", {QUIZ: asked("matching", PAIRS + "    - {left: a, right: b}\n")},
     {QUIZ: asked("matching", PAIRS)}),
    ("quiz.fitting-distractor", {QUIZ: asked("matching", PAIRS + "    distractors: [e, b]\n")},
     {QUIZ: asked("matching", PAIRS + "    distractors: [e]\n")}),
    ("quiz.fitting-distractor", {QUIZ: asked("matching", PAIRS + "    distractors: [b]\n")},
     {QUIZ: asked("matching", PAIRS)}),
    ("quiz.hidden-text", {QUIZ: asked("single", choices("<b>", "What is <x> for?"))},
     {QUIZ: asked("single", choices('"`<b>`"', "What is `<x>` for?"))}),
    ("quiz.several-right", {QUIZ: asked("single", RIGHT)}, {QUIZ: asked("multiple", RIGHT)}),
    ("quiz.pool-too-small", {QUIZ: POOL.format(3)}, {QUIZ: POOL.format(2)}),
    ("quiz.unreachable-pass-mark", {QUIZ: asked("true-false", FREE, "pass_mark: 5\n")},
     {QUIZ: asked("true-false", FREE)}),
    ("tidy.newline", {FILES: "# Files\r\n\r\nText"}, {FILES: "# Files\r\n\r\nText\r\n"}),
    ("tidy.order", {FILES: front("# top\nx-a: 1\ntitle: A\n# who\nid: a\n\nminutes: 3\n")},
     {FILES: front("# top\nx-a: 1\n# who\nid: a\n\ntitle: A\nminutes: 3\n")}),
    ("tidy.quotes", {FILES: front("title: 'A b'\ntags: [\"c\", '1', \"d: e\"]\nvideo: 'yes'\n")},
     {FILES: front("title: A b\ntags: [c, '1', \"d: e\"]\nvideo: 'yes'\n")}),
)  # fmt: skip


@pytest.mark.parametrize(("code", "changes", "wanted"), CASES)
def test_exactly_these_bytes_are_written(code: str, changes: Changes, wanted: Wanted) -> None:
    found = mended(changes, code)

    expected = {path: t.encode() if isinstance(t, str) else t for path, t in wanted.items()}
    assert written(found) == expected
    assert {one.finding.code for one in found.repairs} == {code}


@pytest.mark.parametrize(("code", "changes", "wanted"), CASES)
def test_what_was_found_is_gone_and_a_second_time_there_is_nothing(
    code: str, changes: Changes, wanted: Wanted
) -> None:
    del wanted
    found = mended(changes, code)
    again = repaired(MemoryTree({**make.files(changes), **written(found)}), [code])

    before = {one.code for one in make.findings(changes)}
    assert code not in {one.code for one in found.after}
    assert {one.code for one in found.after} <= before | {EVERY[code].leaves}
    assert (again.repairs, again.files) == ((), {})


def test_a_file_named_almost_like_module_yaml_is_renamed() -> None:
    found = mended({"02-more/module.yml": "title: More\n"})

    assert found.moves == {"02-more/module.yml": "02-more/module.yaml"}
    assert found.after == ()


def test_a_text_with_another_suffix_becomes_a_lesson_and_links_to_it_stay() -> None:
    disks = {
        "02-more/02-disks.Markdown": "# Disks\n\n[l](../01-basics/02-loops.md)\n\n![](a.png)\n"
    }

    found = mended(
        {**disks, FILES: "# Files\n\n[d](02-disks.Markdown?x#disks)\n", "02-more/a.png": "1"}
    )

    assert found.moves == {"02-more/02-disks.Markdown": "02-more/02-disks.md"}
    assert written(found)[FILES] == b"# Files\n\n[d](02-disks.md?x#disks)\n"
    assert {one.code for one in found.after} == {"image.alt-todo"}


@pytest.mark.parametrize(
    ("beside", "why"),
    [
        ({"02-more/disks.md": "# D\n"}, "there is a disks.md beside it"),
        (
            {"02-more/module.yaml": "content: [01-files.md, disks.mkd]\n"},
            "02-more/module.yaml names it",
        ),
    ],
)
def test_a_text_with_another_suffix_keeps_its_name_where_that_would_be_a_guess(
    beside: Changes, why: str
) -> None:
    found = mended({"02-more/disks.mkd": "# Disks\n", **beside}, "page.other-suffix")

    assert [one.why for one in found.left] == [why]
    assert not found.moves


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"translations/jp/{FILES}", f"translations/ja/{FILES}"),
        (f"translations/zh_CN/{FILES}", f"translations/zh-CN/{FILES}"),
    ],
)
def test_a_language_called_by_a_wrong_code_is_called_by_the_right_one(old: str, new: str) -> None:
    found = mended({old: front(MADE_FROM)})

    assert found.moves == {old: new}
    assert found.after == ()


def test_two_languages_are_not_thrown_together() -> None:
    folders = {f"translations/{code}/{FILES}": front(MADE_FROM) for code in ("ger", "de")}

    found = mended(folders)

    assert (found.moves, [one.why for one in found.left]) == (
        {},
        ["there is a “translations/de” already"],
    )


def test_a_title_under_a_misspelt_key_is_not_written_anew() -> None:
    found = mended({"course.yaml": "id: python\ntitel: Mine\n"})

    assert written(found) == {"course.yaml": b"id: python\ntitle: Mine\n"}


def test_every_fix_has_a_case() -> None:
    apart = {"course.misnamed", "page.other-suffix", "tidy.numbers", "link.moved", "link.insecure"}
    apart |= {"translation.code", "translation.stale", "translation.orphaned"}

    assert {code for code, _, _ in CASES} | apart == EVERY.keys()


def test_the_table_of_codes_says_which_are_mended() -> None:
    assert {code for code, one in CODES.items() if one.mends} == FIXES.keys()
    assert not TIDY.keys() & CODES.keys()


def test_at_least_half_of_what_check_finds_can_be_mended() -> None:
    found_by_check = CODES.keys() - AT_PLAN

    assert 2 * len(FIXES) >= len(found_by_check)


class TestWhatIsLeft:
    """Where an edit would be a guess or unsafe, nothing is written, and why is said."""

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({FILES: "# Größe ".encode() + b"\xe4\n"}, "parts of it are UTF-8"),
            ({FILES: b"# \x81\x8d\n"}, "nobody can say"),
            ({FILES: b"# ab\xa6\xac\xb6\n"}, "nobody can say"),
            ({FILES: "# a\0b\0c\n"}, "too many"),
            ({FILES: front("title: A\nminutes: 1\nminutes: 2\n")}, "its values differ"),
            ({FILES: front("title: &t A\nminuts: 3\n? |\n  draff\n: true\n")}, ""),
            ({LOOPS: front("id: x\ntitle: A\n"), FILES: front("id: x\ntitle: B\n")}, "whose the id"),
            ({FILES: front("title: A\nminutes: !!str 3\n")}, "an anchor, a tag"),
            ({FILES: front("title: A\nminutes: &m '3'\nx-a: *m\n")}, "an anchor, a tag"),
            ({FILES: "---\nnote: Files\n\nText\n"}, "not clear"),
            ({FILES: "# F\n\n[l](../01%2DBasics/02-loops.md)\n"}, ""),
            ({"02-more/course.yml": "id: more\ntitle: M\n"}, "another course"),
            ({"02-more/module.yml": "title: M\n", "02-more/module.yaml": "title: N\n"}, "beside it"),
        ],
    )  # fmt: skip
    def test_it_is_said_why(self, changes: Changes, why: str) -> None:
        found = mended(changes)

        assert why in "; ".join(one.why for one in found.left)
        if why:
            assert not found.files

    def test_two_dates_in_one_are_nobodys(self) -> None:
        found = mended({"course.yaml": COURSE + "starts_at: 03/04/2027\n"})

        assert [one.code for one in found.after] == ["yaml.bad-value"]
        assert not found.repairs

    def test_a_key_that_is_another_ones_is_not_renamed(self) -> None:
        found = mended({FILES: front("title: A\nvideoId: abc\nminutesTotal: 3\n")})

        assert not found.repairs

    def test_a_repair_that_would_cause_a_finding_is_given_up(self) -> None:
        """The one lesson that can be meant is listed already, so that naming it would list it twice."""
        listed = "content:\n  - 01-basics\n  - 02-more\n  - 02-mor\n"

        found = mended({"course.yaml": COURSE + listed})

        assert [one.why for one in found.left] == [
            "mending it would cause another finding, or leave it"
        ]
        assert not found.files

    def test_of_two_in_one_file_the_one_that_fails_spoils_no_other(self) -> None:
        listed = "content:\n  - 01-basics\n  - 02-more\n  - 02-mor\n"

        found = mended({"course.yaml": "id: python\ntitle: P\nlevle: beginner\n" + listed})

        assert written(found) == {
            "course.yaml": ("id: python\ntitle: P\nlevel: beginner\n" + listed).encode()
        }

    def test_a_closed_file_stays(self) -> None:
        found = repaired(make.tree({FILES: "\ufeff# Files\n"}), closed={FILES})

        assert not found.files
        assert "may not be written" in found.left[0].why


def test_what_is_hidden_is_mended_in_the_next_round() -> None:
    broken = "\n---\ntitle: Files: all\nminuts: 3\n---\n\nSee [l](../01-Basics/02-loops.md).\n"

    found = mended({FILES: broken})

    assert written(found) == {
        FILES: b'---\ntitle: "Files: all"\nminutes: 3\n---\n\nSee [l](../01-basics/02-loops.md).\n'
    }
    assert found.after == ()


class TestNumbers:
    def test_names_are_numbered_one_after_another_and_links_follow(self) -> None:
        changes: Changes = {
            **dict.fromkeys(make.FILES),
            "course.yaml": COURSE + "cover: 3-a/b.png\n",
            "3-a/1-x.md": "# X\n\n[y](10-y.md#y), [z](../20-b/README.md), ![b](b.png)\n",
            "3-a/10-y.md": "---\nresources: [../20-b/c.pdf]\n---\n# Y\n",
            "3-a/b.png": "b",
            "20-b/README.md": "# B\n\n[back](../3-a/), [x](../3-a/1-x.md?a=1)\n",
            "20-b/c.pdf": "c",
        }

        found = mended(changes, "tidy.numbers")

        assert found.moves == {
            "20-b/README.md": "2-b/README.md",
            "20-b/c.pdf": "2-b/c.pdf",
            "3-a/1-x.md": "1-a/1-x.md",
            "3-a/10-y.md": "1-a/2-y.md",
            "3-a/b.png": "1-a/b.png",
        }
        assert written(found) == {
            "course.yaml": (COURSE + "cover: 1-a/b.png\n").encode(),
            "3-a/1-x.md": b"# X\n\n[y](2-y.md#y), [z](../2-b/README.md), ![b](b.png)\n",
            "3-a/10-y.md": b"---\nresources: [../2-b/c.pdf]\n---\n# Y\n",
            "20-b/README.md": b"# B\n\n[back](../1-a/), [x](../1-a/1-x.md?a=1)\n",
        }
        assert found.after == ()

    @pytest.mark.parametrize(
        "changes",
        [
            {"01-basics/05-intro.md": "# Again\n"},
            {"course.yaml": COURSE + ALL, "01-basics/09-end.md": "# End\n"},
            {"01-basics/module.yaml": "content: [09-end, 02-loops, 01-intro]\n",
             "01-basics/09-end.md": "# End\n"},
        ],
    )  # fmt: skip
    def test_where_only_numbers_or_lists_tell_nothing_is_renamed(self, changes: Changes) -> None:
        assert not mended(changes, "tidy.numbers").moves


def test_an_overlay_leaves_its_tree_as_it_is() -> None:
    tree = make.tree()
    before = dict(tree.files)

    over = Overlay(tree)
    over.rename("01-basics", "1-b")

    assert tree.files == before
    assert "1-b/images/loop.png" in over.paths
    assert over.load("1-b/01-intro.md", 1000) == make.FILES[INTRO].encode()
