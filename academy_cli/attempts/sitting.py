"""One attempt as it is kept: its quiz, what was drawn, its answers, and what those are worth.

Reads rows and makes values and views of them; refuses to commit, and to decide who may see them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.attempts import points, store
from academy_cli.attempts.carrying import carried
from academy_cli.attempts.errors import UnanswerableError, UnknownAttemptError
from academy_cli.attempts.points import Worth
from academy_cli.attempts.store import Given
from academy_cli.attempts.views import (
    FAILED,
    HANDED_IN,
    OPEN,
    OVERDUE,
    PASSED,
    AttemptSummary,
    AttemptView,
)
from academy_cli.kit.jsontext import canonical
from academy_cli.quizzes.answers import Answer, is_blank
from academy_cli.quizzes.drawing import read_drawing
from academy_cli.quizzes.grading import Graded, Score, grade, grade_attempt
from academy_cli.quizzes.questions import Question, Quiz
from academy_cli.quizzes.sheet import Asked, marked, sheet
from academy_cli.quizzes.whole import read_whole
from academy_cli.quizzes.words import answers_of

GRACE = timedelta(seconds=30)
"""How much later answers may arrive than the time limit says: they were on their way."""
NEVER, ANSWERS = "never", "answers"
"""What a quiz lets learners see, the least and the most."""


@dataclass(frozen=True)
class Sitting:
    """An attempt with its quiz; ``now`` is the lesson's quiz as it is today, if it has one."""

    row: Row[Any]
    quiz: Quiz
    today: Quiz
    graded: Quiz
    rows: Sequence[Row[Any]]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Its questions as they are put."""
        return sheet(self.quiz, read_drawing(self.row.drawn))

    @property
    def saved(self) -> dict[str, Answer]:
        """The answers that are kept, by key."""
        return {one.key: json.loads(one.answer) for one in self.rows if one.answer is not None}

    def meant(self, said: Mapping[str, Any]) -> dict[str, Answer]:
        """The answers that somebody means, in words or by keys. Raises UnanswerableError."""
        return meant(self.quiz, self.asked, said)

    def score(self, answers: Mapping[str, Answer]) -> Score:
        """What some answers are worth by the quiz that was answered."""
        return grade_attempt(self.quiz, [one.key for one in self.rows], answers)

    def is_over(self, now: datetime) -> bool:
        """Whether nothing can be handed in any more."""
        return is_over(self.row, now)


def sitting(connection: Connection, number: int) -> Sitting:
    """An attempt by its number. Raises UnknownAttemptError."""
    row = store.attempt(connection, number)
    if row is None:
        raise UnknownAttemptError(number)
    today = store.quiz(connection, row.content_id) or row.quiz_sha256
    wanted = {row.quiz_sha256, row.graded_sha256 or row.quiz_sha256, today}
    known = {name: read_whole(store.text(connection, name)) for name in wanted}
    graded = known[row.graded_sha256 or row.quiz_sha256]
    rows = store.answers(connection, number)
    return Sitting(row, known[row.quiz_sha256], known[today], graded, rows)


def meant(quiz: Quiz, asked: Sequence[Asked], said: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers that somebody means, in words or by keys. Raises UnanswerableError."""
    questions = {question.key: question for question in quiz.questions}
    answers, refused = answers_of(asked, questions, said)
    if refused:
        raise UnanswerableError(refused)
    return answers


def is_over(row: Row[Any], now: datetime) -> bool:
    """Whether nothing can be handed in any more for an attempt."""
    return row.ends_at is not None and now > row.ends_at + GRACE


def kept(answer: Answer) -> str | None:
    """An answer as it is stored; None for none."""
    return None if is_blank(answer) else canonical(answer)


def save(connection: Connection, one: Sitting, answers: Mapping[str, Answer]) -> None:
    """Keep some answers of an attempt, by key."""
    rows = {answer.key: answer.question_id for answer in one.rows}
    store.save(connection, one.row.id, {rows[key]: kept(said) for key, said in answers.items()})


def hand_in(
    connection: Connection, one: Sitting, answers: Mapping[str, Answer], at: datetime
) -> Score:
    """Grade an attempt with these answers and keep all of it."""
    score = one.score(answers)
    graded = zip(one.rows, score.questions, strict=True)
    given = [
        Given(
            one.row.id,
            row.question_id,
            kept(answers.get(row.key)),
            Worth(worth.points, worth.out_of),
            row.key,
        )
        for row, worth in graded
    ]
    store.grade(connection, given)
    worth = Worth(score.points, score.out_of)
    store.hand_in(connection, one.row.id, at, worth, is_passed=score.is_passed)
    return score


# -- for people ------------------------------------------------------------------------------------


def state(row: Any, now: datetime, *, is_hidden: bool = False) -> str:
    """How an attempt stands."""
    if row.submitted_at is None:
        return OVERDUE if is_over(row, now) else OPEN
    if is_hidden:
        return HANDED_IN
    return PASSED if row.is_passed else FAILED


def summary(row: Any, now: datetime, *, is_hidden: bool) -> AttemptSummary:
    """An attempt in a list; ``is_hidden`` keeps what it came to from whoever asks."""
    is_told = row.submitted_at is not None and not is_hidden
    return AttemptSummary(
        row.id,
        row.email,
        row.name,
        row.slug,
        row.lesson,
        row.number,
        state(row, now, is_hidden=is_hidden),
        points.percent(row.points, row.out_of) if is_told else None,
        points.shown(row.points) if is_told else None,
        row.out_of if is_told else None,
        row.revision,
        row.started_at,
        row.ends_at,
        row.submitted_at,
    )


def view(one: Sitting, now: datetime, show: str) -> AttemptView:
    """All of an attempt that ``show`` lets be seen."""
    row, is_open = one.row, one.row.submitted_at is None
    return AttemptView(
        summary=summary(row, now, is_hidden=show == NEVER),
        title=row.title,
        text=one.quiz.text,
        seed=row.seed,
        pass_mark=one.quiz.pass_mark if is_open else one.graded.pass_mark,
        attempts=one.today.attempts,
        show=show,
        is_regraded=not is_open and row.graded_sha256 != row.quiz_sha256,
        sheet=one.asked if is_open else (),
        answers=one.saved if is_open or show != NEVER else {},
        questions=() if is_open else _marked(one, show),
    )


def _marked(one: Sitting, show: str) -> tuple[Any, ...]:
    """Each question as it was graded, with the points that it has."""
    was = {question.key: question for question in one.quiz.questions}
    now = {question.key: question for question in one.graded.questions}
    found = [_graded(row, was[row.key], now.get(row.graded_key or "")) for row in one.rows]
    questions = tuple(question for question, _, _ in found)
    answers = {question.key: answer for question, answer, _ in found}
    graded = tuple(worth for _, _, worth in found)
    total = sum((worth.points for worth in graded), Fraction(0))
    score = Score(total, sum(g.out_of for g in graded), None, bool(one.row.is_passed), graded)
    return marked(Quiz(questions), answers, score, show)


def _graded(row: Row[Any], was: Question, now: Question | None) -> tuple[Question, Answer, Graded]:
    """A question as it was when it was graded last, the answer to it, and what that is worth."""
    answer = json.loads(row.answer) if row.answer is not None else None
    question, said = was, answer
    if now is not None and now != was:
        moved = carried(was, now, answer)
        question, said = (was, answer) if moved.why else (now, moved.answer)
    found = grade(question, said)
    worth = points.read(row.points, row.exact)
    return question, said, found._replace(points=worth, out_of=row.out_of)
