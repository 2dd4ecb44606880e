"""What money does to access: an order lets its learner into the courses, and a refund may end that.

Access itself follows from grants, which enrollments knows; each order grants once. Works in the caller's
transaction; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.enrollments import enrolling, seats
from academy_cli.enrollments.errors import ReferenceUsedError
from academy_cli.enrollments.views import Granting
from academy_cli.errors import AcademyError
from academy_cli.payments import store
from academy_cli.payments.subscriptions import granting

ORDER = "order"
"""The kind of an order's grants."""


def let_in(connection: Connection, order: Row[Any], at: datetime) -> str | None:
    """Let an order's learner into its courses; why not all of them, where something is in the way.

    A full course takes whoever has paid. What was taken back from this order stays so. What a subscription's
    order is paid for, the subscription gives.
    """
    if order.subscription_id is not None:
        return granting.is_in(connection, order.subscription_id)
    troubles = []
    user = store.payer(connection, order.user_id)
    if user.erased_at is not None:
        return "the account was erased"
    for line in sorted(store.lines(connection, order.id), key=lambda one: one.slug):
        try:
            _enter(connection, order.reference, line.slug, user, at)
        except ReferenceUsedError:
            continue
        except AcademyError as error:
            troubles.append(error.message)
    return " ".join(troubles) or None


def _enter(connection: Connection, reference: str, slug: str, user: Row[Any], at: datetime) -> None:
    course = seats.hold_course(connection, slug)
    place = seats.seat(connection, course, user, is_held=True)
    given = Granting(ORDER, reference=reference, is_over_capacity=True)
    plan = enrolling.planned(place, given, at)
    if plan.outcome != "unchanged":
        enrolling.carry_out(connection, place, given, plan, at)


def revoke(
    connection: Connection,
    order_id: int,
    at: datetime,
    reason: str,
    *,
    courses: Collection[int] | None = None,
) -> Sequence[int]:
    """End the access that an order gave, to all or to some of its courses; returns which grants it was."""
    order = store.order_by_id(connection, order_id)
    return seats.revoke(connection, ORDER, order.reference, at, reason, courses=courses)


def give_again(connection: Connection, order_id: int, reason: str) -> Sequence[int]:
    """Give the access again that was ended for one reason; returns which grants it was."""
    order = store.order_by_id(connection, order_id)
    return seats.give_again(connection, ORDER, order.reference, reason)
