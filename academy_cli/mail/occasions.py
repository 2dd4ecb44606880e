"""What learners are told about their courses: which event each message is about, and what it is filled with.

Used by whatever enrolls people or completes courses, so that the same event has the same name everywhere.
Knows who can be written to; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute

from academy_cli.db.among import among
from academy_cli.kit.batches import batches
from academy_cli.mail.service import Message, enqueue, muted_in
from academy_cli.models import Course, Enrollment, OutboxMessage, User

ENROLLED, COMPLETED, UPDATED = "enrolled", "completed", "course-updated"
"""The templates."""
AT_ONCE = 5000
"""Messages that are made before they are written: few enough to hold, enough to be written in bulk."""


def enrolled(enrollment: int, grant: int) -> str:
    """The event of a grant: each is told once."""
    return f"enrollment:{enrollment}:{grant}"


def completed(enrollment: int, revision: int) -> str:
    """The event of a completion: after a reopening only another revision is told of again."""
    return f"completion:{enrollment}:{revision}"


def tell_enrolled(connection: Connection, grants: Mapping[int, int], at: datetime) -> int:
    """Tell people that they are in a course, by enrollment the grant that it is about."""
    events = {one: enrolled(one, grant) for one, grant in grants.items()}
    return _tell(connection, ENROLLED, events, at)


def enrolled_mail(connection: Connection, grants: Mapping[int, int]) -> Mapping[int, Message]:
    """What tells people that they are in a course, by enrollment; nothing of who is not told, or was."""
    events = {one: enrolled(one, grant) for one, grant in grants.items()}
    people = _untold(connection, ENROLLED, events) if events else ()
    return {one.id: _message(one, ENROLLED, events[one.id]) for one in people}


def tell_completed(
    connection: Connection, enrollments: Sequence[int], revision: int, at: datetime
) -> int:
    """Tell people that they have completed a course; returns how many had not been told."""
    events = {one: completed(one, revision) for one in enrollments}
    return _tell(connection, COMPLETED, events, at)


def tell_updated(connection: Connection, course_id: int, revision: int, at: datetime) -> int:
    """Tell whoever is in a published course and has not completed it that there is something new in it."""
    if UPDATED in muted_in(connection):
        return 0
    learning = (
        select(Enrollment.id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Course.id == course_id, Course.status == "published")
        .where(Enrollment.removed_at.is_(None), Enrollment.completed_at.is_(None))
        .order_by(Enrollment.id)
    )
    events = {one: f"update:{one}:{revision}" for one in connection.scalars(learning)}
    return _tell(connection, UPDATED, events, at)


def untold(connection: Connection, enrollments: Sequence[int], revision: int) -> int:
    """How many people ``tell_completed`` would write to."""
    return len(who_is_told(connection, enrollments, revision))


def who_is_told(connection: Connection, enrollments: Sequence[int], revision: int) -> set[int]:
    """The enrollments of whom ``tell_completed`` would write to."""
    events = {one: completed(one, revision) for one in enrollments}
    return {one.id for one in _untold(connection, COMPLETED, events)}


def withdraw(
    connection: Connection, template: str, events: Sequence[str], *, dry_run: bool = False
) -> int:
    """Take back mail about what is no longer so, as far as it still waits; returns how much of it.

    It may be told again.
    """
    return _taken_back(connection, template, OutboxMessage.event, events, dry_run=dry_run)


def withdraw_each(
    connection: Connection, template: str, events: Sequence[str], *, dry_run: bool = False
) -> int:
    """Take back as well what tells of them once more, whose event goes on behind; all are of one length."""
    longest = max(map(len, events), default=0)
    begins = func.substr(OutboxMessage.event, 1, longest, type_=OutboxMessage.event.type)
    return _taken_back(connection, template, begins, events, dry_run=dry_run)


def _taken_back(
    connection: Connection,
    template: str,
    asked: ColumnElement[str] | InstrumentedAttribute[str],
    events: Sequence[str],
    *,
    dry_run: bool,
) -> int:
    waiting = (OutboxMessage.template == template, OutboxMessage.state == "waiting")
    taken = 0
    for some in batches(events):
        mine = (*waiting, among(connection, asked, some))
        if dry_run:
            taken += connection.scalar(select(func.count(OutboxMessage.id)).where(*mine)) or 0
        else:
            taken += connection.execute(delete(OutboxMessage).where(*mine)).rowcount
    return taken


def _tell(connection: Connection, template: str, events: Mapping[int, str], at: datetime) -> int:
    told = 0
    for some in batches(list(events), AT_ONCE):
        people = list(_untold(connection, template, {one: events[one] for one in some}))
        messages = (_message(one, template, events[one.id]) for one in people)
        told += enqueue(connection, messages, at)
    return told


def _untold(connection: Connection, template: str, events: Mapping[int, str]) -> Iterator[Row[Any]]:
    """Those who can be written to and were not told of their event, whatever address they had then."""
    if template in muted_in(connection):
        return
    told = select(OutboxMessage.event).where(OutboxMessage.template == template)
    for some in batches(list(events)):
        named = [events[one] for one in some]
        gone = set(connection.scalars(told.where(among(connection, OutboxMessage.event, named))))
        rest = [one for one in some if events[one] not in gone]
        yield from _people(connection, rest)


def _message(one: Row[Any], template: str, event: str) -> Message:
    values = {"name": one.name, "course": one.slug, "title": one.title}
    return Message(event, template, one.email, one.user_id, one.language, values)


def _people(connection: Connection, enrollments: Sequence[int]) -> Iterable[Row[Any]]:
    """Whoever is still in the course and has an account that is in use."""
    columns: tuple[Any, ...] = (
        *(Enrollment.id, Enrollment.user_id, Course.slug, Course.title),
        *(User.email, User.name, User.language),
    )
    query = (
        select(*columns)
        .join_from(Enrollment, User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(
            Enrollment.removed_at.is_(None),
            User.deactivated_at.is_(None),
            User.erased_at.is_(None),
        )
        .order_by(Enrollment.id)
    )
    return connection.execute(query.where(among(connection, Enrollment.id, enrollments)))
