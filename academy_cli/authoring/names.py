"""What a file's name says: its place among its siblings, its identity, a readable title, whether it counts.

Pure functions of names; refuses to know what is in a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

MARKDOWN_SUFFIXES, QUIZ_SUFFIX = (".md", ".mdx"), ".quiz.yaml"
LESSON_SUFFIXES = (*MARKDOWN_SUFFIXES, QUIZ_SUFFIX)
OTHER_SUFFIXES = (".markdown", ".mdown", ".mkdn", ".mdwn", ".mkd")
"""What names of Markdown files end in elsewhere."""
FRONT_PAGES = ("readme", "index")
COURSE_FILE, MODULE_FILE = "course.yaml", "module.yaml"
TRANSLATIONS = "translations"
"""The folder in which a folder for each language holds what mirrors the course."""
MISNAMED = (
    *("course.yml", "module.yml", "course.yaml.txt", "course.yaml.yaml", "_course.yaml"),
    *(COURSE_FILE, MODULE_FILE),
)
"""In lower case; the last two are misnamed only in another case."""

_NUMBER = re.compile(r"^([0-9]{1,9})([a-z]?)(?:[-_. )]+|$)", re.IGNORECASE)
_LEADING = re.compile(r"^[0-9]{1,9}[a-z]?[-_. )]+(?=.)", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_PAPERWORK = r"(?:licen[cs]e|copying|(?:code[-_]of[-_])?conduct|contributing|changelog)\.mdx?$"
_IN_LANGUAGE = re.compile(
    r"(?P<stem>.+)\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3})"
    r"(?P<suffix>\.mdx?|\.quiz\.yaml|\.yaml)",
    re.IGNORECASE | re.DOTALL,
)
_LESSON = re.compile(rf"(?!{_PAPERWORK})[^._].*\.(?:mdx?|quiz\.yaml)$", re.IGNORECASE | re.DOTALL)


def is_lesson_name(name: str) -> bool:
    """Whether a file's name is that of a Markdown file or of a quiz."""
    return name.lower().endswith(LESSON_SUFFIXES)


def is_markdown_name(name: str) -> bool:
    """Whether a file's name is that of a Markdown file."""
    return name.lower().endswith(MARKDOWN_SUFFIXES)


def with_usual_suffix(name: str) -> str:
    """A name as that of a lesson, if it is that of Markdown but for another suffix: `loops.markdown`."""
    if name.lower().endswith(OTHER_SUFFIXES):
        return f"{name.rpartition('.')[0]}{MARKDOWN_SUFFIXES[0]}"
    return name


def suffixes_after(stem: str) -> tuple[str, ...]:
    """What may be left out behind a name in a list."""
    return (".yaml",) if stem.lower().endswith(".quiz") else MARKDOWN_SUFFIXES


def beside(name: str) -> tuple[str, str] | None:
    """The code of a language in a file's name, and the name without it: ``loops.de.md`` stands beside
    ``loops.md``. Whether there is such a language, and such a file, is for others to say.
    """
    if name.count(".") < 2:
        return None
    found = _IN_LANGUAGE.fullmatch(name)
    if found is None:
        return None
    original = f"{found['stem']}{found['suffix']}"
    is_yaml = found["suffix"].lower() == ".yaml"
    if is_yaml and original not in (COURSE_FILE, MODULE_FILE):
        return None
    return found["language"], original


def is_quiz_name(name: str) -> bool:
    """Whether a file's name is that of a quiz."""
    return name.lower().endswith(QUIZ_SUFFIX)


def is_front_page(name: str) -> bool:
    """Whether a file is the README or index of its folder."""
    return is_markdown_name(name) and stem(name).lower() in FRONT_PAGES


def stem(name: str) -> str:
    """A name without its Markdown suffix; other dots stay, a quiz's too: a lesson may have its name."""
    lowered = name.lower()
    if lowered.endswith(QUIZ_SUFFIX):
        return name[: -len(".yaml")]
    for suffix in MARKDOWN_SUFFIXES:
        if lowered.endswith(suffix):
            return name[: -len(suffix)]
    return name


