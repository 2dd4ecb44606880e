"""Rows of quizzes, and of attempts at them.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, insert, or_, select, update

from academy_cli.attempts import points
from academy_cli.attempts.points import Worth
from academy_cli.db.bulk import insert_rows
from academy_cli.kit.batches import batches
from academy_cli.models import (
    Attempt,
    AttemptAnswer,
    Blob,
    Content,
    Course,
    Enrollment,
    LessonProgress,
    Question,
    Quiz,
    User,
)
from academy_cli.quizzes.drawing import Drawing, drawing_fields

LARGEST = 2**63
"""The first number that no row can have."""
AT_A_TIME = 5000
"""Rows that a stream fetches at once."""


class Begun(NamedTuple):
    """An attempt that is about to begin."""

    enrollment: int
    lesson: int
    number: int
    revision: int
    quiz: str
    drawing: Drawing
    at: datetime
    ends_at: datetime | None


class Given(NamedTuple):
    """An answer that was graded: in which attempt, to which question, what it is worth, and by which key."""

    attempt: int
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
    """An attempt by its row, with whose it is and at what; a number that no row can have is none."""
    if not 0 < number < LARGEST:
        return None
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


def overdue(
    connection: Connection, before: datetime, course: int | None, lesson: str | None
) -> Sequence[Row[Any]]:
    """Open attempts that could be handed in until before a moment, those that ended first coming first.

    Who was erased answers nothing any more.
    """
    columns: tuple[Any, ...] = (*Attempt.__table__.columns, User.email, User.name, Course.slug)
    query: Select[Any] = (
        select(*columns, Content.key.label("lesson"))
        .join_from(Attempt, Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Content, Content.id == Attempt.content_id)
        .where(Attempt.submitted_at.is_(None), Attempt.ends_at < before)
        .where(User.erased_at.is_(None))
    )
    if course is not None:
        query = query.where(Course.id == course)
    if lesson is not None:
        query = query.where(or_(Content.key == lesson, Content.path == lesson))
    return connection.execute(query.order_by(Attempt.ends_at, Attempt.id)).all()


def answers(connection: Connection, number: int) -> Sequence[Row[Any]]:
    """The questions of an attempt with their answers, in the order in which they were drawn."""
    query = select(AttemptAnswer.__table__).where(AttemptAnswer.attempt_id == number)
    return connection.execute(query.order_by(AttemptAnswer.position)).all()


# -- to be graded again ------------------------------------------------------------------------------


class Quizzed(NamedTuple):
    """A lesson with a quiz: its row, its key and path, and the quiz's digest."""

    row: int
    key: str
    path: str
    digest: str


def quizzed(connection: Connection, course_id: int) -> Sequence[Quizzed]:
    """The lessons of a course that have a quiz."""
    query = (
        select(Content.id, Content.key, Content.path, Quiz.sha256)
        .join(Quiz, Quiz.content_id == Content.id)
        .where(Content.course_id == course_id, Content.is_archived.is_(False))
    )
    return [Quizzed(*row) for row in connection.execute(query.order_by(Content.key, Content.id))]


def submitted(connection: Connection, lesson: int) -> Iterator[tuple[Row[Any], list[Row[Any]]]]:
    """Every attempt at a lesson's quiz that was handed in, with its answers; a stream.

    Who was erased has no answers any more, so theirs are left out.
    """
    about = (
        *(Attempt.id, Attempt.number, Attempt.enrollment_id, Attempt.quiz_sha256),
        *(Attempt.is_passed, User.email, User.name),
    )
    answers = (
        *(AttemptAnswer.question_id, AttemptAnswer.key, AttemptAnswer.answer),
        *(AttemptAnswer.points, AttemptAnswer.exact, AttemptAnswer.out_of),
        *(AttemptAnswer.graded_key,),
    )
    query = (
        select(*about, *answers)
        .join_from(Attempt, AttemptAnswer, AttemptAnswer.attempt_id == Attempt.id)
        .join(Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .where(
            Attempt.content_id == lesson,
            Attempt.submitted_at.is_not(None),
            User.erased_at.is_(None),
        )
        .order_by(Attempt.id, AttemptAnswer.position)
    )
    rows: Iterable[Row[Any]] = connection.execute(query, execution_options={"yield_per": AT_A_TIME})
    for _, group in groupby(rows, key=lambda row: row.id):
        mine = list(group)
        yield mine[0], mine


def texts_of_attempts(connection: Connection, lesson: int) -> Mapping[str, str]:
    """The quizzes that attempts at a lesson answered, by their digests."""
    answered = select(Attempt.quiz_sha256).where(Attempt.content_id == lesson)
    found = connection.execute(select(Blob.sha256, Blob.text).where(Blob.sha256.in_(answered)))
    return {row.sha256: row.text for row in found}


def titles(connection: Connection, lesson: int) -> Mapping[int, str]:
    """What the questions that a lesson's quiz ever had ask, in a line, by their rows."""
    mine = select(Question.id, Question.title).where(Question.content_id == lesson)
    return {row.id: row.title for row in connection.execute(mine)}


def lesson_keys(connection: Connection, course_id: int) -> Sequence[str]:
    """The keys of a course's lessons."""
    there = (Content.kind == "lesson", Content.is_archived.is_(False))
    query = select(Content.key).where(Content.course_id == course_id, *there)
    return connection.scalars(query.order_by(Content.key)).all()


def completed(connection: Connection, lesson: int) -> frozenset[int]:
    """The enrollments that have completed a lesson."""
    done = (LessonProgress.content_id == lesson, LessonProgress.state == "completed")
    return frozenset(connection.scalars(select(LessonProgress.enrollment_id).where(*done)))


# -- writing ---------------------------------------------------------------------------------------


def add(connection: Connection, begun: Begun, asked: Iterable[tuple[str, int]]) -> int:
    """Begin an attempt that asks some questions, given as (key, row); returns its number."""
    values = {
        "enrollment_id": begun.enrollment,
        "content_id": begun.lesson,
        "number": begun.number,
        "revision": begun.revision,
        "quiz_sha256": begun.quiz,
        "seed": begun.drawing.seed,
        "drawn": drawing_fields(begun.drawing),
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


def grade(connection: Connection, given: Sequence[Given]) -> None:
    """Keep what answers are worth."""
    of_attempt = AttemptAnswer.attempt_id == bindparam("of_attempt")
    statement = update(AttemptAnswer).where(
        of_attempt, AttemptAnswer.question_id == bindparam("of_question")
    )
    names = ("answer", "points", "exact", "out_of", "graded_key")
    statement = statement.values({name: bindparam(f"new_{name}") for name in names})
    for some in batches(given):
        connection.execute(statement, [_values(one) for one in some])


def _values(one: Given) -> Mapping[str, object]:
    return {
        "of_attempt": one.attempt,
        "of_question": one.question,
        "new_answer": one.answer,
        "new_points": points.thousandths(one.worth.points),
        "new_exact": points.exact(one.worth.points),
        "new_out_of": one.worth.out_of,
        "new_graded_key": one.graded_key,
    }


def regrade(
    connection: Connection, number: int, worth: Worth, digest: str, *, is_passed: bool
) -> None:
    """Keep what an attempt is worth by another quiz."""
    values = {
        "points": points.thousandths(worth.points),
        "out_of": worth.out_of,
        "is_passed": is_passed,
        "graded_sha256": digest,
    }
    connection.execute(update(Attempt).where(Attempt.id == number).values(values))


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
