"""What a learner is given to answer: the attempt that is open, or the next one, if there may be one more.

Works in the caller's transaction, which holds the learner's enrollment; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.attempts import store
from academy_cli.attempts.errors import NoAttemptLeftError, NoQuizError
from academy_cli.attempts.sitting import meant, sitting
from academy_cli.attempts.store import Begun
from academy_cli.kit.timespan import after
from academy_cli.progress.learning import Learning
from academy_cli.progress.syllabus import Entry
from academy_cli.quizzes.answers import Answer
from academy_cli.quizzes.drawing import Drawing, draw, read_drawing
from academy_cli.quizzes.questions import Quiz
from academy_cli.quizzes.sheet import Asked, sheet
from academy_cli.quizzes.whole import read_whole


@dataclass(frozen=True)
class Paper:
    """A quiz as an attempt draws it; ``number`` is that of the attempt, if it was begun.

    ``place`` counts the learner's attempts at the quiz from 1, ``digest`` is the quiz's.
    """

    quiz: Quiz
    digest: str
    drawing: Drawing
    place: int
    number: int | None = None
    saved: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Its questions as they are put."""
        return sheet(self.quiz, self.drawing)

    def answers(self, said: Mapping[str, Any]) -> dict[str, Answer]:
        """What was saved and what somebody means besides. Raises UnanswerableError."""
        return {**self.saved, **meant(self.quiz, self.asked, said)}


def paper(connection: Connection, mine: Learning, lesson: Entry, seed: int) -> Paper:
    """The attempt that is open, or another one of this seed. Raises NoQuizError and NoAttemptLeftError."""
    node, place = lesson.node, mine.place
    digest = store.quiz(connection, node.row)
    if digest is None:
        raise NoQuizError(place.course.slug, node.key)
    had = store.attempts_at(connection, place.taken.id, node.row)
    begun = open_one(had)
    if begun is not None:
        one = sitting(connection, begun.id)
        return Paper(
            one.quiz,
            begun.quiz_sha256,
            read_drawing(begun.drawn),
            begun.number,
            begun.id,
            one.saved,
        )
    quiz = read_whole(store.text(connection, digest))
    if quiz.attempts is not None and len(had) >= quiz.attempts:
        raise NoAttemptLeftError(place.user.email, node.key, len(had))
    return Paper(quiz, digest, draw(quiz, seed), len(had) + 1)


def open_one(had: Sequence[Row[Any]]) -> Row[Any] | None:
    """The attempt among some that was not handed in yet; there is one at most."""
    return next((one for one in had if one.submitted_at is None), None)


def begin(
    connection: Connection, mine: Learning, lesson: Entry, wanted: Paper, now: datetime
) -> int:
    """Begin an attempt, unless it was; returns its number."""
    if wanted.number is not None:
        return wanted.number
    limit = wanted.quiz.time_limit
    begun = Begun(
        enrollment=mine.place.taken.id,
        lesson=lesson.node.row,
        number=wanted.place,
        revision=mine.place.course.revision,
        quiz=wanted.digest,
        drawing=wanted.drawing,
        at=now,
        ends_at=after(now, limit) if limit else None,
    )
    rows = store.questions(connection, lesson.node.row)
    return store.add(connection, begun, [(key, rows[key]) for key in wanted.drawing.keys])
