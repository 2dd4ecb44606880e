"""Answers as rows of a file write them, read by the sheet that was answered and graded.

Pure: what many learners wrote is read and graded once. Refuses to know who answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from academy_cli.attempts.importing.cells import called
from academy_cli.kit.saying import say
from academy_cli.quizzes.answers import Answer, is_blank, unanswerable
from academy_cli.quizzes.drawing import Drawing, drawing_fields
from academy_cli.quizzes.grading import Graded, Score, grade, scored
from academy_cli.quizzes.questions import Question, Quiz
from academy_cli.quizzes.sheet import Asked, sheet
from academy_cli.quizzes.words import Refused, meant, missing, twice

MOST_KNOWN = 10_000
"""So many different answers to a sheet are remembered; more are read again."""
_JSON = ("[", "{")


class Verdict(NamedTuple):
    """An answer, or why there is none, and what it is worth."""

    answer: Answer
    why: str
    graded: Graded


class Reading(NamedTuple):
    """What somebody answered, by the keys of questions, and whatever cannot be graded.

    ``answers`` are the answers alone, without those that are none.
    """

    verdicts: Mapping[str, Verdict]
    refused: tuple[Refused, ...]
    answers: Mapping[str, Answer]


class Sheet:
    """A quiz as it was drawn, for whoever answered it."""

    def __init__(self, quiz: Quiz, drawing: Drawing) -> None:
        self.quiz, self.drawing = quiz, drawing
        self._known: dict[tuple[str, str], Verdict] = {}

    @cached_property
    def asked(self) -> Mapping[str, Asked]:
        """Its questions by number and by key."""
        found = sheet(self.quiz, self.drawing)
        return {str(one.number): one for one in found} | {one.key: one for one in found}

    @cached_property
    def drawn(self) -> str:
        """What was drawn, as an attempt keeps it."""
        return drawing_fields(self.drawing)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question of the quiz by its key, drawn or not."""
        return {one.key: one for one in self.quiz.questions}

    @cached_property
    def _unanswered(self) -> Mapping[str, Graded]:
        return {key: grade(self.questions[key], None) for key in self.drawing.keys}

    def reading(self, said: Mapping[str, str]) -> Reading:
        """What somebody means who wrote this, by the number or key of each question."""
        verdicts: dict[str, Verdict] = {}
        refused: list[Refused] = []
        for name, written in said.items():
            one = self.asked.get(name)
            if one is None:
                refused.append(Refused(self._called(name), self._no_such(name)))
            elif one.key in verdicts:
                refused.append(Refused(self._called(name), twice(one)))
            else:
                found = verdicts[one.key] = self._verdict(one, written)
                refused += [Refused(self._called(name), found.why)] if found.why else []
        answers = {key: one.answer for key, one in verdicts.items() if not is_blank(one.answer)}
        return Reading(verdicts, tuple(refused), answers)

    def score(self, reading: Reading) -> Score:
        """What the answers are worth together."""
        return scored(self.quiz, tuple(self._graded(reading)))

    def _graded(self, reading: Reading) -> Iterator[Graded]:
        for key in self.drawing.keys:
            found = reading.verdicts.get(key)
            yield self._unanswered[key] if found is None else found.graded

    def _called(self, name: str) -> str:
        """A question as people know it, whatever a row calls it."""
        return called(self.questions[name]) if name in self.questions else name

    def _no_such(self, name: str) -> str:
        if name in self.questions:
            return say(
                "“{}” is not among the questions that seed {} draws.",
                self._called(name),
                self.drawing.seed,
            )
        return missing(name, self.asked)

    def _verdict(self, asked: Asked, written: str) -> Verdict:
        place = (asked.key, written)
        found = self._known.get(place)
        if found is None:
            found = self._read(asked, written)
            if len(self._known) < MOST_KNOWN:
                self._known[place] = found
        return found

    def _read(self, asked: Asked, written: str) -> Verdict:
        """An answer as it stands, or as the JSON that it is."""
        question = self.questions[asked.key]
        answer, why = _meant(asked, question, written)
        if why and written.startswith(_JSON):
            for said in _json(written):
                other, fault = _meant(asked, question, said)
                answer, why = (other, fault) if not fault else (answer, why)
        return Verdict(answer, why, grade(question, None if why else answer))


def _meant(asked: Asked, question: Question, said: object) -> tuple[Answer, str]:
    answer, why = meant(asked, said)
    return answer, why or unanswerable(question, answer)


def _json(written: str) -> Iterable[object]:
    """The value of a text that is JSON, its numbers as texts; nothing where it is none."""
    try:
        return (json.loads(written, parse_float=str, parse_int=str),)
    except (ValueError, RecursionError):
        return ()
