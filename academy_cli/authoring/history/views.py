"""What is said about revisions: frozen values that become a table, JSON or a page.

Knows what people ask of the past; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from academy_cli.authoring.changes import Change, counts_of


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """One applied state of a course: who made it, when, from what, and how many nodes each action touched.

    ``rollback_to`` is the revision that it brought back; its git fields are then those of that one.
    """

    course: str
    revision: int
    applied_at: datetime
    applied_by: str
    git_commit: str | None
    git_branch: str | None
    git_dirty: bool | None
    rollback_to: int | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two revisions of a course, as changes that lead from one to the other."""

    course: str
    old: int
    new: int
    changes: tuple[Change, ...] = field(repr=False)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many nodes each action touches."""
        return counts_of(self.changes)


@dataclass(frozen=True, slots=True)
class Export:
    """A course that was, or would be, written to a folder.

    ``renamed`` gives the paths of files that could not have their own, by the path they have now;
    ``differs`` says how many nodes read otherwise than the revision holds them; ``inside`` is the course
    that the folder is in, whose syncs will find it.
    """

    course: str
    revision: int
    folder: Path
    lessons: int
    modules: int
    assets: int
    is_written: bool
    renamed: Mapping[str, str] = field(default_factory=dict)
    differs: int = 0
    inside: Path | None = None


@dataclass(frozen=True, slots=True)
class Garbage:
    """What no revision needs: how much was found, and whether it is gone now. Sizes are in bytes."""

    revisions: int
    texts: int
    text_bytes: int
    files: int
    file_bytes: int
    is_dropped: bool
