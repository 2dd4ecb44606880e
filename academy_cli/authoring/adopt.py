"""An existing folder of Markdown becomes a course: one new file, course.yaml, and nothing else.

Knows how that file is written; what is in it is guessed in guesses.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from academy_cli.authoring import guesses
from academy_cli.authoring.discovery import course_above
from academy_cli.authoring.document import Kind
from academy_cli.authoring.errors import (
    CourseExistsError,
    InsideCourseError,
    NoFolderError,
    NothingToAdoptError,
)
from academy_cli.authoring.examine import examine
from academy_cli.authoring.guesses import Guess
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.newfolder import refusal
from academy_cli.authoring.placeholders import yaml_scalar
from academy_cli.authoring.read import read
from academy_cli.authoring.schema import COURSE
from academy_cli.authoring.source import FolderTree, scan
from academy_cli.authoring.tree import Limits
from academy_cli.formats.problems import Problem, ordered
from academy_cli.kit.paths import closed_above, is_folder, is_there
from academy_cli.kit.saying import say

_HEAD = """\
# This folder is a course. Everything here was guessed by `academy course init`; change what is wrong,
# the id before the first sync: it is the course's name for good.
#
# Your editor can complete and check this file as you type. Write the schema once,
#   academy course schema > course.schema.json
# and begin this file with the line "# yaml-language-server: $schema=course.schema.json".
"""


@dataclass(frozen=True)
class Adoption:
    """An adopted folder: what was guessed, the course.yaml that says so, and what it makes of the folder.

    ``problems`` are the findings that `academy course check` has now; ``is_written`` unless dry.
    """

    folder: Path
    course: str
    guesses: tuple[Guess, ...]
    text: str
    modules: int
    lessons: int
    problems: tuple[Problem, ...]
    is_written: bool


@dataclass(frozen=True)
class _Adopted:
    """A folder as it would be with a course.yaml."""

    inner: FolderTree
    text: bytes
    paths: Collection[str]

    @property
    def unreadable(self) -> frozenset[str]:
        return self.inner.unreadable

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.inner.problems

    def size(self, path: str) -> int:
        return len(self.text) if path == COURSE_FILE else self.inner.size(path)

    def load(self, path: str, limit: int) -> bytes:
        return self.text if path == COURSE_FILE else self.inner.load(path, limit)


def _with(tree: FolderTree, text: str) -> _Adopted:
    return _Adopted(tree, text.encode("utf-8"), frozenset({*tree.paths, COURSE_FILE}))


def init(folder: Path, *, limits: Limits = Limits(), dry_run: bool = False) -> Adoption:
    """Adopt a folder: guess a course.yaml for it and write it; a dry run only guesses.

    Raises NoFolderError, CourseExistsError, InsideCourseError, NothingToAdoptError,
    FolderUnwritableError and NoSpaceError.
    """
    if not is_folder(folder):
        raise NoFolderError(folder, closed_above(folder))
    if is_there(folder / COURSE_FILE):
        raise CourseExistsError(folder)
    above = course_above(folder)
    if above is not None:
        raise InsideCourseError(folder, above)
    tree = scan(folder, limits=limits)
    made = _guessed(tree, limits)
    text = course_yaml(made)
    examined = examine(_with(tree, text), limits=limits)
    document = examined.reading.document
    if document is None or not document.of_kind(Kind.LESSON):
        raise NothingToAdoptError(folder)
    if not dry_run:
        _write(folder, text)
    return Adoption(
        folder,
        document.slug,
        made,
        text,
        len(document.of_kind(Kind.MODULE)),
        len(document.of_kind(Kind.LESSON)),
        ordered(examined.problems),
        is_written=not dry_run,
    )


def _guessed(tree: FolderTree, limits: Limits) -> tuple[Guess, ...]:
    """Guess from names first, then from what the lessons say under those guesses; in the format's order."""
    here = tree.folder.resolve()
    named = [
        *guesses.identity(tree, [path.name for path in (here, *here.parents)]),
        guesses.left_out(tree),
    ]
    text = course_yaml(list(filter(None, named)))
    first = read(_with(tree, text), limits=limits)
    found = filter(None, [*named, guesses.language(first), guesses.checks(first)])
    place = {field.name: number for number, field in enumerate(COURSE.fields)}
    return tuple(sorted(found, key=lambda guess: place[guess.field]))


def course_yaml(made: Sequence[Guess]) -> str:
    """The text of a course.yaml that holds some guesses, each under its reason."""
    return _HEAD + "".join(f"\n{_comment(guess.why)}\n{_lines(guess)}" for guess in made)


def _comment(why: str) -> str:
    return "\n".join(
        f"# {line}"
        for line in wrap(
            say("Guessed {}.", why), 98, break_long_words=False, break_on_hyphens=False
        )
    )


def _lines(guess: Guess) -> str:
    match guess.value:
        case dict() as severities:
            items = (f"  {key}: {value}\n" for key, value in severities.items())
        case list() as patterns:
            items = (f"  - {yaml_scalar(pattern)}\n" for pattern in patterns)
        case text:
            return f"{guess.field}: {yaml_scalar(text)}\n"
    return f"{guess.field}:\n{''.join(items)}"


def _write(folder: Path, text: str) -> None:
    """Write course.yaml, whole or not at all, and never over another."""
    path = folder / COURSE_FILE
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise CourseExistsError(folder) from error
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise refusal(error, folder) from error
