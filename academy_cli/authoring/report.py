"""What an apply did, as data.

Knows the numbers that people and CI jobs ask for; refuses to know how it was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from academy_cli.authoring.plan import Plan


@dataclass(frozen=True)
class SyncReport:
    """One course after a sync; ``revision`` is its newest one, ``changed`` whether this sync made it.

    ``restored_files`` counts assets that storage had lost or cut short and were put back; ``seconds`` is
    the whole time this course took. ``completed`` and ``reopened`` are learners who completed the course by
    this sync, or have more to do. ``plan`` is what was applied, or would be by a dry run.
    """

    course: str
    revision: int
    changed: bool
    counts: Mapping[str, int]
    withheld: int
    seconds: float
    plan: Plan = field(repr=False)
    restored_files: int = 0
    completed: int = 0
    reopened: int = 0

    @property
    def commit(self) -> str | None:
        """The commit that was fetched; None of a folder."""
        return self.plan.fetched.commit if self.plan.fetched else None

    @property
    def branch(self) -> str | None:
        """The branch that the commit was fetched from, if it was one."""
        return self.plan.fetched.branch if self.plan.fetched else None
