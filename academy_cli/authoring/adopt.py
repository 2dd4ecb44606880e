"""An existing folder of Markdown becomes a course: one new file, course.yaml, and nothing else.

Knows how that file is written; what is in it is guessed in guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from academy_cli.authoring import guesses
from academy_cli.authoring.checks import check
from academy_cli.authoring.document import Kind
from academy_cli.authoring.errors import (
    CourseExistsError,
    FolderUnwritableError,
    NoFolderError,
    NothingToAdoptError,
)
from academy_cli.authoring.guesses import Guess
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.placeholders import yaml_scalar
from academy_cli.authoring.problems import Problem, ordered
from academy_cli.authoring.read import Reading, read
from academy_cli.authoring.schema import COURSE
from academy_cli.authoring.source import FolderTree, scan
from academy_cli.authoring.tree import Limits, Tree

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

    @property
    def sizes(self) -> Mapping[str, int]:
        return {**self.inner.sizes, COURSE_FILE: len(self.text)}

    @property
    def unreadable(self) -> frozenset[str]:
        return self.inner.unreadable

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.inner.problems

    def load(self, path: str) -> bytes:
        return self.text if path == COURSE_FILE else self.inner.load(path)


def init(folder: Path, *, limits: Limits = Limits(), dry_run: bool = False) -> Adoption:
    """Adopt a folder: guess a course.yaml for it and write it; a dry run only guesses.

    Raises NoFolderError, CourseExistsError, NothingToAdoptError and FolderUnwritableError.
    """
    if not folder.is_dir():
        raise NoFolderError(folder)
    if (folder / COURSE_FILE).exists():
        raise CourseExistsError(folder)
    tree = scan(folder, limits=limits)
    made = _guessed(tree, limits)
    text = course_yaml(made)
    adopted = _Adopted(tree, text.encode("utf-8"))
    reading = read(adopted, limits=limits)
    if not _count(reading, Kind.LESSON):
        raise NothingToAdoptError(folder)
    if not dry_run:
        _write(folder, text)
    return Adoption(
        folder,
        str(made[0].value),
        made,
        text,
        _count(reading, Kind.MODULE),
        _count(reading, Kind.LESSON),
        _findings(reading, adopted, limits),
        is_written=not dry_run,
    )
