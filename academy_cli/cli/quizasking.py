"""A quiz put to a person, question by question.

Knows how each kind is asked on a terminal; an answer that cannot be graded is asked for again. Refuses to
know which is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from academy_cli.cli.show.quiz import question_lines
from academy_cli.cli.terminal import Terminal
from academy_cli.cli.terminal.errors import MissingValueError
from academy_cli.kit.saying import say
from academy_cli.quizzes.answers import Answer, is_blank, unanswerable
from academy_cli.quizzes.questions import Quiz
from academy_cli.quizzes.sheet import Asked, Option
from academy_cli.quizzes.words import meant

NOTHING = say("(no answer)")
"""What is chosen to leave a question out; no key looks like it."""
ANSWERS = "--answers"
WhyNot: TypeAlias = Callable[[str, Answer], str]
"""Says why an answer to the question of a key cannot be graded; nothing where it can."""


def require_person(terminal: Terminal) -> None:
    """Insist on somebody who can be asked. Raises MissingValueError."""
    if not terminal.can_ask:
        raise MissingValueError(ANSWERS)


def by(quiz: Quiz) -> WhyNot:
    """Why an answer cannot be graded, as the quiz itself says."""
    questions = {question.key: question for question in quiz.questions}
    return lambda key, answer: unanswerable(questions[key], answer)


def asked_for(terminal: Terminal, asked: Sequence[Asked], why_not: WhyNot) -> dict[str, Answer]:
    """The answers of whoever sits in front, by the keys of questions; ``why_not`` hears each.

    Raises MissingValueError.
    """
    require_person(terminal)
    answers: dict[str, Answer] = {}
    for one in asked:
        terminal.note_lines(question_lines(one, len(asked), has_options=False))
        while True:
            answer, why = _asked(terminal, one)
            why = why or why_not(one.key, answer)
            if not why:
                break
            terminal.note(why)
        if not is_blank(answer):
            answers[one.key] = answer
    return answers


def _asked(terminal: Terminal, one: Asked) -> tuple[Answer, str]:
    prompt = f"{one.number}."
    if one.kind == "single":
        return _one_of(terminal, prompt, one.options), ""
    if one.kind == "multiple":
        titles = {option.key: _line(option.text) for option in one.options}
        return terminal.choose_several(ANSWERS, say("{} All that are right", prompt), titles), ""
    if one.kind == "true-false":
        words = {"true": say("true"), "false": say("false"), NOTHING: NOTHING}
        return meant(one, _given(terminal.choose(ANSWERS, prompt, words)))
    if one.kind == "ordering":
        return _in_order(terminal, one), ""
    if one.kind == "matching":
        return _matched(terminal, one), ""
    unit = f" ({one.unit})" if one.unit else ""
    return terminal.ask(ANSWERS, say("{} Your answer{}:", prompt, unit), is_optional=True), ""


def _one_of(terminal: Terminal, prompt: str, options: Sequence[Option]) -> str | None:
    titles = {option.key: _line(option.text) for option in options} | {NOTHING: NOTHING}
    return _given(terminal.choose(ANSWERS, prompt, titles))


def _in_order(terminal: Terminal, one: Asked) -> list[str]:
    """Things one after the other, each chosen from those that are left."""
    left, found = list(one.options), list[str]()
    while len(left) > 1:
        which = say("What comes first?") if not found else say("What comes next?")
        chosen = _one_of(terminal, say("{}. {}", one.number, which), left)
        if chosen is None:
            return []
        found.append(chosen)
        left = [option for option in left if option.key != chosen]
    return [*found, *(option.key for option in left)]


def _matched(terminal: Terminal, one: Asked) -> Mapping[str, Any]:
    """A right side for each left one, or none."""
    found = {
        left.key: _one_of(terminal, f"{one.number}. {_line(left.text)} =", one.options)
        for left in one.lefts
    }
    return {left: right for left, right in found.items() if right is not None}


def _given(chosen: str) -> str | None:
    return None if chosen == NOTHING else chosen


def _line(text: str) -> str:
    return " ".join(text.split())