@lru_cache(maxsize=65536)
def is_lesson(name: str) -> bool:
    """Whether a file is a lesson without being listed: Markdown, but not hidden, private or paperwork."""
    return _LESSON.match(name) is not None


def is_ignored_folder(name: str) -> bool:
    """Whether a folder is left out unless `content:` lists it: hidden, private, translations."""
    return name.startswith((".", "_")) or name.lower() in (TRANSLATIONS, "node_modules")


@lru_cache(maxsize=65536)
def natural_key(name: str) -> str:
    """Sort key: front pages, then leading numbers in natural order (2, 3, 3a, 10), then the rest by name.

    One text, with signs between its parts that no name holds: comparing tuples of tuples takes as long as
    all the rest of laying a course out.
    """
    word = stem(name).casefold()
    parts = f"{_DIGITS.sub(_sized, word)}\0{name}"
    if word in FRONT_PAGES and is_markdown_name(name):
        return f"0{parts}"
    number = _NUMBER.match(word)
    return f"1{_sized(number, 1)}{number[2].lower()}\0{parts}" if number else f"2{parts}"


def _sized(found: re.Match[str], group: int = 0) -> str:
    """Digits with their number before them: so 9 comes before 10, and 02 where 2 does."""
    digits = found[group].lstrip("0")
    return f"\1{chr(len(digits))}{digits}"


def without_number(name: str) -> str:
    """A name without its leading number: ``03a-loops`` -> ``loops``; a bare number stays."""
    return _LEADING.sub("", name)


def readable(name: str) -> str:
    """A title made from a file's or folder's name: ``03-for_loops.md`` -> ``For loops``."""
    word = name[: -len(QUIZ_SUFFIX)] if is_quiz_name(name) else stem(name)
    words = re.sub(r"[-_\s]+", " ", without_number(word)).strip()
    return words[:1].upper() + words[1:] if words else name


def title_of(path: str) -> str:
    """A lesson's title made from its path; a front page is called after its folder."""
    folder, _, name = path.rpartition("/")
    return readable(folder.rpartition("/")[2] if is_front_page(name) and folder else name)


def is_file_of_text(text: str) -> bool:
    """Whether what `description:` says is the name of a Markdown file, and not a text."""
    return is_markdown_name(text) and not any(space in text for space in " \n")


def path_key(path: str) -> str:
    """The identity a path gives: without numbers and suffix, a front page standing for its folder.

    ``01-basics/02-Loops.md`` -> ``basics/loops``.
    """
    folder, _, name = path.rpartition("/")
    if is_front_page(name) and folder:
        return _folder_key(folder)
    last = _part(stem(name) if is_lesson_name(name) else name)
    return f"{_folder_key(folder)}/{last}" if folder else last


def name_within(path: str, folder: str) -> str | None:
    """The name that a path has in a module, without numbers; empty for the module's own front page.

    ``folder`` is the module's, empty at the top. There what a list fetched out of a folder has none.
    """
    above, _, name = path.rpartition("/")
    if folder and above == folder and is_front_page(name):
        return ""
    above, _, name = path_key(path).rpartition("/")
    return None if above and not folder else name


def file_within(path: str, folder: str) -> str | None:
    """The name that a path has in a folder, with its number; none where it is not in it."""
    above, _, name = path.rpartition("/")
    return name if above == folder else None


def full_key(path: str) -> str:
    """The identity of a path whose numbers have to stay because a sibling differs only by them."""
    return folded(stem(path))


@lru_cache(maxsize=4096)
def _folder_key(folder: str) -> str:
    return "/".join(_part(part) for part in folder.split("/"))


def _part(name: str) -> str:
    return folded(without_number(name))


def each_folded(paths: Sequence[str]) -> Iterator[str]:
    """``folded`` of each of many paths."""
    return map(str.casefold if "".join(paths).isascii() else folded, paths)


def folded(name: str) -> str:
    """A name as a file system that ignores letter case and Unicode form would see it."""
    return (
        name.casefold()
        if name.isascii()
        else unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    )
