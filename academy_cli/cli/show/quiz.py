"""A quiz on a sheet, a score, and what is wrong with a quiz, for people and as data.

Knows how both read; refuses to grade.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.show import problems
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.formats.problems import Problem
from academy_cli.kit.amount import amount
from academy_cli.kit.record import record
from academy_cli.kit.saying import say, say_joined
from academy_cli.quizzes.grading import Score
from academy_cli.quizzes.questions import Pool, Quiz
from academy_cli.quizzes.sheet import Asked, Marked, marked, shown_points

FOUND = Columns(
    ("file", "line", "column", "severity", "code", "value", "message"),
    ("file", "line", "column", "severity", "code", "value", "message", "hint"),
)
SHEET = Columns(
    ("number", "key", "kind", "points", "text"),
    ("number", "key", "kind", "points", "text", "options", "lefts", "unit"),
    reference="key",
)
SCORE = Columns(
    ("number", "key", "kind", "points", "out_of", "is_right", "answer", "why"),
    (
        *("number", "key", "kind", "points", "out_of", "is_right", "answer", "why", "text"),
        *("feedback", "solution", "explanation"),
    ),
    reference="key",
)


class Seen(NamedTuple):
    """Which attempt it is, and how much of it is shown: a word of the format."""

    seed: int
    show: str


def show_findings(terminal: Terminal, found: Sequence[Problem], *, is_answer: bool) -> None:
    """Write what is wrong with a quiz: as the answer, or beside it."""
    if not is_answer:
        terminal.note_lines(problems.lines(found, PurePath(), is_whole=True))
    elif terminal.format is Format.TABLE:
        terminal.print_lines(problems.lines(found, PurePath(), is_whole=True))
    else:
        terminal.show_list([record(one) for one in found], FOUND)


def show_sheet(terminal: Terminal, quiz: Quiz, seed: int, asked: Sequence[Asked]) -> None:
    """Write the questions of an attempt."""
    if terminal.format.is_structured:
        about = {
            "seed": seed,
            "text": quiz.text,
            "points": sum(one.points for one in asked),
            "pass_mark": quiz.pass_mark,
            "attempts": quiz.attempts,
            "time_limit": quiz.time_limit or None,
        }
        terminal.show_documents([{**about, "questions": list(map(_put, asked))}])
    elif terminal.format is Format.TABLE:
        terminal.print_lines(_sheet_lines(quiz, asked))
    else:
        terminal.show_list(map(_put, asked), SHEET)


def show_score(
    terminal: Terminal, quiz: Quiz, answers: Mapping[str, Any], score: Score, seen: Seen
) -> None:
    """Write what an attempt came to."""
    found = marked(quiz, answers, score, seen.show)
    if terminal.format.is_structured:
        is_told = seen.show != "never"
        told = {
            "seed": seen.seed,
            "points": shown_points(score.points) if is_told else None,
            "out_of": score.out_of,
            "percent": score.percent if is_told else None,
            "pass_mark": quiz.pass_mark,
            "is_passed": score.is_passed if is_told else None,
        }
        terminal.show_documents([{**told, "questions": [record(one) for one in found]}])
    elif terminal.format is Format.TABLE:
        for one in found:
            terminal.print_lines(marked_lines(one, len(found)))
        terminal.print_lines([_total(quiz, score, seen.show)])
    else:
        terminal.show_list(found, SCORE)


def question_lines(one: Asked, count: int, *, has_options: bool = True) -> Iterator[Line]:
    """A question as it is put, with what there is to choose from unless a menu offers that."""
    how = _HOW[one.kind]
    if one.points != 1:
        how = say("{} ({})", how, amount(one.points, "point"))
    yield (Ink(f"{one.number}/{count}", "bold"), "  ", Ink(how, "dim"))
    yield from _indented(one.text)
    if has_options:
        for left in one.lefts:
            yield from _called(left.letter, left.text)
        if one.lefts:
            yield ("",)
        for option in one.options:
            yield from _called(option.letter, option.text)
        if one.unit:
            yield (say("   in {}", one.unit),)
    yield ("",)


_HOW = {
    "single": say("one choice"),
    "multiple": say("all that are right"),
    "true-false": say("true or false"),
    "numeric": say("a number"),
    "short": say("a short text"),
    "ordering": say("in order"),
    "matching": say("pairs"),
}


def _put(one: Asked) -> Mapping[str, object]:
    """A question as data, with what there is to choose from."""
    parts = {name: list(map(record, getattr(one, name))) for name in ("options", "lefts")}
    return {**record(one), **parts}


def _sheet_lines(quiz: Quiz, asked: Sequence[Asked]) -> Iterator[Line]:
    if quiz.text:
        yield from _indented(quiz.text, "")
        yield ("",)
    for one in asked:
        yield from question_lines(one, len(asked))
    yield (say_joined(", ", _about(quiz, asked)),)


def _about(quiz: Quiz, asked: Sequence[Asked]) -> Iterator[str]:
    total = len(list(quiz.questions))
    pooled = any(isinstance(entry, Pool) for entry in quiz.entries)
    put = amount(len(asked), "question")
    yield say("{} of {}", put, total) if pooled else put
    yield amount(sum(one.points for one in asked), "point")
    if quiz.pass_mark is not None:
        yield say("{} % to pass", quiz.pass_mark)
    if quiz.attempts is not None:
        yield amount(quiz.attempts, "attempt")
    if quiz.time_limit:
        yield quiz.time_limit


def marked_lines(one: Marked, count: int) -> Iterator[Line]:
    """A question that was graded, as far as whoever reads it may see it."""
    sign = Ink(say("right"), "green") if one.is_right else Ink(say("wrong"), "red")
    if not one.is_right and one.points:
        sign = Ink(say("partly right"), "yellow")
    yield (
        Ink(f"{one.number}/{count}", "bold"),
        "  ",
        sign,
        say("  {} of {}", one.points, one.out_of),
    )
    yield from _indented(one.text)
    yield (Ink(say("   answer: {}", one.answer or say("none")), "dim"),)
    if one.why and one.why not in ("right", "wrong", "not answered"):
        yield ("   ", Ink(one.why, "dim"))
    for text in one.feedback:
        yield from _indented(text)
    if one.solution and not one.is_right:
        yield (say("   right answer: {}", one.solution),)
    if one.explanation:
        yield from _indented(one.explanation)
    yield ("",)


def _total(quiz: Quiz, score: Score, show: str) -> Line:
    if show == "never":
        return (say("Handed in."),)
    said = say("{} of {}", shown_points(score.points), amount(score.out_of, "point"))
    if score.percent is not None:
        said = say("{}, {} %", said, score.percent)
    if not quiz.pass_mark:
        return (said,)
    word = Ink(say("passed"), "green") if score.is_passed else Ink(say("not passed"), "red")
    return (say("{}: ", said), word, say(" ({} % to pass)", quiz.pass_mark))


def _indented(text: str, margin: str = "   ") -> Iterator[Line]:
    for line in text.splitlines():
        yield (f"{margin}{line}" if line else "",)


def _called(letter: str, text: str) -> Iterator[Line]:
    first, *rest = text.splitlines()
    yield (f"   {letter}) {first}",)
    yield from _indented("\n".join(rest), "      ")
