"""A course as a learner meets it at a moment: its tree, what can be opened, and what counts for completion.

Knows rows of contents as values and asks `kit/completion` what they weigh; refuses learners and transactions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from academy_cli.kit.completion import (
    Lesson,
    Rule,
    Stage,
    Standing,
    Tally,
    tally,
    together,
    weigh,
    weight,
)
from academy_cli.kit.opening import Opening, opening, said

LESSON = "lesson"
STAGES = (Stage.OPEN, Stage.COMING, Stage.HIDDEN)
"""Stages by the numbers that queries know them by."""


_QUIZ = '"quiz":{'
"""What the fields of a lesson with a quiz hold; in canonical JSON no text within another looks like that."""


class Node(NamedTuple):
    """A module or lesson as its row has it."""

    row: int
    parent: int | None
    kind: str
    key: str
    path: str
    title: str
    fields: str
    is_archived: bool

    @property
    def has_quiz(self) -> bool:
        """Whether it is a lesson with a quiz."""
        return _QUIZ in self.fields


class Done(NamedTuple):
    """How many lessons that count a learner has done, by the lessons' stage."""

    open: int = 0
    coming: int = 0
    hidden: int = 0


class Entry(NamedTuple):
    """A module or lesson in its place, with what learners can do with it."""

    node: Node
    depth: int
    opening: Opening


@dataclass(frozen=True)
class Syllabus:
    """A course's rule of completion, its tree in order, and everything that ever was a lesson of it."""

    rule: Rule
    entries: tuple[Entry, ...]
    lessons: Mapping[int, Lesson]

    @classmethod
    def of(cls, fields: str, nodes: Sequence[Node], now: datetime) -> Syllabus:
        """A course from its fields, and its modules and lessons in the order of their positions."""
        entries = tuple(_walk(nodes, now))
        active = {one.node.row: _lesson(one.node, one.opening.stage) for one in entries}
        hidden = {one.row: _lesson(one, Stage.HIDDEN) for one in nodes if one.row not in active}
        lessons = {one.row: (active | hidden)[one.row] for one in nodes if one.kind == LESSON}
        return cls(Rule.of(json.loads(fields).get("completion")), entries, lessons)

    @cached_property
    def stages(self) -> Mapping[int, int]:
        """The number of the stage of each lesson that counts, by row."""
        placed = ((row, self.rule.place(one)) for row, one in self.lessons.items())
        return {row: STAGES.index(at) for row, at in placed if at is not None}

    @cached_property
    def there(self) -> Done:
        """How many lessons that count there are, by stage."""
        numbers = list(self.stages.values())
        return Done(*(numbers.count(number) for number in range(len(STAGES))))

    def tally(self, completed: Container[int]) -> Tally:
        """What a learner has on the scales who completed some lessons."""
        return tally(self.rule, self.lessons, completed)

    def tally_of(self, done: Done) -> Tally:
        """The same from numbers alone."""
        parts = zip(STAGES, self.there, done, strict=True)
        return together(weight(at, there, number) for at, there, number in parts)

    def standing(self, done: Done, *, was_complete: bool) -> Standing:
        """How far that is."""
        return weigh(self.rule, self.tally_of(done), was_complete=was_complete)

    def part(self, rows: Iterable[int], completed: Container[int]) -> int | None:
        """The percentage of some lessons; None where none of them is on the scales."""
        lessons = {row: self.lessons[row] for row in rows}
        count = tally(self.rule, lessons, completed)
        is_empty = not (count.open or count.coming or count.credit)
        return None if is_empty else weigh(self.rule, count).percent

    def below(self, module: int) -> Iterator[int]:
        """The lessons in a module, however deep."""
        inside = {module}
        for one in self.entries:
            if one.node.parent in inside:
                inside.add(one.node.row)
                if one.node.kind == LESSON:
                    yield one.node.row

    def lesson(self, key: str) -> Entry | None:
        """A lesson that is there, by key or path."""
        found = [one for one in self.entries if one.node.kind == LESSON]
        by_key = (one for one in found if one.node.key == key)
        return next(by_key, next((one for one in found if one.node.path == key), None))


def _walk(nodes: Sequence[Node], now: datetime) -> Iterator[Entry]:
    """What is there, in the order of the tree."""
    children: dict[int | None, list[Node]] = defaultdict(list)
    for one in nodes:
        if not one.is_archived:
            children[one.parent].append(one)

    def below(parent: int | None, depth: int, around: datetime | None) -> Iterator[Entry]:
        for one in children[parent]:
            found = opening(one.fields, (around,), now)
            yield Entry(one, depth, found)
            yield from below(one.row, depth + 1, found.at)

    return below(None, 0, None)


def _lesson(node: Node, at: Stage) -> Lesson:
    return Lesson(node.key, said(node.fields).is_required, at)
