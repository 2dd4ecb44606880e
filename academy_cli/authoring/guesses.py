"""What a folder of Markdown that was never meant for academy says about itself: each guess with its reason.

Knows the habits of other tools; refuses disk. Works on a tree and on a first reading of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from academy_cli.authoring import languages, markdown, names
from academy_cli.authoring.codes import CODES
from academy_cli.authoring.document import DEFAULT_LANGUAGE, Kind
from academy_cli.authoring.parts import Parts, split
from academy_cli.authoring.read import Reading
from academy_cli.authoring.tree import Tree, UnreadableError
from academy_cli.formats.problems import Problem, Severity
from academy_cli.formats.yamltext import ScalarNode, parse
from academy_cli.kit.saying import say, say_joined, say_so_many
from academy_cli.kit.slugs import slugify

_TITLE_KEYS = {
    "config.yaml": "title",
    "_config.yml": "title",
    "_config.yaml": "title",
    "mkdocs.yml": "site_name",
    "mkdocs.yaml": "site_name",
    "_quarto.yml": "title",
    "book.toml": "title",
}
"""Files in which other tools keep a course's or book's title, and the key they use."""
_UNTOLD = frozenset({"docs", "doc", "src", "content", "course", "lessons", "book", "curriculum"})
"""Folder names that say nothing about a course."""
_BUILT = frozenset({"site", "build", "dist", "target", "out", "coverage", "htmlcov"})
_FOREIGN = frozenset({"vendor", "venv", "env", "third_party", "bower_components"})
_PAPERWORK = re.compile(
    r"security|support|governance|maintainers|authors|citation|history|releases|acknowledgements"
    r"|codeowners|(?:pull_request|issue)_template|notice|summary|links",
    re.IGNORECASE,
)
"""Files about a repository, and two that other tools read: a book's SUMMARY.md, a lesson's links.md."""
_ASSETS = frozenset({"images", "image", "img", "assets", "media", "static", "fig", "files", "data"})
_PROGRAMS = frozenset({"package.json", "pyproject.toml", "Cargo.toml", "go.mod", "pom.xml"})
_LOWERED = ("yaml.wrong-type", "yaml.bad-value")
_SETTINGS_BYTES = 1 << 20
_SLUG_LETTERS = 60
_SAMPLES, _SAMPLE_LENGTH = 50, 4000


@dataclass(frozen=True, slots=True)
class Guess:
    """One line of course.yaml that nobody wrote: its key, its value and what it was guessed from."""

    field: str
    value: Any
    why: str


def identity(tree: Tree, folders: Sequence[str]) -> tuple[Guess, Guess]:
    """Guess id and title. ``folders`` names the course folder and those above it, nearest first."""
    shown = (_one_line(name) for name in folders)
    name = next((name for name in shown if name and name.lower() not in _UNTOLD), "course")
    title = _title(tree) or Guess(
        "title", names.readable(name) or name, say("from the folder's name")
    )
    return _id(name, title), title


def _id(name: str, title: Guess) -> Guess:
    if slug := _slug(name):
        return Guess("id", slug, say("from the folder's name"))
    if slug := _slug(title.value):
        return Guess("id", slug, say("from the title, for the folder's name has no Latin letters"))
    number = sha256(name.encode()).hexdigest()[:6]
    why = say("at random, for neither folder nor title has Latin letters: choose a better one")
    return Guess("id", f"course-{number}", why)


def _slug(words: str) -> str:
    return slugify(words)[:_SLUG_LETTERS].rstrip("-")


def _title(tree: Tree) -> Guess | None:
    fronts = sorted((path for path in tree.paths if names.is_front_page(path)), reverse=True)
    found = (
        *(_configured(tree, file, key) for file, key in _TITLE_KEYS.items() if file in tree.paths),
        *(_headed(tree, path) for path in fronts if "/" not in path),
    )
    return next((guess for guess in found if guess is not None), None)


def _configured(tree: Tree, file: str, key: str) -> Guess | None:
    """The title in another tool's settings, read line by line: those files need not be sound YAML."""
    line = re.search(rf"^{key}[ \t]*[:=][ \t]*(.+)$", _text(tree, file), re.MULTILINE)
    parsed = parse(f"title: {line[1]}", file).mapping if line else None
    value = parsed.value[0][1] if parsed and parsed.value else None
    title = _one_line(value.value) if isinstance(value, ScalarNode) else ""
    return Guess("title", title, say("from `{}` in {}", key, file)) if title else None


def _headed(tree: Tree, path: str) -> Guess | None:
    """The first of a page's highest headings: badges and notices often come before it."""
    try:
        text = split(_text(tree, path).encode()).body.decode()
        found = [heading for heading in markdown.headings(text) if _one_line(heading.text)]
    except markdown.MarkdownError:
        return None
    if not found:
        return None
    heading = min(found, key=lambda heading: heading.level)
    return Guess("title", _one_line(heading.text), say("from the heading of {}", path))


