"""Answers as JSON values, and whether one can be graded at all.

Knows what each kind takes: the key of a choice (single), a list of keys (multiple; all of them in order for
ordering), true or false, a text (short; numeric as people type it), left keys with right ones (matching).
Null and an empty text, list or mapping are no answer. Refuses to know which answer is right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias, assert_never

from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.quizzes.numbers import may_be_grouped, typed
from academy_cli.quizzes.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Short,
    Single,
    TrueFalse,
)

Answer: TypeAlias = Any
"""A JSON value; that it is one of the right form is what is found out here."""

LONGEST = 2_000
"""Characters of a text; a short answer has few."""


class _Noun(NamedTuple):
    """What answers are keys of, one of them and several."""

    one: str
    many: str


CHOICE = _Noun(say("choice"), say("choices"))
THING = _Noun(say("thing"), say("things"))


def is_blank(answer: Answer) -> bool:
    """Whether nothing was answered."""
    return answer is None or (isinstance(answer, str) and not answer.strip()) or answer in ([], {})


def unanswerable(question: Question, answer: Answer) -> str:
    """Why an answer cannot be graded, as a sentence for whoever gives it; empty where nothing is wrong."""
    if is_blank(answer):
        return ""
    task = question.task
    match task:
        case Single():
            why = _no_key(answer, {one.key for one in task.choices}, CHOICE.one)
        case Multiple():
            why = _no_keys(answer, {one.key for one in task.choices}, CHOICE)
        case Ordering():
            why = _no_order(answer, {one.key for one in task.items})
        case Matching():
            why = _no_pairs(answer, task)
        case TrueFalse():
            why = (
                ""
                if isinstance(answer, bool)
                else say("{} is neither true nor false.", _said(answer))
            )
        case Numeric():
            why = _no_number(answer, task)
        case Short():
            why = _no_text(answer)
        case _:
            assert_never(task)
    return why


def number_of(answer: Answer, unit: str) -> Decimal | None:
    """The number of an answer; one that JSON holds as a number counts as it is written there."""
    text = text_of(answer)
    return None if text is None else typed(text, unit)


def text_of(answer: Answer) -> str | None:
    """The text of an answer; a number is the text it was typed as."""
    if isinstance(answer, bool) or not isinstance(answer, str | int | float):
        return None
    try:
        return str(answer)
    except ValueError:  # a whole number of thousands of digits, which Python does not write
        return None


def _no_key(answer: Answer, keys: Collection[str], noun: str) -> str:
    if isinstance(answer, str) and answer in keys:
        return ""
    said = _said(answer)
    if close := nearest(answer, keys) if isinstance(answer, str) else None:
        return say("{} is no {} of this question; is `{}` meant?", said, noun, close)
    return say("{} is no {} of this question.", said, noun)


def _no_keys(answer: Answer, keys: Collection[str], noun: _Noun) -> str:
    if not isinstance(answer, list):
        return say("{} is no list of {}.", _said(answer), noun.many)
    for one in answer:
        if said := _no_key(one, keys, noun.one):
            return said
    twice = next((one for one in answer if answer.count(one) > 1), None)
    return "" if twice is None else say("{} stands twice.", _said(twice))


def _no_order(answer: Answer, keys: Collection[str]) -> str:
    if said := _no_keys(answer, keys, THING):
        return said
    missing = len(keys) - len(answer)
    return say("{} of {} things have no place yet.", missing, len(keys)) if missing else ""


def _no_pairs(answer: Answer, task: Matching) -> str:
    if not isinstance(answer, dict):
        return say("{} does not say which right side belongs to which left one.", _said(answer))
    lefts = {pair.left.key for pair in task.pairs}
    rights = {item.key for item in task.rights}
    for left, right in answer.items():
        said = _no_key(left, lefts, say("left side"))
        if said or right is None:
            return said
        if said := _no_key(right, rights, say("right side")):
            return said
    return ""


def _no_number(answer: Answer, task: Numeric) -> str:
    if number_of(answer, task.unit) is not None:
        return ""
    if isinstance(answer, str) and may_be_grouped(answer, task.unit):
        whole, _, rest = answer.strip().partition(",")
        return say("{} may be {}{} or {}.{}: write which.", _said(answer), whole, rest, whole, rest)
    if task.unit:
        return say(
            "{} is no number: write it like 3.14, 1000 or 1.5e3, in {} or without a unit.",
            _said(answer),
            task.unit,
        )
    return say("{} is no number: write it like 3.14, 1000 or 1.5e3.", _said(answer))


def _no_text(answer: Answer) -> str:
    text = text_of(answer)
    if text is None:
        return say("{} is no text.", _said(answer))
    return (
        "" if len(text) <= LONGEST else say("The answer is longer than {:,} characters.", LONGEST)
    )


def _said(answer: Answer) -> str:
    """An answer as a sentence names it, however large it is."""
    text = str(answer).lower() if isinstance(answer, bool) else text_of(answer)
    if text is not None:
        line = " ".join(text.split())
        return say("“{}”", line if len(line) <= 40 else line[:39] + "…")
    if isinstance(answer, Mapping):
        return say("A mapping")
    return say("A list") if isinstance(answer, list) else say("A number so long")
