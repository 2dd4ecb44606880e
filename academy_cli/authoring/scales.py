"""A course on the scales of completion, before a plan and after it, and which lessons each change shifts.

Knows lessons and the rule; refuses to know learners.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from academy_cli.authoring.changes import Action, Change
from academy_cli.authoring.counting import Side, rows_of
from academy_cli.authoring.document import LESSON, MODULE, CourseDocument
from academy_cli.kit.completion import Stage, Tally, together, weight

Shift = tuple[Stage | None, Stage | None]
"""Where a lesson is on the scales before and after; None where it does not count."""
Shifts = Mapping[int, Shift]
"""By the rows of lessons that are elsewhere afterwards."""


class Places(NamedTuple):
    """A lesson's place before the plan, with the new rule alone, and after the plan."""

    before: Stage | None
    ruled: Stage | None
    after: Stage | None


@dataclass(frozen=True)
class Scales:
    """A course before and after a plan; lessons that have the same places are of one kind."""

    before: Side
    after: Side

    @cached_property
    def places(self) -> Mapping[int, Places]:
        """Where each lesson is, by row."""
        old, new = self.before, self.after
        return {
            row: Places(
                old.rule.place(old.lessons.get(row)),
                new.rule.place(old.lessons.get(row)),
                new.rule.place(new.lessons.get(row)),
            )
            for row in old.lessons.keys() | new.lessons.keys()
        }

    @cached_property
    def sizes(self) -> Mapping[Places, int]:
        """How many lessons there are of each kind."""
        return Counter(self.places.values())

    @cached_property
    def kinds(self) -> Mapping[int, int]:
        """The number of the kind of each lesson that is there already, by row."""
        numbers = {places: number for number, places in enumerate(self.sizes)}
        return {row: numbers[places] for row, places in self.places.items() if row > 0}

    def tally(self, moment: int, done: Sequence[int]) -> Tally:
        """What a learner has on the scales at one of the moments of ``Places``."""
        kinds = zip(self.sizes.items(), done, strict=True)
        return together(weight(places[moment], there, n) for (places, there), n in kinds)

    def alone(self, row: int) -> Shift:
        """Where a lesson would go if only lessons changed, and not the rule."""
        return self.places[row].before, self.before.rule.place(self.after.lessons.get(row))


def shifts_of(scales: Scales, changes: Sequence[Change], result: CourseDocument) -> list[Shifts]:
    """For each change the lessons it shifts: a lesson its own, a module those that change only by it."""
    places: list[dict[int, Shift]] = [{} for _ in changes]
    rows = {node.key: row for row, node in rows_of(result)}
    modules = {
        change.key: index
        for index, change in enumerate(changes)
        if change.kind is MODULE and change.action is not Action.ARCHIVE
    }
    own: set[int] = set()
    for index, change in enumerate(changes):
        if change.kind is LESSON:
            row = row_of(change) or rows[change.key]
            own.add(row)
            _note(places[index], row, scales.alone(row))
    above = {node.key: node.parent for node in result.contents if node.kind is MODULE}
    for row, node in rows_of(result) if modules else ():
        if row not in own and (by := _nearest(node.parent, above, modules)) is not None:
            _note(places[by], row, scales.alone(row))
    return list(places)


def row_of(change: Change) -> int:
    """The row of what changes; 0 for what is still to be made."""
    node = change.node or change.was
    return node.row if node is not None else 0


def _note(places: dict[int, Shift], row: int, shift: Shift) -> None:
    if shift[0] is not shift[1]:
        places[row] = shift


def _nearest(module: str, above: Mapping[str, str], among: Mapping[str, int]) -> int | None:
    """The number of the change of the nearest module around; None where none changes."""
    while module and module not in among:
        module = above[module]
    return among.get(module)
