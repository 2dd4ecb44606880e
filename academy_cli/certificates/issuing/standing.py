"""How people stand to a course whose certificates are issued in sets: what they completed, hold and held.

Works in the caller's transaction, for many at once; refuses to decide what becomes of anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from academy_cli.certificates.issuing.learners import last_revoked
from academy_cli.certificates.stated import Offered, offered
from academy_cli.db.among import among
from academy_cli.kit.batches import batches
from academy_cli.models import Certificate, Course, Enrollment, User


class There(NamedTuple):
    """Somebody in a course: their enrollment, what they hold, and what keeps them from a certificate."""

    enrollment: int
    held: int | None
    held_as: tuple[str, str]
    is_complete: bool
    revoked_at: datetime | None
    name: str
    """That of the account."""


class Earning(NamedTuple):
    """A course as a page of its certificates needs it; ``offered`` is None where completing it earns none."""

    language: str
    offered: Offered | None


def courses(connection: Connection, slugs: Collection[str]) -> Mapping[str, Earning]:
    """Courses by slug, and what completing them earns."""
    found: dict[str, Earning] = {}
    for some in batches(sorted(slugs)):
        query = select(Course.slug, Course.language, Course.fields).where(
            among(connection, Course.slug, some)
        )
        rows = connection.execute(query).all()
        found |= {row.slug: Earning(row.language, offered(row.fields)) for row in rows}
    return found


def people(connection: Connection, emails: Sequence[str]) -> Mapping[str, int]:
    """Accounts by address, but for those that were erased."""
    found: dict[str, int] = {}
    for some in batches(emails):
        query = select(User.email, User.id).where(
            among(connection, User.email, some), User.erased_at.is_(None)
        )
        found |= {row.email: row.id for row in connection.execute(query)}
    return found


def there(
    connection: Connection,
    slugs: Collection[str],
    people: Collection[int],
    now: datetime,
    *,
    hold: bool,
) -> Mapping[tuple[str, int], There]:
    """Who is in which course, and what they hold; held in the order of their numbers."""
    found: dict[tuple[str, int], There] = {}
    is_held = (Certificate.enrollment_id == Enrollment.id) & Certificate.revoked_at.is_(None)
    for some in batches(sorted(people)):
        query = (
            select(
                *(Enrollment.id, Course.slug, Enrollment.user_id, Enrollment.completed_at),
                *(Certificate.id.label("held"), Certificate.valid_until, last_revoked()),
                *(Certificate.code, Certificate.recipient, User.name),
            )
            .join(User, User.id == Enrollment.user_id)
            .join(Course, Course.id == Enrollment.course_id)
            .outerjoin(Certificate, is_held)
            .where(among(connection, Enrollment.user_id, some))
            .where(among(connection, Course.slug, sorted(slugs)))
            .order_by(Enrollment.id)
        )
        locked = query.with_for_update(of=Enrollment, key_share=True) if hold else query
        for row in connection.execute(locked).all():
            is_over = row.valid_until is not None and row.valid_until <= now
            held = None if is_over else row.held
            is_complete = row.completed_at is not None
            # What was replaced has a successor, so whoever holds none had the last one taken back.
            revoked_at = row.last_revoked if row.held is None else None
            held_as = (row.code or "", row.recipient or "")
            found[row.slug, row.user_id] = There(
                row.id, held, held_as, is_complete, revoked_at, row.name
            )
    return found


def held(connection: Connection, numbers: Sequence[int], *, hold: bool) -> Collection[int]:
    found: set[int] = set()
    for some in batches(sorted(numbers)):
        query = select(Certificate.id).where(
            among(connection, Certificate.id, some), Certificate.revoked_at.is_(None)
        )
        found |= set(
            connection.scalars(query.order_by(Certificate.id).with_for_update() if hold else query)
        )
    return found
