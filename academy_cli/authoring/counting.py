"""A course as the rule of completion sees it: its lessons by row, before a plan and after it.

Knows front matter's `required`; refuses to know learners.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from academy_cli.authoring.document import LESSON, Applied, CourseDocument, Node
from academy_cli.authoring.stages import openings
from academy_cli.kit.completion import Lesson, Rule, Stage
from academy_cli.kit.opening import said
from academy_cli.kit.saying import say

Lessons = Mapping[int, Lesson]
"""Lessons by row; those still to be made have rows below 0."""


@dataclass(frozen=True, slots=True)
class Side:
    """A course at one moment: its rule and everything that ever was a lesson of it."""

    rule: Rule
    lessons: Lessons


def sides(applied: Applied, result: CourseDocument, now: datetime) -> tuple[Side, Side]:
    """A course as it is and as a plan would make it; it must have been applied before."""
    if applied.document is None:
        raise ValueError(say("a course that is still to be made has no learners"))
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
    """The lessons that are there."""
    stages = {
        n.key: found.stage for n, found in openings(document.contents, now) if n.kind is LESSON
    }
    return {
        row: Lesson(node.key, said(node.fields).is_required, stages[node.key])
        for row, node in rows_of(document)
    }


def _hidden(nodes: Sequence[Node]) -> dict[int, Lesson]:
    """Lessons that are archived, with what they last said."""
    return {
        node.row: Lesson(node.key, said(node.fields).is_required, Stage.HIDDEN)
        for node in nodes
        if node.kind is LESSON
    }
