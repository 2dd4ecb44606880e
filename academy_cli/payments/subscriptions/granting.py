"""The access that a subscription gives: a grant for each course of its plan, whose end follows what is paid.

Works in the caller's transaction; refuses to know why it ends when it does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.enrollments import enrolling, seats
from academy_cli.enrollments.errors import ReferenceUsedError
from academy_cli.enrollments.views import Granting
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say
from academy_cli.payments import store
from academy_cli.payments.subscriptions import store as subscriptions


def give(connection: Connection, mine: Row[Any], ends_at: datetime, at: datetime) -> str | None:
    """Let a subscription's learner into the plan's courses until a moment; why not into all, if so.

    Grants that are there get the new end, also an earlier one. What staff took back stays so.
    """
    seats.change_end(connection, subscriptions.GRANT, mine.reference, ends_at)
    user = store.payer(connection, mine.user_id)
    if user.erased_at is not None:
        return say("the account was erased")
    if ends_at <= at:
        return None
    troubles = []
    courses = subscriptions.courses(connection, mine.plan_id)
    for course in sorted(courses, key=lambda one: one.id):
        try:
            _enter(connection, mine.reference, course.slug, user, ends_at, at)
        except ReferenceUsedError:
            continue
        except AcademyError as error:
            troubles.append(error.message)
    return " ".join(troubles) or None


def end(connection: Connection, mine: Row[Any], at: datetime) -> None:
    """End the access that a subscription gives, if it has not ended before."""
    known = subscriptions.access_end(connection, mine.reference)
    if known is not None and known > at:
        seats.change_end(connection, subscriptions.GRANT, mine.reference, at)


def is_in(connection: Connection, subscription_id: int) -> str | None:
    """Why a paid subscription gives no access, where it gives none."""
    mine = subscriptions.by_id(connection, subscription_id)
    if mine.ended_at is not None or subscriptions.has_given(connection, mine.reference):
        return None
    return say("{} is {} and gives no access", mine.reference, mine.state)


def _enter(  # noqa: PLR0917 - whom, where, until when
    connection: Connection,
    reference: str,
    slug: str,
    user: Row[Any],
    ends_at: datetime,
    at: datetime,
) -> None:
    course = seats.hold_course(connection, slug)
    place = seats.seat(connection, course, user, is_held=True)
    given = Granting(
        subscriptions.GRANT, ends_at=ends_at, reference=reference, is_over_capacity=True
    )
    plan = enrolling.planned(place, given, at)
    if plan.outcome != "unchanged":
        enrolling.carry_out(connection, place, given, plan, at)
