"""What somebody did in lessons, answered to quizzes and said of courses: to be given out, or forgotten.

Knows rows of progress, attempts and reviews; refuses to know what an answer is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, select, update

from academy_cli.models import (
    Attempt,
    AttemptAnswer,
    Blob,
    Content,
    Course,
    Enrollment,
    LessonProgress,
    Review,
)
from academy_cli.quizzes.questions import Question
from academy_cli.quizzes.sheet import told
from academy_cli.quizzes.whole import read_whole

Query = Select[*tuple[Any, ...]]
WITHIN: Mapping[str, Sequence[str]] = {"attempts": ("answers",)}
"""Which rows stand within which others: each has the number of its owner as ``of_number``."""


def _progress(user_id: int) -> Query:
    columns = (LessonProgress.state, LessonProgress.started_at, LessonProgress.completed_at)
    more = (LessonProgress.seconds, LessonProgress.last_seen_at)
    return (
        select(Course.slug, Content.key, Content.title, *columns, *more)
        .select_from(LessonProgress)
        .join(Enrollment, Enrollment.id == LessonProgress.enrollment_id)
        .join(Content, Content.id == LessonProgress.content_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == user_id)
        .order_by(Course.slug, Content.id)
    )


def _attempts(user_id: int) -> Query:
    columns = (Attempt.number.label("attempt"), Attempt.revision, Attempt.seed, Attempt.started_at)
    more = (Attempt.ends_at, Attempt.submitted_at, Attempt.points, Attempt.out_of)
    return (
        select(Attempt.id.label("number"), Course.slug, Content.key, Content.title, *columns, *more)
        .add_columns(Attempt.is_passed)
        .select_from(Attempt)
        .join(Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(Content, Content.id == Attempt.content_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == user_id)
        .order_by(Attempt.id)
    )


def _answers(user_id: int) -> Query:
    """What they were asked and answered, with the quiz that has the words; points are thousandths."""
    columns = (AttemptAnswer.key, AttemptAnswer.position, AttemptAnswer.answer)
    worth = (AttemptAnswer.points, AttemptAnswer.out_of)
    return (
        select(
            AttemptAnswer.attempt_id.label("of_number"), *columns, *worth, Blob.text.label("quiz")
        )
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(Blob, Blob.sha256 == Attempt.quiz_sha256)
        .where(Enrollment.user_id == user_id)
        .order_by(AttemptAnswer.attempt_id, AttemptAnswer.position)
    )


def _reviews(user_id: int) -> Query:
    columns = (Review.stars, Review.text, Review.state, Review.written_at, Review.edited_at)
    more = (Review.moderated_at, Review.moderate_reason)
    return (
        select(Course.slug, *columns, *more)
        .select_from(Review)
        .join(Enrollment, Enrollment.id == Review.enrollment_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.user_id == user_id)
        .order_by(Review.id)
    )


QUERIES: Mapping[str, Callable[[int], Query]] = {
    "progress": _progress,
    "attempts": _attempts,
    "answers": _answers,
    "reviews": _reviews,
}
"""What is asked of the database about somebody, by the file that it goes into."""


def put_into_words(answers: Sequence[dict[str, Any]]) -> None:
    """Say what was asked and answered in the words of the quiz, instead of by keys."""
    known: dict[str, Mapping[str, Question]] = {}
    for one in answers:
        text = one.pop("quiz")
        if text not in known:
            known[text] = {asked.key: asked for asked in read_whole(text).questions}
        question = known[text][one.pop("key")]
        one |= {"question": question.text, "answer": told(question, one["answer"]) or None}


# -- forgetting ------------------------------------------------------------------------------------


def attempts(user_id: int) -> Query:
    """The attempts of somebody, which stay."""
    mine = select(Enrollment.id).where(Enrollment.user_id == user_id)
    return select(Attempt.id).where(Attempt.enrollment_id.in_(mine))


def answers(user_id: int) -> Query:
    """The questions that somebody's answers are kept to."""
    answered = (AttemptAnswer.attempt_id.in_(attempts(user_id)), AttemptAnswer.answer.is_not(None))
    return select(AttemptAnswer.question_id).where(*answered)


def reviews(user_id: int) -> Query:
    """What somebody said of courses, of which the stars stay."""
    mine = select(Enrollment.id).where(Enrollment.user_id == user_id)
    return select(Review.id).where(Review.enrollment_id.in_(mine))


def forget(connection: Connection, user_id: int) -> None:
    """Empty what they answered and wrote; what it was worth stays, without anybody's name."""
    theirs = AttemptAnswer.attempt_id.in_(attempts(user_id))
    connection.execute(update(AttemptAnswer).where(theirs).values(answer=None))
    said = update(Review).where(Review.id.in_(reviews(user_id)))
    connection.execute(said.values(text="", moderate_reason=None))
