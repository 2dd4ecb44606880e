"""How people name a part of a backup, and what one looks like that was taken out of it. Values alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from academy_cli.backups.partial.errors import BadPartError


class Sort(StrEnum):
    """What parts there are."""

    COURSE = "course"
    USER = "user"


class Part(NamedTuple):
    """A part of a backup: a course by its slug, or a person by their address."""

    sort: Sort
    name: str

    @classmethod
    def of(cls, written: str) -> Part:
        """The part that words name: ``course:python`` or ``user:ana@example.org``. Raises BadPartError."""
        sort, colon, name = written.partition(":")
        if not colon or not name.strip() or sort not in set(Sort):
            raise BadPartError(written)
        return cls(Sort(sort), name.strip())


class Origin(NamedTuple):
    """The backup that a part is from."""

    backup: str
    created_at: datetime
    is_same: bool = True
    """Whether it is a backup of this academy, and not of another one."""


class LeftOut(NamedTuple):
    """Something that the backup has, and that does not come back by itself; and why."""

    what: str
    why: str


class Waiting(LeftOut):
    """The same, which the very same command brings once what it says is done."""


class Attached(NamedTuple):
    """A file that was attached to a lesson, and is not now; where its bytes are, and how many."""

    lesson: str
    name: str
    file: Path
    size: int


class CourseOut(NamedTuple):
    """A course as it was, in a folder that is gone with the block."""

    origin: Origin
    slug: str
    revision: int
    commit: str | None
    branch: str | None
    is_dirty: bool | None
    folder: Path
    attached: Sequence[Attached]
    left_out: Sequence[LeftOut]


class RowsOut(NamedTuple):
    """What the backup has of people, as files that imports read; they are gone with the block.

    A file is None where there is nothing to bring.
    """

    origin: Origin
    part: Part
    accounts: Path | None
    enrollments: Path | None
    progress: Path | None
    left_out: Sequence[LeftOut]
