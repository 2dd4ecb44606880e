"""A plan with everything its execution needs.

Joins it with what was there and where its texts are; refuses to carry it out.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.authoring.changes import Comparison
from academy_cli.authoring.document import Node
from academy_cli.authoring.origin import Git, Origin
from academy_cli.authoring.plan import Plan
from academy_cli.authoring.snapshot import Snapshot
from academy_cli.authoring.work import Work


@dataclass(frozen=True)
class Prepared:
    """A plan with everything its execution needs; only ``plan`` is meant for people."""

    plan: Plan
    origin: Origin
    comparison: Comparison
    before: Snapshot
    git: Git
    started: float

    def text(self, node: Node) -> str | None:
        """The text behind a node's body; None when it was not read now, so the database has it."""
        body = self.origin.body(node)
        return body.decode() if body is not None else None

    @property
    def work(self) -> Work:
        """What there is to apply."""
        origin = self.origin
        return Work(
            self.comparison, self.before, origin.head, origin.body, origin.tag, origin.pages
        )