def left_out(tree: Tree) -> Guess | None:
    """Guess `ignore:` patterns: what is built, borrowed or paperwork, and yet looks like lessons."""
    pages = sorted(path for path in tree.paths if _is_page(path))
    in_folder = Counter(above for path in pages for above in _folders(path))
    reasons: dict[str, str] = {}
    for path in pages:
        found = _elsewhere(path, tree) or _at_top(path) or _beside(path, tree, in_folder)
        if found:
            reasons.setdefault(*found)
    if not reasons:
        return None
    kinds = say_joined(", ", sorted(set(reasons.values())))
    return Guess("ignore", list(reasons), say("as {}", kinds))


def _at_top(path: str) -> tuple[str, str] | None:
    """The pattern that leaves a page out for where it lies, and why; None for what may be a lesson."""
    top, _, below = path.partition("/")
    if not below:
        is_paper = _PAPERWORK.fullmatch(names.stem(path)) is not None
        return (f"/{path}", say("paperwork of the repository")) if is_paper else None
    if top.lower() in _BUILT:
        return f"/{top}/", say("pages that were built")
    return (f"/{top}/", say("other people's files")) if top.lower() in _FOREIGN else None


def _elsewhere(path: str, tree: Tree) -> tuple[str, str] | None:
    """The same for a page of another course, the outermost one."""
    courses = (one for one in _folders(path) if f"{one}/{names.COURSE_FILE}" in tree.paths)
    course = min(courses, key=len, default=None)
    return (f"/{course}/", say("courses of their own")) if course is not None else None


def _beside(path: str, tree: Tree, in_folder: Mapping[str, int]) -> tuple[str, str] | None:
    """The same for a README that is the only page of its folder, for what lies beside it."""
    folder, _, name = path.rpartition("/")
    if not folder or not names.is_front_page(name) or in_folder[folder] > 1:
        return None
    if folder.rpartition("/")[2].lower() in _ASSETS:
        return f"/{path}", say("notes on pictures and files")
    is_program = any(f"{folder}/{file}" in tree.paths for file in _PROGRAMS)
    return (f"/{folder}/", say("programs")) if is_program else None


def _is_page(path: str) -> bool:
    """Whether a file is Markdown that is not left out already."""
    *folders, name = path.split("/")
    return names.is_lesson(name) and not any(map(names.is_ignored_folder, folders))


def _folders(path: str) -> Iterator[str]:
    """Every folder that a file is in."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def language(reading: Reading) -> Guess:
    """Guess the language from a sample of the lessons' texts, of which translations are none."""
    originals = {node.path for node in reading.draft.contents}
    paths = sorted(originals & reading.texts.keys())
    sample = paths[:: max(1, len(paths) // _SAMPLES)]
    found = languages.guess(_body(reading.texts[path])[:_SAMPLE_LENGTH] for path in sample)
    if found is None:
        return Guess(
            "language", DEFAULT_LANGUAGE, say("without a sign: the texts do not make it clear")
        )
    why = say_so_many(
        "from the words of {:,} lesson", "from the words of {:,} lessons", len(sample)
    )
    return Guess("language", found, why)


def checks(reading: Reading) -> Guess | None:
    """Guess which findings say nothing here: front matter that was written for another tool."""
    lessons = {
        node.path
        for node in (reading.document.contents if reading.document else ())
        if node.kind is Kind.LESSON
    }
    unknown = [p for p in reading.problems if p.code == "yaml.unknown-key" and p.file in lessons]
    severities: dict[str, str] = {}
    reasons: list[str] = []
    strangers = {p.file for p in unknown}
    if len(strangers) * 2 > len(lessons):
        severities["yaml.unknown-key"] = Severity.OFF.value
        keys = ", ".join(key for key, _ in Counter(p.value for p in unknown).most_common(3))
        reasons.append(
            say(
                "{} of {} lessons have keys of another tool ({})",
                len(strangers),
                len(lessons),
                keys,
            )
        )
    for code, found in _clashes(reading.problems, lessons).items():
        severities[code] = Severity.WARNING.value
        count, places = len({p.file for p in found}), found[0].place
        reasons.append(
            say(
                "{} of {} lessons use a key of ours for something else ({})",
                count,
                len(lessons),
                places,
            )
        )
    if not severities:
        return None
    return Guess("checks", severities, say("because {}", say_joined(" and ", reasons)))


def _clashes(problems: Sequence[Problem], lessons: set[str]) -> Mapping[str, list[Problem]]:
    found = {
        code: [p for p in problems if p.code == code and p.file in lessons and not p.is_firm]
        for code in _LOWERED
    }
    return {
        code: some
        for code, some in found.items()
        if some and CODES[code].severity is Severity.ERROR
    }


def _text(tree: Tree, path: str) -> str:
    try:
        return (
            tree.load(path, _SETTINGS_BYTES)
            .decode("utf-8", errors="replace")
            .removeprefix("\ufeff")
        )
    except UnreadableError:
        return ""


def _body(parts: Parts) -> str:
    try:
        return parts.body.decode()
    except UnicodeDecodeError:
        return ""


def _one_line(text: str) -> str:
    """Text without line breaks and invisible characters, short enough for a title."""
    kept = "".join(char for char in text if char.isprintable() or char.isspace())
    return " ".join(kept.split())[:500]
