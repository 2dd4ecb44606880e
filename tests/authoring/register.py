"""A course and its learners as the tables have them: rows, steps and how far everybody is.

Knows the tables of one course; refuses to know folders and plans.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from academy_cli.db.transaction import read, write
from academy_cli.kit.completion import Lesson, Rule, Stage, standing
from academy_cli.models import Content, ContentText, Course, Enrollment, LessonProgress
from tests.authoring.academy import Academy
from tests.authoring.people import THEN


class Entry(NamedTuple):
    """A module's or lesson's row; ``place`` is its path, also where another node stands there now."""

    row: int
    kind: str
    key: str
    id: str | None
    path: str
    place: str
    parent: int | None
    title: str
    fields: str
    body: str
    is_archived: bool


@dataclass(frozen=True)
class Register:
    """Everything there is of one course."""

    entries: Mapping[int, Entry]
    steps: frozenset[tuple[Any, ...]]
    """Every row of progress with all its columns."""
    learners: frozenset[int]
    rule: Rule

    @property
    def lessons(self) -> Mapping[int, Entry]:
        """The rows of lessons, archived ones included."""
        return {row: one for row, one in self.entries.items() if one.kind == "lesson"}

    def percents(self) -> Iterator[int]:
        """How far each learner is."""
        lessons = {row: _weighed(one) for row, one in self.lessons.items()}
        for who in self.learners:
            done = {
                row for seat, row, state, *_ in self.steps if (seat, state) == (who, "completed")
            }
            yield standing(self.rule, lessons, done).percent


def _weighed(entry: Entry) -> Lesson:
    said = json.loads(entry.fields)
    stage = Stage.HIDDEN if entry.is_archived or said.get("draft") else Stage.OPEN
    return Lesson(entry.key, said.get("required") is not False, stage)


def register(academy: Academy, slug: str) -> Register:
    """Read a course that has been applied; one that was not is empty."""
    with read(academy.database.engine) as connection:
        course = connection.execute(
            select(Course.id, Course.fields).where(Course.slug == slug)
        ).first()
        if course is None:
            return Register({}, frozenset(), frozenset(), Rule())
        rows = connection.execute(
            select(*Content.__table__.columns, ContentText.body_sha256)
            .join(ContentText, ContentText.content_id == Content.id, isouter=True)
            .where(Content.course_id == course.id)
        ).all()
        seats = _seats(connection, course.id)
        steps = connection.execute(
            select(*LessonProgress.__table__.columns).where(LessonProgress.enrollment_id.in_(seats))
        )
        return Register(
            {row.id: _entry(row) for row in rows},
            frozenset(map(tuple, steps)),
            frozenset(seats),
            Rule.of(json.loads(course.fields).get("completion")),
        )


def _seats(connection: Connection, course: int) -> Collection[int]:
    return connection.scalars(select(Enrollment.id).where(Enrollment.course_id == course)).all()


def _entry(row: Any) -> Entry:
    return Entry(
        row.id,
        row.kind,
        row.key,
        row.source_id,
        row.path,
        row.path.removesuffix(f"~{row.id}"),
        row.parent_id,
        row.title,
        row.fields,
        row.body_sha256 or "",
        row.is_archived,
    )


def study(academy: Academy, slug: str, chance: Random) -> None:
    """Let learners begin and complete lessons at random, be they archived by now."""
    now = register(academy, slug)
    begun = {(seat, row) for seat, row, *_ in now.steps}
    steps = [
        {"enrollment_id": who, "content_id": row, "started_at": THEN, **_done(chance)}
        for who in sorted(now.learners)
        for row in sorted(now.lessons)
        if (who, row) not in begun and chance.random() < 0.5
    ]
    if steps:
        with write(academy.database.engine) as connection:
            connection.execute(insert(LessonProgress), steps)


def _done(chance: Random) -> dict[str, Any]:
    is_done = chance.random() < 0.6
    return {
        "state": "completed" if is_done else "started",
        "completed_at": THEN if is_done else None,
    }
