"""The rows that importing attempts reads and writes: what learners have handed in, and what they hand in now.

Asks and writes in sets. Knows the tables; refuses transactions and decisions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, select

from academy_cli.attempts import points, store
from academy_cli.attempts.points import Worth
from academy_cli.attempts.sitting import kept
from academy_cli.attempts.store import Given
from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.kit.batches import batches
from academy_cli.kit.timespan import after
from academy_cli.models import Attempt, AttemptAnswer
from academy_cli.quizzes.answers import Answer
from academy_cli.quizzes.grading import Score

AT_ONCE = 5000
_ATTEMPT = (
    *("id", "enrollment_id", "content_id", "number", "revision", "quiz_sha256", "seed", "drawn"),
    *("started_at", "ends_at", "submitted_at", "points", "out_of", "is_passed", "graded_sha256"),
)
_ANSWER = (
    *("attempt_id", "question_id", "position", "key", "graded_key", "answer"),
    *("points", "exact", "out_of"),
)
_HANDED = ("submitted_at", "points", "out_of", "is_passed", "graded_sha256")


class Handing(NamedTuple):
    """An attempt that is handed in: ``begun`` is its row, if the learner has it open."""

    enrollment: int
    number: int
    seed: int
    drawn: str
    """What the seed drew, as an attempt keeps it."""
    answers: Mapping[str, Answer]
    score: Score
    at: datetime | None
    """When it was answered; now, without."""
    begun: int | None = None


class Frame(NamedTuple):
    """What all attempts that are handed in together have: the lesson, its quiz, and a moment.

    ``questions`` are the rows of the quiz's questions by their keys.
    """

    lesson: int
    revision: int
    quiz: str
    time_limit: str
    questions: Mapping[str, int]
    now: datetime


def had(
    connection: Connection, enrollments: Iterable[int], lesson: int
) -> Mapping[int, Sequence[Row[Any]]]:
    """The attempts of learners at a quiz, in their order."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for some in batches(sorted(enrollments), AT_ONCE):
        mine = among(connection, Attempt.enrollment_id, some)
        query = select(Attempt.__table__).where(mine, Attempt.content_id == lesson)
        for row in connection.execute(query.order_by(Attempt.enrollment_id, Attempt.number)):
            found[row.enrollment_id].append(row)
    return found


def answered(connection: Connection, attempts: Iterable[int]) -> Mapping[int, Mapping[str, str]]:
    """What is kept of the answers to attempts, by the keys of questions; blank ones are left out."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    columns = (AttemptAnswer.attempt_id, AttemptAnswer.key, AttemptAnswer.answer)
    for some in batches(sorted(attempts), AT_ONCE):
        mine = among(connection, AttemptAnswer.attempt_id, some)
        query = select(*columns).where(mine, AttemptAnswer.answer.is_not(None))
        for attempt, key, answer in connection.execute(query):
            found[attempt][key] = str(answer)
    return found


def hand_in(connection: Connection, frame: Frame, handings: Sequence[Handing]) -> None:
    """Keep attempts that are begun and handed in at once, and those that were open."""
    fresh = [one for one in handings if one.begun is None]
    numbers = allocate_ids(connection, Attempt, len(fresh))
    pairs = list(zip(numbers, fresh, strict=True))
    insert_rows(connection, Attempt, _ATTEMPT, (_attempt(frame, *pair) for pair in pairs))
    insert_rows(connection, AttemptAnswer, _ANSWER, _answers(frame, pairs))
    open_ones = [(one.begun, one) for one in handings if one.begun is not None]
    if open_ones:
        rows = [(number, *_handed(frame, one)) for number, one in open_ones]
        update_rows(connection, Attempt, "id", _HANDED, rows)
        store.grade(connection, [each for pair in open_ones for each in _given(frame, *pair)])


def forget(connection: Connection, attempts: Sequence[int]) -> None:
    """Let attempts never have been, with their answers."""
    for some in batches(attempts, AT_ONCE):
        answers = among(connection, AttemptAnswer.attempt_id, some)
        connection.execute(delete(AttemptAnswer).where(answers))
        connection.execute(delete(Attempt).where(among(connection, Attempt.id, some)))


def _attempt(frame: Frame, number: int, one: Handing) -> tuple[Any, ...]:
    at = one.at or frame.now
    who = (number, one.enrollment, frame.lesson, one.number, frame.revision, frame.quiz)
    ends_at = after(at, frame.time_limit) if frame.time_limit else None
    return (*who, one.seed, one.drawn, at, ends_at, *_handed(frame, one))


def _handed(frame: Frame, one: Handing) -> tuple[Any, ...]:
    score = one.score
    worth = (points.thousandths(score.points), score.out_of, score.is_passed)
    return (one.at or frame.now, *worth, frame.quiz)


def _answers(frame: Frame, pairs: Iterable[tuple[int, Handing]]) -> Iterator[tuple[Any, ...]]:
    for number, one in pairs:
        for place, given in enumerate(_given(frame, number, one)):
            worth = (
                points.thousandths(given.worth.points),
                points.exact(given.worth.points),
                given.worth.out_of,
            )
            key = given.graded_key
            yield (number, given.question, place, key, key, given.answer, *worth)


def _given(frame: Frame, number: int, one: Handing) -> Iterator[Given]:
    for graded in one.score.questions:
        answer = kept(one.answers.get(graded.key))
        worth = Worth(graded.points, graded.out_of)
        yield Given(number, frame.questions[graded.key], answer, worth, graded.key)
