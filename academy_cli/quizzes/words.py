"""What people write for answers: letters of a sheet, texts of choices, keys; and the answers they mean.

Knows how one is written in a file or typed, as texts and lists and mappings of texts; guesses nothing that
may be two. Refuses to know which answer is right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.quizzes.answers import Answer, is_blank, unanswerable
from academy_cli.quizzes.questions import Question
from academy_cli.quizzes.sheet import Asked, Option
from academy_cli.quizzes.texts import normal, unmarked

_TRUE = ("true", "t", "yes", "y", "wahr", "ja", "vrai", "oui", "verdadero", "sí", "si")
_FALSE = ("false", "f", "no", "n", "falsch", "nein", "faux", "non", "falso")
_WORDS = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
"""Spreadsheets write TRUE in the language of whoever has them."""
_BETWEEN = re.compile(r"[\s,;>]+")
_JOINED = re.compile(r"->|=>|[→=:]")
_PAIR = re.compile(r"([0-9]+)\s*[-=:→.]?\s*([A-Za-z]+)")


class Refused(NamedTuple):
    """What somebody wrote for an answer and nobody can grade: to which question, and why."""

    question: str
    why: str


def answers_of(
    asked: Sequence[Asked], questions: Mapping[str, Question], said: Mapping[str, Any]
) -> tuple[dict[str, Answer], list[Refused]]:
    """The answers that somebody means, by the keys of questions, and whatever cannot be graded.

    ``said`` is by key, or by the number on the sheet, and holds texts as they were written.
    """
    known = {str(one.number): one for one in asked} | {one.key: one for one in asked}
    answers: dict[str, Answer] = {}
    refused: list[Refused] = []
    for name, written in said.items():
        one = known.get(name)
        if one is None:
            refused.append(Refused(name, missing(name, known)))
        elif one.key in answers:
            refused.append(Refused(name, twice(one)))
        else:
            answer, why = meant(one, written)
            why = why or unanswerable(questions[one.key], answer)
            refused += [Refused(name, why)] if why else []
            answers[one.key] = answer
    return answers, refused


def twice(asked: Asked) -> str:
    """That a question is answered by its number and by its key, which many a reader would not guess."""
    return say(
        "It is “{}”, number {} on the sheet, and is answered by both.", asked.key, asked.number
    )


def missing(name: str, known: Collection[str]) -> str:
    """That a sheet has no such question, and which one may be meant."""
    close = nearest(name, known)
    more = say("; is `{}` meant?", close) if close else "."
    return say("There is no question “{}” on this sheet{}", name, more)


def meant(asked: Asked, said: Any) -> tuple[Answer, str]:
    """The answer that somebody means who wrote this on a sheet, and why it cannot be told, if so."""
    if is_blank(said):
        return None, ""
    if asked.kind == "true-false":
        word = said.strip().casefold() if isinstance(said, str) else said
        return _WORDS.get(word, said) if isinstance(word, str) else said, ""
    if asked.kind == "single":
        return _resolved(said, asked.options)
    if asked.kind in ("multiple", "ordering"):
        return _listed(asked, said)
    if asked.kind == "matching":
        return _paired(asked, said)
    return said, ""


def _listed(asked: Asked, said: Any) -> tuple[Answer, str]:
    """Several options: a list, or letters behind one another."""
    if isinstance(said, str):
        readings = list(_parted(said, asked.options))
        if len(readings) > 1:
            return said, say("“{}” can be read in two ways: write letters, or a list.", said)
        if readings:
            return readings[0], ""
        said = [word for word in _BETWEEN.split(said) if word]
    if not isinstance(said, list):
        return said, ""
    found = [_resolved(one, asked.options) for one in said]
    keys = [answer for answer, _ in found]
    twice = next((one for one, key in zip(said, keys, strict=True) if keys.count(key) > 1), None)
    whys = [why for _, why in found if why]
    if isinstance(twice, str):
        whys.append(say("“{}” stands twice.", twice))
    return keys, whys[0] if whys else ""


def _parted(said: str, options: Sequence[Option]) -> Iterator[list[str]]:
    """The options that a text names: one, or several parted by lines, semicolons or commas; every reading."""
    keys = {option.key for option in options}
    seen: list[list[str]] = []
    for parts in ([said], said.split("\n"), said.split(";"), said.split(",")):
        found = [_resolved(part, options) for part in parts if part.strip()]
        named = [key for key, why in found if not why and isinstance(key, str) and key in keys]
        if named and len(named) == len(found) == len(set(named)) and named not in seen:
            seen.append(named)
            yield named


def _paired(asked: Asked, said: Any) -> tuple[Answer, str]:
    """Left sides with right ones: a mapping, or numbers with letters, as in ``1b 2a``."""
    if isinstance(said, str):
        found = _PAIR.findall(said)
        if not found or _BETWEEN.sub("", _PAIR.sub("", said)):
            return _joined(asked, said)
        if len({left for left, _ in found}) < len(found):
            return said, say("A left side stands twice.")
        said = dict(found)
    if not isinstance(said, dict):
        return said, ""
    answer: dict[Any, Answer] = {}
    for left, right in said.items():
        key, why = _resolved(left, asked.lefts)
        value, more = (None, "") if is_blank(right) else _resolved(right, asked.options)
        if why or more:
            return said, why or more
        answer[key] = value
    return answer, ""


def _joined(asked: Asked, said: str) -> tuple[Answer, str]:
    """Left sides joined to right ones by a sign, as in ``left -> right; left -> right``."""
    readings: list[dict[str, str]] = []
    for parts in (said.split("\n"), said.split(";"), said.split(",")):
        pairs = [_pair(asked, part) for part in parts if part.strip()]
        answer = dict(pair for pair in pairs if pair is not None)
        if answer and len(answer) == len(pairs) and answer not in readings:
            readings.append(answer)
    if len(readings) > 1:
        return said, say("“{}” can be read in two ways: write letters, as in 1b 2a.", said)
    return (readings[0] if readings else said), ""


def _pair(asked: Asked, said: str) -> tuple[str, str] | None:
    """The sides that a text joins; None where it joins none, or may join others."""
    lefts, rights = ({one.key for one in side} for side in (asked.lefts, asked.options))
    found = set[tuple[str, str]]()
    for sign in _JOINED.finditer(said):
        left, right = said[: sign.start()].strip(), said[sign.end() :].strip()
        pair = (_resolved(left, asked.lefts)[0], _resolved(right, asked.options)[0])
        if pair[0] in lefts and pair[1] in rights:
            found.add(pair)
    return found.pop() if len(found) == 1 else None


def _resolved(said: Any, options: Sequence[Option]) -> tuple[Answer, str]:
    """The key of an option by its key, its text or its letter; as it stands where it is none of them."""
    if not isinstance(said, str) or said in {option.key for option in options}:
        return said, ""
    words = normal(said)
    by_text = {option.key for option in options if normal(option.text) == words}
    by_text = by_text or {option.key for option in options if unmarked(option.text) == words}
    by_letter = {option.key for option in options if option.letter == said.strip().casefold()}
    found = by_text | by_letter
    if len(found) > 1:
        return (
            said,
            say(
                "“{}” is a letter of the sheet and the text of another choice: write its key.", said
            ),
        )
    return (found.pop() if found else said), ""
