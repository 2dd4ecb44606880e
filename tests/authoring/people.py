"""Learners of a course and what they did, and a recount of what becomes of them, one by one.

Knows the tables and the rule in the plainest words; shares nothing with what it is compared with.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, update

from academy_cli.db.transaction import write
from academy_cli.models import Certificate, Content, Enrollment, LessonProgress, User
from tests.authoring.academy import Academy
from tests.certificates.rows import certificate

THEN = datetime(2026, 5, 1, tzinfo=UTC)
PAST, FUTURE = "2020-01-01", "2999-01-01"
_numbers = count(1)


# -- making them --------------------------------------------------------------------------------


def enroll(academy: Academy, slug: str, number: int) -> list[int]:
    """New people in a course; returns their enrollments."""
    course = academy.course(slug).id
    with write(academy.database.engine) as connection:
        return [_enrolled(connection, course) for _ in range(number)]


def _enrolled(connection: Connection, course: int) -> int:
    address = f"learner{next(_numbers)}@example.org"
    user = insert(User).values(email=address, name="Learner", created_at=THEN).returning(User.id)
    seat = {"user_id": connection.scalar(user), "course_id": course, "enrolled_at": THEN}
    return int(
        connection.execute(insert(Enrollment).values(seat).returning(Enrollment.id)).scalar_one()
    )


def advance(academy: Academy, enrollment: int, row: int, *, completes: bool = True) -> None:
    """Let a learner begin or complete a lesson that was not begun."""
    done = {"state": "completed", "completed_at": THEN} if completes else {"state": "started"}
    step = {"enrollment_id": enrollment, "content_id": row, "started_at": THEN, **done}
    with write(academy.database.engine) as connection:
        connection.execute(insert(LessonProgress).values(step))


def complete(academy: Academy, enrollment: int) -> None:
    """Let an enrollment be complete, whatever was done."""
    mine = update(Enrollment).where(Enrollment.id == enrollment)
    with write(academy.database.engine) as connection:
        connection.execute(mine.values(completed_at=THEN))


def certify(academy: Academy, enrollment: int, *, is_revoked: bool = False) -> None:
    """Issue a certificate."""
    row = certificate(enrollment, f"CODE-{next(_numbers)}", THEN)
    ended = {"revoked_at": THEN if is_revoked else None}
    with write(academy.database.engine) as connection:
        connection.execute(insert(Certificate).values(row | ended))


def live(academy: Academy, slug: str, enrollments: Collection[int], chance: Random) -> None:
    """Let learners do something, at random: nothing, all but a few lessons, or all of it.

    They may even have begun what is archived now. Who has done all is complete, and a few others are.
    """
    course = academy.course(slug).id
    lessons = [r.id for r in academy.rows(Content) if (r.course_id, r.kind) == (course, "lesson")]
    begun = {(r.enrollment_id, r.content_id) for r in academy.rows(LessonProgress)}
    for who in enrollments:
        most = len(lessons) - chance.choice((0, 0, 1, 1, 2, 3, len(lessons)))
        done = chance.sample(lessons, max(0, most))
        for row in sorted(done):
            if (who, row) not in begun:
                advance(academy, who, row)
        for row in sorted(set(lessons) - set(done)):
            if (who, row) not in begun and chance.random() < 0.4:
                advance(academy, who, row, completes=False)
        if len(done) == len(lessons) or chance.random() < 0.05:
            complete(academy, who)
        if chance.random() < 0.3:
            certify(academy, who, is_revoked=chance.random() < 0.3)


# -- counting them again ------------------------------------------------------------------------


@dataclass(frozen=True)
class Lesson:
    """A lesson as the tables have it."""

    key: str
    is_required: bool
    is_hidden: bool
    is_out: bool


@dataclass(frozen=True)
class Moment:
    """A course and its learners, laid bare."""

    setting: Mapping[str, Any]
    lessons: Mapping[int, Lesson]
    modules: Mapping[int, int | None]
    parents: Mapping[int, int | None]
    keys: Mapping[tuple[str, str], int]
    """The rows of what is there, by kind and key."""
    done: Mapping[int, frozenset[int]]
    begun: Mapping[int, frozenset[int]]
    complete: frozenset[int]
    certificates: Mapping[int, int]
    progress: tuple[Any, ...]


def moment(academy: Academy, slug: str) -> Moment:
    """Everything that matters, read row by row."""
    course = academy.course(slug)
    rows = {r.id: r for r in academy.rows(Content) if r.course_id == course.id}
    seats = [r for r in academy.rows(Enrollment) if r.course_id == course.id]
    steps = academy.rows(LessonProgress)
    valid = [r.enrollment_id for r in academy.rows(Certificate) if r.revoked_at is None]

    def of(who: int, state: str) -> frozenset[int]:
        return frozenset(s.content_id for s in steps if s.enrollment_id == who and s.state == state)

    return Moment(
        json.loads(course.fields).get("completion", {}),
        {row: _lesson(r, rows) for row, r in rows.items() if r.kind == "lesson"},
        {row: r.parent_id for row, r in rows.items() if r.kind == "module"},
        {row: r.parent_id for row, r in rows.items()},
        {(r.kind, r.key): row for row, r in rows.items() if not r.is_archived},
        {seat.id: of(seat.id, "completed") for seat in seats},
        {seat.id: of(seat.id, "started") for seat in seats},
        frozenset(seat.id for seat in seats if seat.completed_at is not None),
        Counter(valid),
        tuple(steps),
    )


def _lesson(row: Any, rows: Mapping[int, Any]) -> Lesson:
    said, releases, above = json.loads(row.fields), [], row
    while above is not None:
        releases.append(json.loads(above.fields).get("release_at", PAST))
        above = rows.get(above.parent_id)
    is_hidden = row.is_archived or said.get("draft") is True
    is_out = not any(release.startswith("2999") for release in releases)
    return Lesson(row.key, said.get("required") is not False, is_hidden, is_out)


def percent(
    setting: Mapping[str, Any], lessons: Iterable[tuple[int, Lesson]], done: Collection[int]
) -> tuple[int, bool, int]:
    """A learner's percentage, whether that is enough, and how many lessons are left."""
    which = setting.get("lessons", "required")
    seen = whole = finished = left = 0
    for row, lesson in lessons:
        if which == "required" and not lesson.is_required:
            continue
        if isinstance(which, list) and lesson.key not in which:
            continue
        if row in done:
            finished, seen, whole = finished + 1, seen + 1, whole + 1
        elif not lesson.is_hidden:
            whole, left = whole + 1, left + 1
            seen += lesson.is_out
    is_enough = whole > 0 and finished / whole * 100 >= setting.get("percent", 100) - 1e-9
    return (finished * 100 // seen if seen else 0), is_enough, left


Fate = tuple[int, int, bool, bool]
"""Percentage before and after, completion gained, completion lost."""


def fates(
    before: Moment, setting: Mapping[str, Any], lessons: Mapping[int, Lesson]
) -> Mapping[int, Fate]:
    """What becomes of each learner in another course."""
    found: dict[int, Fate] = {}
    for who, done in before.done.items():
        old, was_enough, had_left = percent(before.setting, before.lessons.items(), done)
        new, is_enough, has_left = percent(setting, lessons.items(), done)
        was, reopens = who in before.complete, setting.get("on_add") == "reopen"
        loses = was and reopens and not is_enough and has_left > had_left
        gains = not was and not was_enough and is_enough
        found[who] = old, new, gains, loses
    return found
