"""Certificates as courses are completed: issued in the transaction that completes, each once.

Knows who completed what; refuses to sign, for no key is needed to have earned one. Called by whatever
completes courses, beside ``mail/occasions``.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, or_, select
from sqlalchemy.orm import aliased

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.facts import clean
from academy_cli.certificates.stated import Offered, offered, stated
from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.kit.batches import batches
from academy_cli.kit.saying import say
from academy_cli.models import Certificate, Course, Enrollment, Revision, User

AT_ONCE = 5000
RENEWED = say("another took its place when the course was completed again")
_COLUMNS = (
    *("id", "enrollment_id", "code", "uid", "issued_at", "completed_at", "valid_until"),
    *("recipient", "stated", "mails", "replaces_id"),
)


def award(
    connection: Connection,
    enrollments: Sequence[int],
    at: datetime,
    *,
    tells: bool = True,
    again: bool = False,
) -> int:
    """Issue what completing earned for enrollments that are complete; returns how many were issued.

    Nothing for a course that has no certificates, and for whoever has one that holds; one that is over is
    replaced. Nothing either for whoever had one that was revoked for good, unless it is ``again``: who
    completes anew, or a routine, does not undo that. ``tells`` is whether its learner gets it by mail once
    it is signed.
    """
    return len(issue(connection, dict.fromkeys(enrollments, ""), at, tells=tells, again=again))


def issue(
    connection: Connection,
    names: Mapping[int, str],
    at: datetime,
    *,
    tells: bool,
    again: bool = False,
) -> Mapping[int, int]:
    """What ``award`` does, with other names than those of the accounts where some are given.

    Returns the certificates by their enrollments.
    """
    issued: dict[int, int] = {}
    for some in batches(sorted(names), AT_ONCE):
        hold(connection, some)
        earned = list(_earned(connection, some, at, again=again))
        over = [(one.held, at, RENEWED) for one, _ in earned if one.held is not None]
        if over:
            update_rows(connection, Certificate, "id", ("revoked_at", "revoke_reason"), over)
        numbers = allocate_ids(connection, Certificate, len(earned))
        rows = (
            (number, *_row(one, mine, names[one.id], at, tells=tells))
            for number, (one, mine) in zip(numbers, earned, strict=True)
        )
        if earned:
            insert_rows(connection, Certificate, _COLUMNS, rows)
        issued |= {one.id: number for number, (one, _) in zip(numbers, earned, strict=True)}
    return issued


def hold(connection: Connection, enrollments: Sequence[int]) -> None:
    """Keep whoever else issues to the same learners out until the transaction ends.

    It is a statement of its own: what it waited for is seen only by those that come after it.
    """
    mine = select(Enrollment.id).where(among(connection, Enrollment.id, enrollments))
    connection.execute(mine.order_by(Enrollment.id).with_for_update(key_share=True)).all()


def _earned(
    connection: Connection, enrollments: Sequence[int], at: datetime, *, again: bool
) -> Iterator[tuple[Row[Any], Offered]]:
    """Who of them completed a course that has certificates, and holds none."""
    query = earning(connection, enrollments, at)
    for one in connection.execute(query if again else query.where(~was_revoked())):
        mine = offered(one.fields)
        if mine is not None:
            yield one, mine


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


def was_revoked() -> ColumnElement[bool]:
    """Of an enrollment beside the certificate that is held: that there were some, and none is held now.

    The last of them was taken back for good, for what is replaced has a successor that is held.
    """
    had = aliased(Certificate)
    any_of_theirs = exists().where(had.enrollment_id == Enrollment.id)
    return Certificate.id.is_(None) & any_of_theirs.correlate(Enrollment)


def _row(one: Row[Any], mine: Offered, given: str, at: datetime, *, tells: bool) -> tuple[Any, ...]:
    """What is decided now. Moments are of whole seconds, as a credential states them."""
    issued = at.replace(microsecond=0)
    course = {"slug": one.slug, "title": one.title, "language": one.language}
    says = stated(course, json.loads(one.fields), one.manifest_sha256)
    name = given or clean(one.name or "")
    return (
        one.id, codes.new(), str(uuid.uuid4()), issued, one.completed_at, mine.ends(issued),
        name, says.text, tells, one.held,
    )  # fmt: skip
