"""What a page has to know to grade a quiz by itself, where nobody else is there to do it.

Knows the text that ``pages/static/quizzing.js`` reads; whoever looks into the page finds the right answers in
it. Refuses to decide for which quizzes that may be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, assert_never

from academy_cli.pages.rendering import Body
from academy_cli.pages.wording import Words
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
    Task,
    TrueFalse,
)
from academy_cli.quizzes.sheet import Asked, solution

Html = Callable[[str], str]
"""Makes safe HTML of Markdown, as part of a line."""
_WORDS = ("right", "wrong", "points", "solution", "passed", "not_passed")
_NO_FEEDBACK = ("never", "score")


def key_of(quiz: Quiz, asked: Sequence[Asked], text: Callable[[str], Body], told: Words) -> str:
    """The right answers to the questions of a sheet, and what is said of each, as JSON."""
    known = {one.key: one for one in quiz.questions}

    def html(markdown: str) -> str:
        return text(markdown).html if markdown else ""

    has_feedback, has_solutions = quiz.show not in _NO_FEEDBACK, quiz.show == "answers"
    questions = [
        {
            "key": one.key,
            "kind": one.kind,
            "points": one.points,
            "shown": [option.key for option in one.options],
            **_right(known[one.key].task),
            **_remarks(known[one.key], html if has_feedback else lambda _: ""),
            "solution": html(solution(known[one.key])) if has_solutions else "",
            "explanation": html(known[one.key].explanation) if has_solutions else "",
        }
        for one in asked
    ]
    return json.dumps(
        {
            "passMark": quiz.pass_mark,
            "attempts": quiz.attempts,
            "show": quiz.show,
            "words": {name: told.said[name] for name in _WORDS},
            "questions": questions,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _right(task: Task) -> Mapping[str, Any]:
    """What the right answer to a question is."""
    told: dict[str, Any] = {}
    match task:
        case Single():
            told["right"] = [one.key for one in task.choices if one.is_right]
        case Multiple():
            told["right"] = [one.key for one in task.choices if one.is_right]
        case TrueFalse():
            told["right"] = task.is_true
        case Numeric():
            told["right"] = canonical_number(task.answer)
            told["tolerance"] = canonical_number(task.tolerance)
            told |= {"percent": task.is_percent, "unit": task.unit}
        case Short():
            told |= {"right": list(task.accept), "ignore": list(task.ignore)}
        case Ordering():
            told["right"] = [item.key for item in task.items]
        case Matching():
            told["right"] = {pair.left.key: pair.right.key for pair in task.pairs}
        case _:
            assert_never(task)
    if isinstance(task, Multiple | Ordering | Matching):
        told["partial"] = task.is_partial
    return told


def _remarks(question: Question, html: Html) -> Mapping[str, Any]:
    """What is said of answers."""
    task, feedback = question.task, {}
    if isinstance(task, Single | Multiple):
        feedback = {one.key: html(one.feedback) for one in task.choices if one.feedback}
    elif isinstance(task, TrueFalse):
        feedback = {"true": html(task.if_true), "false": html(task.if_false)}
    return {
        "feedback": feedback,
        "whenRight": html(question.right),
        "whenWrong": html(question.wrong),
    }
