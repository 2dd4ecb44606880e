"""The learners of a course as somebody writes to them: whoever can be written to, with what a letter says.

Knows how far each has come; refuses to write anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.db.streaming import STREAMED
from academy_cli.enrollments.access import State
from academy_cli.models import User
from academy_cli.progress import store, students
from academy_cli.progress.syllabus import Done, Syllabus
from academy_cli.progress.views import StudentsWanted

NOTHING = (Done(), 0)


class Learner(NamedTuple):
    """Somebody in a course who can be written to."""

    user_id: int
    email: str
    name: str
    language: str | None
    percent: int


def learners(
    connection: Connection, course: Row[Any], wanted: StudentsWanted, now: datetime
) -> Iterator[Learner]:
    """Those who are wanted, still in the course, and whose account is in use, by address."""
    syllabus = Syllabus.of(course.fields, store.nodes(connection, course.id), now)
    query = students.query(connection, course, syllabus, wanted, now)
    query = query.add_columns(User.language).where(
        User.deactivated_at.is_(None), User.erased_at.is_(None)
    )
    rows = connection.execute(query.execution_options(yield_per=STREAMED))
    known: dict[tuple[Done, bool], int] = {}
    for some in rows.partitions():
        done = store.tallies(connection, syllabus.stages, [row.id for row in some])
        for row in some:
            if row.state == State.REMOVED.value:
                continue
            mine, is_done = done.get(row.id, NOTHING)[0], row.completed_at is not None
            if (mine, is_done) not in known:
                found = syllabus.standing(mine, was_complete=is_done)
                known[mine, is_done] = found.percent
            percent = known[mine, is_done]
            yield Learner(row.user_id, row.email, row.name, row.language, percent)
