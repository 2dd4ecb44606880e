"""What an attempt is worth by today's quiz: a function of what was answered, what it was worth, and the quiz.

Knows exact points; refuses rows, and to know who answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from academy_cli.attempts.carrying import carried
from academy_cli.attempts.points import Worth
from academy_cli.kit.saying import say
from academy_cli.quizzes.grading import added, grade
from academy_cli.quizzes.questions import Question

GONE = say("the question is gone")


class Rule(NamedTuple):
    """How attempts are graded again.

    ``never_lower`` leaves an attempt as it is that would be worth less, or pass no longer; ``drops_removed``
    counts questions out that are gone.
    """

    never_lower: bool = False
    drops_removed: bool = False


class Answered(NamedTuple):
    """A question that an attempt had, by its row, with the answer as JSON, and what it is worth so far."""

    question: int
    key: str
    answer: str | None
    worth: Worth
    graded_key: str | None = None


class Was(NamedTuple):
    """An attempt as it is kept."""

    answers: tuple[Answered, ...]
    is_passed: bool

    @property
    def worth(self) -> Worth:
        """What it is worth."""
        return total(self.answers)


class Verdict(NamedTuple):
    """What an answer is worth now, None for what it was worth; by which key, or why by none."""

    worth: Worth | None
    key: str | None = None
    why: str = ""


class Step(NamedTuple):
    """What becomes of a question: ``why`` says what keeps it from being graded again, if anything does."""

    answered: Answered
    was: Worth
    why: str = ""

    @property
    def is_change(self) -> bool:
        """Whether it is worth something else."""
        return self.answered.worth != self.was

    @property
    def is_kept(self) -> bool:
        """Whether its points stay for want of anything to grade; one that is counted out has none."""
        return bool(self.why and self.answered.worth.out_of)


@dataclass(frozen=True)
class Regrade:
    """What becomes of an attempt."""

    steps: tuple[Step, ...]
    before: Worth
    after: Worth
    passed_before: bool
    passed: bool
    is_held: bool = False
    """Whether it would be worth less, and is left as it is."""

    @property
    def is_change(self) -> bool:
        """Whether anything is different afterwards."""
        return self.passed != self.passed_before or any(one.is_change for one in self.steps)

    @property
    def is_lowered(self) -> bool:
        """Whether it is worth less afterwards, or passes no longer."""
        return self.after.is_below(self.before) or (self.passed_before and not self.passed)


@dataclass(frozen=True)
class Marking:
    """A quiz as it is now, against one that was answered: questions by row, and the percent to pass."""

    asked: Mapping[str, Question]
    """Of the quiz that was answered, by key."""
    now: Mapping[int, Question]
    pass_mark: int | None
    rule: Rule
    known: dict[tuple[int, str | None], Verdict] = field(default_factory=dict, compare=False)
    """What was found out before: many learners answer the same."""

    def regraded(self, was: Was) -> Regrade:
        """What becomes of an attempt."""
        steps = tuple(map(self._step, was.answers))
        after = total([one.answered for one in steps])
        found = Regrade(steps, was.worth, after, was.is_passed, self.passes(after))
        if self.rule.never_lower and found.is_lowered:
            kept = tuple(Step(one, one.worth) for one in was.answers)
            held = replace(found, steps=kept, after=found.before, passed=was.is_passed)
            return replace(held, is_held=True)
        return found

    def passes(self, worth: Worth) -> bool:
        """Whether that is enough; without a pass mark, having handed in is."""
        return not self.pass_mark or (worth.percent or 0) >= self.pass_mark

    def _step(self, one: Answered) -> Step:
        asked = (one.question, one.answer)
        found = self.known.get(asked)
        if found is None:
            found = self.known[asked] = self._verdict(one)
        worth = one.worth if found.worth is None else found.worth
        return Step(one._replace(worth=worth, graded_key=found.key), one.worth, found.why)

    def _verdict(self, one: Answered) -> Verdict:
        question = self.now.get(one.question)
        if question is None:
            gone = Worth(Fraction(0), 0) if self.rule.drops_removed else None
            return Verdict(gone, why=GONE)
        answer = json.loads(one.answer) if one.answer is not None else None
        found = carried(self.asked[one.key], question, answer)
        if found.why:
            return Verdict(None, why=found.why)
        graded = grade(question, found.answer)
        return Verdict(Worth(graded.points, graded.out_of), question.key)


def total(answers: Sequence[Answered]) -> Worth:
    """What answers are worth together."""
    points = added(one.worth.points for one in answers)
    return Worth(points, sum(one.worth.out_of for one in answers))
