"""A course as the rule of completion sees it: its lessons by row, before a plan and after it.

Knows front matter's `required`, `draft` and `release_at`; refuses to know learners.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from academy_cli.authoring.document import LESSON, MODULE, Applied, CourseDocument, Node
from academy_cli.kit.completion import Lesson, Rule, Stage, stage

Lessons = Mapping[int, Lesson]
"""Lessons by row; those still to be made have rows below 0."""


@dataclass(frozen=True, slots=True)
class Side:
    """A course at one moment: its rule and everything that ever was a lesson of it."""

    rule: Rule
    lessons: Lessons


class _Said(NamedTuple):
    is_required: bool
    is_draft: bool
    release: datetime | None


def sides(applied: Applied, result: CourseDocument, now: datetime) -> tuple[Side, Side]:
    """A course as it is and as a plan would make it; it must have been applied before."""
    if applied.document is None:
        raise ValueError("a course that is still to be made has no learners")
    before = _active(applied.document, now) | _hidden(applied.archived)
    after = _hidden((*applied.document.contents, *applied.archived)) | _active(result, now)
    return Side(_rule(applied.document), before), Side(_rule(result), after)


def rows_of(result: CourseDocument) -> Iterator[tuple[int, Node]]:
    """Each lesson of a course with its row; one still to be made has a row below 0, by its place."""
    for place, node in enumerate(result.contents, 1):
        if node.kind is LESSON:
            yield node.row or -place, node


def _rule(document: CourseDocument) -> Rule:
    return Rule.of(document.root.values.get("completion"))


def _active(document: CourseDocument, now: datetime) -> dict[int, Lesson]:
    """The lessons that are there; a lesson is out when the modules around it are, too."""
    around: dict[str, tuple[datetime | None, ...]] = {"": ()}
    for node in document.contents:
        if node.kind is MODULE:
            around[node.key] = (*around[node.parent], _said(node.fields).release)
    return {row: _lesson(node, around[node.parent], now) for row, node in rows_of(document)}


def _lesson(node: Node, around: Sequence[datetime | None], now: datetime) -> Lesson:
    said = _said(node.fields)
    at = stage(is_draft=said.is_draft, releases=(*around, said.release), now=now)
    return Lesson(node.key, said.is_required, at)


def _hidden(nodes: Sequence[Node]) -> dict[int, Lesson]:
    """Lessons that are archived, with what they last said."""
    return {
        node.row: Lesson(node.key, _said(node.fields).is_required, Stage.HIDDEN)
        for node in nodes
        if node.kind is LESSON
    }


@lru_cache(maxsize=4096)
def _said(fields: str) -> _Said:
    values = Node(LESSON, "", "", fields=fields).values  # texts repeat, and reading JSON is slow
    release = values.get("release_at")
    return _Said(
        values.get("required", True) is not False,
        values.get("draft", False) is True,
        datetime.fromisoformat(release) if release else None,
    )
