"""Rows of quizzes, and of attempts at them.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select, update

from academy_cli.attempts import points
from academy_cli.attempts.points import Worth
from academy_cli.db.bulk import insert_rows
from academy_cli.models import (
    Attempt,
    AttemptAnswer,
    Blob,
    Content,
    Course,
    Enrollment,
    Question,
    Quiz,
    User,
)


class Begun(NamedTuple):
    """An attempt that is about to begin."""

    enrollment: int
    lesson: int
    number: int
    revision: int
    quiz: str
    seed: int
    at: datetime
    ends_at: datetime | None


class Given(NamedTuple):
    """An answer that was graded: of which question, what it was, what it is worth, and by which key."""

    question: int
    answer: str | None
    worth: Worth
    graded_key: str | None


def quiz(connection: Connection, lesson: int) -> str | None:
    """The digest of a lesson's quiz."""
    return connection.scalar(select(Quiz.sha256).where(Quiz.content_id == lesson))


def text(connection: Connection, digest: str) -> str:
    """A quiz by its digest."""
    return connection.execute(select(Blob.text).where(Blob.sha256 == digest)).scalar_one()


def questions(connection: Connection, lesson: int) -> Mapping[str, int]:
    """The rows of the questions that a lesson's quiz has now, by their keys."""
    mine = (Question.content_id == lesson, Question.is_archived.is_(False))
    found = connection.execute(select(Question.key, Question.id).where(*mine))
    return {row.key: row.id for row in found}


def attempts_at(connection: Connection, enrollment: int, lesson: int) -> Sequence[Row[Any]]:
    """A learner's attempts at a quiz, in their order."""
    mine = (Attempt.enrollment_id == enrollment, Attempt.content_id == lesson)
    query = select(Attempt.__table__).where(*mine)
    return connection.execute(query.order_by(Attempt.number)).all()


def attempt(connection: Connection, number: int) -> Row[Any] | None:
    """An attempt by its row, with whose it is and at what."""
    columns = (
        *Attempt.__table__.columns,
        *(User.id.label("user_id"), User.email, User.name, User.erased_at),
        *(Course.slug, Content.key.label("lesson"), Content.title, Content.is_archived),
    )
    query = (
        select(*columns)
        .join_from(Attempt, Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Content, Content.id == Attempt.content_id)
    )
    return connection.execute(query.where(Attempt.id == number)).first()


def answers(connection: Connection, number: int) -> Sequence[Row[Any]]:
    """The questions of an attempt with their answers, in the order in which they were drawn."""
    query = select(AttemptAnswer.__table__).where(AttemptAnswer.attempt_id == number)
    return connection.execute(query.order_by(AttemptAnswer.position)).all()


# -- writing ---------------------------------------------------------------------------------------


def add(connection: Connection, begun: Begun, asked: Iterable[tuple[str, int]]) -> int:
    """Begin an attempt that asks some questions, given as (key, row); returns its number."""
    values = {
        "enrollment_id": begun.enrollment,
        "content_id": begun.lesson,
        "number": begun.number,
        "revision": begun.revision,
        "quiz_sha256": begun.quiz,
        "seed": begun.seed,
        "started_at": begun.at,
        "ends_at": begun.ends_at,
    }
    number = int(connection.scalar(insert(Attempt).values(values).returning(Attempt.id)) or 0)
    columns = ("attempt_id", "question_id", "position", "key")
    rows = ((number, row, place, key) for place, (key, row) in enumerate(asked))
    insert_rows(connection, AttemptAnswer, columns, rows)
    return number


def save(connection: Connection, number: int, given: Mapping[int, str | None]) -> None:
    """Keep the answers to some questions of an attempt, by their rows."""
    for row, answer in given.items():
        mine = (AttemptAnswer.attempt_id == number, AttemptAnswer.question_id == row)
        connection.execute(update(AttemptAnswer).where(*mine).values(answer=answer))


def grade(connection: Connection, number: int, given: Iterable[Given]) -> None:
    """Keep what answers of an attempt are worth."""
    for one in given:
        mine = (AttemptAnswer.attempt_id == number, AttemptAnswer.question_id == one.question)
        values = {
            "answer": one.answer,
            "points": points.thousandths(one.worth.points),
            "exact": points.exact(one.worth.points),
            "out_of": one.worth.out_of,
            "graded_key": one.graded_key,
        }
        connection.execute(update(AttemptAnswer).where(*mine).values(values))


def hand_in(
    connection: Connection, number: int, at: datetime, worth: Worth, *, is_passed: bool
) -> None:
    """Hand an attempt in, graded by the quiz that was answered."""
    values = {
        "submitted_at": at,
        "points": points.thousandths(worth.points),
        "out_of": worth.out_of,
        "is_passed": is_passed,
        "graded_sha256": Attempt.quiz_sha256,
    }
    mine = (Attempt.id == number, Attempt.submitted_at.is_(None))
    connection.execute(update(Attempt).where(*mine).values(values))
