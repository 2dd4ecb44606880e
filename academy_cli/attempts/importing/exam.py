"""A quiz as rows of answers meet it: in its course, with the sheets that were drawn of it.

Reads a course and its quiz once for each state that they are in; refuses to know who answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.errors import UnknownLessonError
from academy_cli.attempts import store
from academy_cli.attempts.errors import NoQuizError
from academy_cli.attempts.importing.sheets import Sheet
from academy_cli.enrollments import seats
from academy_cli.kit.spelling import nearest
from academy_cli.progress.errors import HiddenLessonError
from academy_cli.progress.importing.deciding import Course, hidden
from academy_cli.progress.learning import syllabus
from academy_cli.progress.syllabus import Entry
from academy_cli.quizzes.drawing import draw, read_drawing
from academy_cli.quizzes.questions import Quiz
from academy_cli.quizzes.whole import read_whole

MOST_SHEETS = 1000
"""So many sheets are kept at hand; others are drawn again."""


@dataclass(frozen=True)
class Exam:
    """A quiz of a course, with the rows of its questions by their keys."""

    course: Course
    lesson: Entry
    digest: str
    quiz: Quiz
    questions: Mapping[str, int]
    _sheets: dict[int, Sheet] = field(default_factory=dict)

    def sheet(self, seed: int) -> Sheet:
        """What a seed draws."""
        found = self._sheets.get(seed)
        if found is None:
            found = Sheet(self.quiz, draw(self.quiz, seed))
            if len(self._sheets) < MOST_SHEETS:
                self._sheets[seed] = found
        return found


class Past:
    """Sheets of attempts that were made before, of whatever the quiz was then."""

    def __init__(self) -> None:
        self._quizzes: dict[str, Quiz] = {}
        self._sheets: dict[tuple[str, str], Sheet] = {}

    def sheet(self, connection: Connection, attempt: Row[Any]) -> Sheet:
        """The sheet that an attempt had."""
        place = (attempt.quiz_sha256, attempt.drawn)
        found = self._sheets.get(place)
        if found is None:
            found = Sheet(self._quiz(connection, place[0]), read_drawing(place[1]))
            if len(self._sheets) < MOST_SHEETS:
                self._sheets[place] = found
        return found

    def _quiz(self, connection: Connection, digest: str) -> Quiz:
        found = self._quizzes.get(digest)
        if found is None:
            found = self._quizzes[digest] = read_whole(store.text(connection, digest))
        return found


def exam(connection: Connection, row: Row[Any], word: str, now: datetime) -> Exam | None:
    """A lesson of a course with its quiz; None where there is no such lesson, or it has none."""
    course = Course.of(row, syllabus(connection, row, now))
    lesson = course.lessons.get(word)
    digest = store.quiz(connection, lesson.node.row) if lesson is not None else None
    if lesson is None or digest is None:
        return None
    quiz = read_whole(store.text(connection, digest))
    return Exam(course, lesson, digest, quiz, store.questions(connection, lesson.node.row))


def required(connection: Connection, slug: str, word: str, now: datetime) -> Exam:
    """A lesson of a course, by its key or path, that has a quiz and that learners see.

    Raises UnknownCourseError, UnknownLessonError, NoQuizError and HiddenLessonError.
    """
    row = seats.course(connection, slug)
    found = exam(connection, row, word, now)
    if found is None:
        keys = store.lesson_keys(connection, row.id)
        if word in keys:
            raise NoQuizError(slug, word)
        raise UnknownLessonError(slug, word, nearest(word, keys))
    if hidden(found.lesson):
        raise HiddenLessonError(slug, found.lesson.node.key)
    return found
