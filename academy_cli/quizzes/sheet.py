"""A drawn quiz as people see it: numbered questions, choices with letters; and once it is graded.

Knows what of it the quiz's ``show`` lets learners see. Refuses to know paper, terminals and pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from string import ascii_lowercase
from typing import Any, NamedTuple, assert_never

from academy_cli.quizzes.answers import Answer, is_blank, text_of, unanswerable
from academy_cli.quizzes.drawing import Drawing, Shown
from academy_cli.quizzes.grading import Graded, Score
from academy_cli.quizzes.numbers import canonical_number
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


class Option(NamedTuple):
    """A choice, a thing or a side of a pair, with the letter or number it is called by on this sheet."""

    letter: str
    key: str
    text: str


class Asked(NamedTuple):
    """A question on a sheet; nothing in it says which answer is right."""

    number: int
    key: str
    kind: str
    text: str
    points: int
    options: tuple[Option, ...] = ()
    lefts: tuple[Option, ...] = ()
    unit: str = ""


class Marked(NamedTuple):
    """A question on a sheet that was graded. What a learner may not see is empty.

    ``solution`` is the right answer as people would write it.
    """

    number: int
    key: str
    kind: str
    text: str
    answer: str
    points: Decimal
    out_of: int
    is_right: bool
    why: str = ""
    feedback: tuple[str, ...] = ()
    solution: str = ""
    explanation: str = ""


def sheet(quiz: Quiz, drawing: Drawing) -> tuple[Asked, ...]:
    """The questions of an attempt as they are put. Raises KeyError where the quiz has lost one of them."""
    known = {question.key: question for question in quiz.questions}
    return tuple(
        _asked(number, known[shown.key], shown) for number, shown in enumerate(drawing.questions, 1)
    )


def marked(
    quiz: Quiz, answers: Mapping[str, Answer], score: Score, show: str = "answers"
) -> tuple[Marked, ...]:
    """The questions of an attempt with what they came to, as far as ``show`` lets it be seen."""
    known = {question.key: question for question in quiz.questions}
    if show == "never":
        return ()
    return tuple(
        _seen(_marked(number, known[one.key], one, answers.get(one.key)), show)
        for number, one in enumerate(score.questions, 1)
    )


def shown_points(points: Fraction) -> Decimal:
    """Points for people: two decimals at most, and never more than they are."""
    whole = Decimal(points.numerator * 100 // points.denominator).scaleb(-2)
    return whole.quantize(Decimal("0.01"), ROUND_DOWN) if whole % 1 else whole.quantize(Decimal(1))


def letter(index: int) -> str:
    """The name of a choice by its place, from 0: a to z, then aa."""
    rest, last = divmod(index, 26)
    return (letter(rest - 1) if rest else "") + ascii_lowercase[last]


def _asked(number: int, question: Question, shown: Shown) -> Asked:
    task = question.task
    texts = _texts(question)
    return Asked(
        number,
        question.key,
        question.kind,
        question.text,
        question.points,
        tuple(Option(letter(at), key, texts[key]) for at, key in enumerate(shown.options)),
        tuple(Option(str(at), key, _lefts(question)[key]) for at, key in enumerate(shown.lefts, 1)),
        task.unit if isinstance(task, Numeric) else "",
    )


def _texts(question: Question) -> Mapping[str, str]:
    """What there is to choose from, by key."""
    task = question.task
    if isinstance(task, Single | Multiple):
        return {one.key: one.text for one in task.choices}
    if isinstance(task, Ordering):
        return dict(task.items)
    return dict(task.rights) if isinstance(task, Matching) else {}


def _lefts(question: Question) -> Mapping[str, str]:
    task = question.task
    return dict(pair.left for pair in task.pairs) if isinstance(task, Matching) else {}


def _marked(number: int, question: Question, one: Graded, answer: Answer) -> Marked:
    return Marked(
        number,
        question.key,
        question.kind,
        question.text,
        told(question, answer),
        shown_points(one.points),
        one.out_of,
        one.is_right,
        one.why,
        one.feedback,
        solution(question),
        question.explanation,
    )


def _seen(one: Marked, show: str) -> Marked:
    if show == "answers":
        return one
    less = one._replace(solution="", explanation="")
    return less if show == "feedback" else less._replace(why="", feedback=())


def told(question: Question, answer: Answer) -> str:
    """An answer as a person would write it; empty where nothing was answered."""
    if is_blank(answer):
        return ""
    if unanswerable(question, answer):
        return text_of(answer) or ""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    texts = _texts(question)
    if isinstance(answer, list):
        return ", ".join(_line(texts[key]) for key in _in_order(question, answer))
    if isinstance(answer, dict):
        lefts = _lefts(question)
        pairs = ((lefts[key], texts[right]) for key, right in answer.items() if right is not None)
        return _paired(pairs)
    return _line(texts[answer]) if texts else text_of(answer) or ""


def solution(question: Question) -> str:
    """The right answer as a person would write it."""
    task = question.task
    match task:
        case Single() | Multiple():
            said = ", ".join(_line(one.text) for one in task.choices if one.is_right)
        case TrueFalse():
            said = "true" if task.is_true else "false"
        case Numeric():
            said = _number(task)
        case Short():
            said = " / ".join(task.accept)
        case Ordering():
            said = ", ".join(_line(item.text) for item in task.items)
        case Matching():
            said = _paired((pair.left.text, pair.right.text) for pair in task.pairs)
        case _:
            assert_never(task)
    return said


def _number(task: Numeric) -> str:
    room = f" ± {canonical_number(task.tolerance)}" if task.tolerance else ""
    sign, unit = "%" if room and task.is_percent else "", f" {task.unit}" if task.unit else ""
    return f"{canonical_number(task.answer)}{room}{sign}{unit}"


def _in_order(question: Question, keys: Iterable[str]) -> Iterator[str]:
    """Ticks in the order of the file, things in the order they were put."""
    chosen: Any = list(keys)
    if isinstance(question.task, Multiple):
        chosen = [key for key in _texts(question) if key in chosen]
    yield from chosen


def _paired(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{_line(left)} = {_line(right)}" for left, right in pairs)


def _line(text: str) -> str:
    return " ".join(text.split())
