"""Texts that are edited to a degree, and who is who when they stand elsewhere.

Knows how a comparison reads; refuses to touch disk and database.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.authoring.changes import Action, Change, Comparison
from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Applied
from tests import make
from tests.make import COURSE, Changes


def prose(topic: str, lines: int = 20, *, edited: int = 0) -> str:
    """A lesson of so many lines about a topic, of which the first few were rewritten."""
    text = [f"{topic} has a property number {number}." for number in range(lines)]
    return "\n".join([*(f"Quite another {line}" for line in text[:edited]), *text[edited:]]) + "\n"


class Renamed:
    """A course of some files, and what is found to do when others are in their place."""

    def __init__(self, before: Changes, after: Changes, course: str = "") -> None:
        self.before = make.applied(make.compiled(make.bare(before)).course)
        wanted = make.compiled(make.bare({**after, "course.yaml": COURSE + course}))
        self.comparison: Comparison = compare(wanted.course, self.before, wanted.doubts, make.TEXTS)

    def was(self, path: str) -> str | None:
        """The old path of what is at a path now; None for what is new."""
        row = next(n.row for n in make.nodes(self.comparison.result) if n.path == path)
        return next((n.path for n in _known(self.before) if n.row == row), None)

    def change(self, path: str) -> Change:
        return next(change for change in self.comparison.changes if change.path == path)

    @property
    def archived(self) -> list[str]:
        changes = self.comparison.changes
        return [change.path for change in changes if change.action is Action.ARCHIVE]

    @property
    def withheld(self) -> list[str]:
        return [f"{one.action.word} {one.path}" for one in self.comparison.withheld]

    @property
    def findings(self) -> list[tuple[str, str]]:
        return [(problem.code, problem.file) for problem in self.comparison.problems]


def _known(applied: Applied) -> Sequence[make.Node]:
    return make.nodes(applied.document) if applied.document else ()
