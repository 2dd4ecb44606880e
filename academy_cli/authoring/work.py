"""Everything that is needed to apply a plan: what is to be done, where its texts are, and who does it when.

Knows values; refuses to carry anything out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from academy_cli.authoring.changes import Comparison
from academy_cli.authoring.document import Node, Page
from academy_cli.authoring.git import GitState
from academy_cli.authoring.snapshot import Snapshot

Part = Callable[[Node], bytes | None]
"""A part of a node's file that is new to it, in UTF-8; None when the database has it already."""


class Stamp(NamedTuple):
    """Who applies a plan, when, and from which state of the repository or which revision of the course."""

    actor: str
    at: datetime
    git: GitState
    plan_digest: str
    counts: Mapping[str, int]
    rollback_to: int | None = None


class Work(NamedTuple):
    """Everything that is applied: the comparison, what was there, the texts, and who read the pages.

    ``head`` and ``body`` are the two parts of a file. ``pages`` are those read now, by the sha256 of
    their file.
    """

    comparison: Comparison
    before: Snapshot
    head: Part
    body: Part
    reader: str
    pages: Mapping[str, Page]
