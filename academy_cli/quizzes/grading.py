"""Grading: a question and an answer in, points and feedback out; answers of an attempt in, a score out.

Knows how much of an answer is right, in exact fractions. Takes any JSON value and never raises for one; what
cannot be graded gives no points and says why. Refuses to know who answered, and what they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, assert_never

from academy_cli.kit.saying import say
from academy_cli.quizzes.answers import Answer, is_blank, number_of, text_of, unanswerable
from academy_cli.quizzes.numbers import is_within
from academy_cli.quizzes.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Quiz,
    Short,
    Single,
    TrueFalse,
)
from academy_cli.quizzes.texts import compared

_ALL, _NONE = Fraction(1), Fraction(0)


class Graded(NamedTuple):
    """What an answer is worth: between 0 and ``out_of`` points, exactly.

    ``feedback`` are the author's texts for it, ``why`` says in short what was right of it, ``is_answered``
    that there was something to grade.
    """

    key: str
    points: Fraction
    out_of: int
    is_right: bool
    is_answered: bool
    feedback: tuple[str, ...]
    why: str


class Score(NamedTuple):
    """What an attempt is worth. ``percent`` is rounded down, None where there were no points to be had."""

    points: Fraction
    out_of: int
    percent: int | None
    is_passed: bool
    questions: tuple[Graded, ...]


def grade(question: Question, answer: Answer) -> Graded:
    """What an answer is worth; never less than nothing, and never more than the question's points."""
    if is_blank(answer):
        return _graded(question, _NONE, say("not answered"), is_answered=False)
    if why := unanswerable(question, answer):
        return _graded(question, _NONE, why, is_answered=False)
    share, why = _share(question, answer)
    return _graded(question, share, why, (*_remarks(question, answer),))


def grade_attempt(quiz: Quiz, keys: Sequence[str], answers: Mapping[str, Answer]) -> Score:
    """The score of an attempt that had the questions of these keys.

    An answer to any other question counts for nothing. Raises KeyError for a key that the quiz does not have.
    """
    known = {question.key: question for question in quiz.questions}
    return scored(quiz, tuple(grade(known[key], answers.get(key)) for key in keys))


def scored(quiz: Quiz, graded: tuple[Graded, ...]) -> Score:
    """The score of an attempt whose answers are worth this."""
    points, out_of = added(one.points for one in graded), sum(one.out_of for one in graded)
    percent = int(points * 100 // out_of) if out_of else None
    mark = quiz.pass_mark or 0
    return Score(points, out_of, percent, not mark or (percent or 0) >= mark, graded)


def added(points: Iterable[Fraction]) -> Fraction:
    """The sum of some points, exactly; most are whole, and whole numbers are quick to add."""
    parts: dict[int, int] = {}
    for one in points:
        parts[one.denominator] = parts.get(one.denominator, 0) + one.numerator
    return sum((Fraction(above, below) for below, above in parts.items()), _NONE)


def _graded(
    question: Question,
    share: Fraction,
    why: str,
    remarks: tuple[str, ...] = (),
    *,
    is_answered: bool = True,
) -> Graded:
    is_right = is_answered and share == _ALL
    told = question.right if is_right else question.wrong if is_answered else ""
    return Graded(
        question.key,
        share * question.points,
        question.points,
        is_right,
        is_answered,
        tuple(text for text in (*remarks, told) if text),
        why,
    )


def _share(question: Question, answer: Answer) -> tuple[Fraction, str]:
    """How much of an answer is right, and what is to be said of that."""
    task = question.task
    match task:
        case Multiple():
            return _ticked(task, answer)
        case Ordering():
            return _ordered(task, answer)
        case Matching():
            return _matched(task, answer)
        case _:
            return (_ALL, say("right")) if _is_right(task, answer) else (_NONE, say("wrong"))


def _is_right(task: Single | TrueFalse | Numeric | Short, answer: Answer) -> bool:
    """Whether an answer is right that can be right or wrong only."""
    match task:
        case Single():
            return any(one.is_right and one.key == answer for one in task.choices)
        case TrueFalse():
            return bool(answer == task.is_true)
        case Numeric():
            number = number_of(answer, task.unit)
            room = (task.answer, task.tolerance)
            return number is not None and is_within(number, *room, is_percent=task.is_percent)
        case Short():
            given = compared(text_of(answer) or "", task.ignore)
            return any(given == compared(text, task.ignore) for text in task.accept)
        case _:
            assert_never(task)


def _ticked(task: Multiple, answer: Sequence[str]) -> tuple[Fraction, str]:
    """Right choices ticked less wrong ones ticked, over the right ones there are."""
    right = {one.key for one in task.choices if one.is_right}
    hits, misses = len(right & set(answer)), len(set(answer) - right)
    share = max(_NONE, Fraction(hits - misses, len(right))) if right else _NONE
    said = (
        say("{} of {} right ones ticked, and {} wrong", hits, len(right), misses)
        if misses
        else say("{} of {} right ones ticked", hits, len(right))
    )
    return _in_part(share, said, task.is_partial)


def _ordered(task: Ordering, answer: Sequence[str]) -> tuple[Fraction, str]:
    """Neighbours that follow each other as they should, over the neighbours there are.

    Moodle calls it “relative to the next item, excluding last”.
    """
    wanted = set(pairwise(item.key for item in task.items))
    if not wanted:
        return _ALL, say("right")
    hits = len(wanted & set(pairwise(answer)))
    said = say("{} of {} neighbours in order", hits, len(wanted))
    return _in_part(Fraction(hits, len(wanted)), said, task.is_partial)


def _matched(task: Matching, answer: Mapping[str, str]) -> tuple[Fraction, str]:
    """Right pairs, over all."""
    hits = sum(answer.get(pair.left.key) == pair.right.key for pair in task.pairs)
    said = say("{} of {} pairs right", hits, len(task.pairs))
    share = Fraction(hits, len(task.pairs)) if task.pairs else _NONE
    return _in_part(share, said, task.is_partial)


def _in_part(share: Fraction, said: str, is_partial: bool) -> tuple[Fraction, str]:  # noqa: FBT001 # the task's own
    if share == _ALL:
        return share, say("right")
    return (share, said) if is_partial else (_NONE, say("{}; only all of it gives points", said))


def _remarks(question: Question, answer: Answer) -> Iterator[str]:
    """What the author says about what was chosen."""
    task = question.task
    if isinstance(task, Single | Multiple):
        chosen = {answer} if isinstance(answer, str) else set(answer)
        yield from (one.feedback for one in task.choices if one.key in chosen)
    elif isinstance(task, TrueFalse):
        yield task.if_true if answer else task.if_false
