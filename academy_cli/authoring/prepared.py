"""A plan with everything its execution needs.

Knows where each text of the plan is; refuses to carry it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from academy_cli.authoring.changes import Comparison
from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import Kind, Node, Page
from academy_cli.authoring.git import GitQuery
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE
from academy_cli.authoring.plan import Plan
from academy_cli.authoring.snapshot import Snapshot
from academy_cli.authoring.work import Work


@dataclass(frozen=True)
class Prepared:
    """A plan with everything its execution needs; only ``plan`` is meant for people."""

    plan: Plan
    compilation: Compilation
    comparison: Comparison
    before: Snapshot
    git: GitQuery
    started: float

    def text(self, node: Node) -> str | None:
        """The text behind a node's body; None when it was not read now, so the database has it."""
        body = self.body(node)
        return body.decode() if body is not None else None

    def body(self, node: Node) -> bytes | None:
        """The same in UTF-8."""
        reading = self.compilation.reading
        if node.kind is Kind.COURSE:
            return reading.description.encode()
        parts = reading.texts.get(node.path)
        return parts.body if parts is not None else None

    def head(self, node: Node) -> bytes | None:
        """What stands in a node's file before its body: all of it for YAML; None when it was not read now."""
        reading = self.compilation.reading
        if node.kind is not Kind.LESSON:
            folder = "" if node.kind is Kind.COURSE else node.path
            return reading.headers.get(join(folder, MODULE_FILE if folder else COURSE_FILE))
        parts = reading.texts.get(node.path)
        return parts.head if parts is not None else None

    def first_line(self, node: Node) -> int:
        """The line of its file on which a node's text begins; 1 where the file was not read now."""
        parts = self.compilation.reading.texts.get(node.path)
        return parts.body_line if parts is not None else 1

    @property
    def work(self) -> Work:
        """What there is to apply."""
        tag = self.compilation.reading.tag
        return Work(self.comparison, self.before, self.head, self.body, tag, self.pages)

    @property
    def pages(self) -> Mapping[str, Page]:
        """The pages that were read now, by the sha256 of their file."""
        compiled = self.compilation
        contents = compiled.document.contents if compiled.document else ()
        fresh = compiled.reading.texts
        return {node.source: node.page for node in contents if node.page and node.path in fresh}
