"""Certificates as courses are completed: issued in the transaction that completes, each once.

Knows who completed what; refuses to sign, for no key is needed to have earned one. Called by whatever
completes courses, beside ``mail/occasions``.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.facts import clean
from academy_cli.certificates.stated import Offered, stated
from academy_cli.db.among import among
from academy_cli.db.bulk import insert_rows, update_rows
from academy_cli.kit.batches import batches
from academy_cli.models import Certificate, Course, Enrollment, Revision, User

AT_ONCE = 5000
RENEWED = "another took its place when the course was completed again"
_COLUMNS = (
    *("enrollment_id", "code", "uid", "issued_at", "completed_at", "valid_until"),
    *("recipient", "stated", "mails", "replaces_id"),
)


def award(
    connection: Connection, enrollments: Sequence[int], at: datetime, *, tells: bool = True
) -> int:
    """Issue what completing earned for enrollments that are complete; returns how many were issued.

    Nothing for a course that has no certificates, and for whoever has one that holds; one that is over is
    replaced. ``tells`` is whether its learner gets it by mail once it is signed.
    """
    issued = 0
    for some in batches(enrollments, AT_ONCE):
        earned = list(_earned(connection, some, at))
        over = [(one.held, at, RENEWED) for one, _ in earned if one.held is not None]
        if over:
            update_rows(connection, Certificate, "id", ("revoked_at", "revoke_reason"), over)
        rows = (_row(one, offered, at, tells=tells) for one, offered in earned)
        if earned:
            issued += insert_rows(connection, Certificate, _COLUMNS, rows)
    return issued


def _earned(
    connection: Connection, enrollments: Sequence[int], at: datetime
) -> Iterator[tuple[Row[Any], Offered]]:
    """Who of them completed a course that has certificates, and holds none."""
    fields = lru_cache(maxsize=64)(_offered)
    for one in connection.execute(earning(connection, enrollments, at)):
        offered = fields(one.fields)
        if offered is not None:
            yield one, offered


def earning(connection: Connection, enrollments: Sequence[int], at: datetime) -> Any:
    """Those of some enrollments that are complete and hold no certificate, with what it would state."""
    columns: tuple[Any, ...] = (
        *(Enrollment.id, Enrollment.completed_at, User.name),
        *(Course.slug, Course.title, Course.language, Course.fields),
        *(Revision.manifest_sha256, Certificate.id.label("held")),
    )
    held = (Certificate.enrollment_id == Enrollment.id) & Certificate.revoked_at.is_(None)
    done = (Revision.course_id == Course.id) & (Revision.number == Enrollment.completed_revision)
    return (
        select(*columns)
        .join_from(Enrollment, User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Revision, done)
        .outerjoin(Certificate, held)
        .where(Enrollment.completed_at.is_not(None), User.erased_at.is_(None))
        .where(or_(Certificate.id.is_(None), Certificate.valid_until <= at))
        .where(among(connection, Enrollment.id, enrollments))
        .order_by(Enrollment.id)
    )


def _offered(fields: str) -> Offered | None:
    return Offered.of(json.loads(fields))


def _row(one: Row[Any], offered: Offered, at: datetime, *, tells: bool) -> tuple[Any, ...]:
    """What is decided now. Moments are of whole seconds, as a credential states them."""
    issued = at.replace(microsecond=0)
    course = {"slug": one.slug, "title": one.title, "language": one.language}
    says = stated(course, json.loads(one.fields), one.manifest_sha256)
    name = clean(one.name or "")
    return (
        one.id, codes.new(), str(uuid.uuid4()), issued, one.completed_at, offered.ends(issued),
        name, says.text, tells, one.held,
    )  # fmt: skip
