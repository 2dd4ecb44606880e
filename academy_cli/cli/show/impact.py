"""What plans do to learners: a line where anybody is touched, a table where somebody asks.

Knows how the numbers read; refuses to know how they were counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.answer import Columns
from academy_cli.cli.show import wording
from academy_cli.cli.terminal import Line, Terminal
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.authoring.impact import Effects, Impact, Move
    from academy_cli.authoring.plan import Plan

COLUMNS = Columns(
    ("path", "change", "in_progress", "completed", "percent", "gained", "at_risk", "certificates"),
    ("course", "path", "action", "kind", "key", "change", "in_progress", "completed", "moved",
     "percent", "gained", "at_risk", "certificates", "answered", "judged"),
    reference="key",
)  # fmt: skip
MOST_MOVES = 3
"""Of the ways in which a percentage moves, how many a cell names."""


def show(terminal: Terminal, plans: Sequence[Plan]) -> None:
    """Write what each change does to learners, where it does, and each plan's total."""
    rows = [row for plan in plans for row in table(plan)]
    terminal.show_list(rows, COLUMNS, empty="Nobody is touched.")


def table(plan: Plan) -> list[Mapping[str, object]]:
    """A record for every change that anybody has to do with, then one for all changes."""
    pairs = zip(plan.changes, plan.impact.changes, strict=False)
    rows = [
        {
            **_row(plan.course, effects),
            "path": change.path,
            "action": change.action.word,
            "kind": change.kind.value,
            "key": change.key,
            "change": wording.change(change),
        }
        for change, effects in pairs
        if effects.is_felt
    ]
    if not rows and not plan.impact.total.is_felt:
        return []
    return [*rows, _row(plan.course, plan.impact.total)]


def lines(impact: Impact, course: str) -> Iterator[Line]:
    """One line where the plan touches anybody, and what it means for attempts at quizzes."""
    if impact.touched:
        said = say_joined(", ", _parts(impact))
        yield (say("touches {}: {}", _learners(impact.touched), said),)
    if answered := impact.total.answered:
        yield (say("changes questions that {} answered", amount(answered, "attempt")),)
    if judged := impact.total.judged:
        turned = say("changes whether {} passed, by another pass mark", amount(judged, "attempt"))
        yield (say("{}, once graded again: {}", turned, regrading(course)),)


def at_risk(number: int) -> str:
    """``3 learners`` who would lose something, as a question asks about them."""
    return say("Take the completion of {} back?", _learners(number))


def reopened(course: str, number: int) -> str:
    """What happened to those learners."""
    return say_so_many(
        "{:,} learner of “{}” is no longer complete and can go on.",
        "{:,} learners of “{}” are no longer complete and can go on.",
        number,
        course,
    )


def regrading(course: str) -> str:
    """The command that grades again what was answered."""
    return f"academy course quiz regrade {course}"


def _row(course: str, effects: Effects) -> Mapping[str, object]:
    return {
        "course": course,
        "path": "",
        "action": "",
        "kind": "",
        "key": "",
        "change": say("all changes of “{}”", course),
        "in_progress": effects.in_progress,
        "completed": effects.completed,
        "moved": effects.moved,
        "percent": _moves(effects.moves),
        "gained": effects.gained,
        "at_risk": effects.at_risk,
        "certificates": effects.certificates,
        "answered": effects.answered,
        "judged": effects.judged,
    }


def _moves(moves: Sequence[Move]) -> str:
    """``2: 100 → 75``, the ways that most learners go first."""
    largest = sorted(moves, key=lambda move: (-move.learners, move))[:MOST_MOVES]
    said = [f"{move.learners}: {move.before} → {move.after}" for move in largest]
    more = len(moves) - len(largest)
    if more:
        said.append(say_so_many("{} more way", "{} more ways", more))
    return say_joined(", ", said)


def _parts(impact: Impact) -> Iterator[str]:
    total = impact.total
    if number := impact.interrupted:
        yield say_so_many(
            "{} in progress on an archived lesson", "{} in progress on an archived lesson", number
        )
    if number := total.moved:
        yield say_so_many("{} whose percentage moves", "{} whose percentage moves", number)
    if number := total.gained:
        yield say_so_many(
            "{} completion gained and told by mail",
            "{} completions gained and told by mail",
            number,
        )
    if number := total.at_risk:
        yield say_so_many("{} completion at risk", "{} completions at risk", number)
    if number := total.certificates:
        yield say_so_many("{} certificate affected", "{} certificates affected", number)


def _learners(number: int) -> str:
    return amount(number, "learner")
