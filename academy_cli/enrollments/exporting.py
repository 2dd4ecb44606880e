"""Enrollments as rows of a file that can be imported again, a stream of them.

Knows which grant tells most of an enrollment; refuses to hold more than a part of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from academy_cli.access.actor import Actor
from academy_cli.enrollments import store
from academy_cli.enrollments.access import NEVER, Span, State, access
from academy_cli.enrollments.importing import tables
from academy_cli.enrollments.importing.there import Given
from academy_cli.enrollments.listing import narrowed
from academy_cli.enrollments.views import EnrollmentLine, Wanted
from academy_cli.models import Course, Enrollment, User

AT_ONCE = 1000


def lines(
    connection: Connection, wanted: Wanted, actor: Actor, now: datetime
) -> Iterator[EnrollmentLine]:
    """The enrollments that are wanted and within an actor's reach; of erased people there are none."""
    spans = store.spans(connection)
    query = (
        select(Enrollment.__table__, User.email, Course.slug)
        .join_from(Enrollment, User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .where(User.erased_at.is_(None))
        .order_by(Enrollment.id)
    )
    query = narrowed(connection, query, wanted, actor)
    found = connection.execute(query, execution_options={"yield_per": AT_ONCE})
    for some in found.partitions():
        given = tables.grants(connection, [row.id for row in some])
        for row in some:
            line = _line(row, given.get(row.id, []), spans.get(row.course_id, Span()), now)
            if wanted.state is None or line.state == wanted.state:
                yield line


def _line(row: Row[Any], given: Sequence[Given], span: Span, now: datetime) -> EnrollmentLine:
    follows = access(
        (one.held for one in given),
        span,
        now,
        removed_at=row.removed_at,
        completed_at=row.completed_at,
    )
    state = follows.state
    live = [one for one in given if one.revoked_at is None and state is not State.REMOVED]
    last = max(live, key=lambda one: (one.ends_at or NEVER, one.id), default=None)
    revoked = [one for one in given if one.revoked_at and state is State.REMOVED]
    why = max(revoked, key=_revoked, default=None)
    return EnrollmentLine(
        row.email,
        row.slug,
        state.value,
        last.kind if last else None,
        last.reference if last else None,
        last.starts_at if last else None,
        last.ends_at if last else None,
        row.enrolled_at,
        row.completed_at,
        last.reason if last else why.revoke_reason if why else None,
    )


def _revoked(grant: Given) -> tuple[datetime, int]:
    return grant.revoked_at or NEVER, grant.id
