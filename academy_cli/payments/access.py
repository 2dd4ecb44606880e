"""What money does to access: an order lets its learner into the courses, and a refund may end that.

Access itself follows from grants, which enrollments knows; each order grants once. Works in the caller's
transaction; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.enrollments import enrolling, seats
from academy_cli.enrollments.enrolling import Step
from academy_cli.enrollments.errors import ReferenceUsedError
from academy_cli.enrollments.seats import Seat
from academy_cli.enrollments.views import Granting
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say, say_joined
from academy_cli.mail.service import Message
from academy_cli.payments import store
from academy_cli.payments.store import Bought
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
        return say("the account was erased")
    for line in _in_turn(store.lines(connection, order.id)):
        try:
            _enter(connection, order.reference, line.slug, user, at)
        except ReferenceUsedError:
            continue
        except AcademyError as error:
            troubles.append(error.message)
    return say_joined(" ", troubles) if troubles else None


def _enter(connection: Connection, reference: str, slug: str, user: Row[Any], at: datetime) -> None:
    course = seats.hold_course(connection, slug)
    step = _step(seats.seat(connection, course, user, is_held=True), reference, at)
    if step is not None:
        enrolling.carry_out(connection, step.seat, step.given, step.plan, at)


def _in_turn(lines: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Lines in the order in which their courses are held, whoever holds them."""
    return sorted(lines, key=lambda one: one.course_id)


def _step(seat: Seat, reference: str, at: datetime) -> Step | None:
    """What an order does at a place in a course; None where it gives that already. Raises AcademyError."""
    given = Granting(ORDER, reference=reference, is_over_capacity=True)
    plan = enrolling.planned(seat, given, at)
    return Step(seat, given, plan) if plan.outcome != "unchanged" else None


def planned(
    connection: Connection, asked: Sequence[Bought], at: datetime
) -> Mapping[int, Sequence[Step]]:
    """What lets the learners of orders in, by the order's number; nothing of those in whose way something is.

    Holds the courses, and the places in them, until the transaction ends. No two orders may be of the same
    place, and none of a subscription.
    """
    every = {line.course_id for one in asked for line in one.lines}
    courses = seats.hold_courses(connection, every)
    places = [(courses[line.course_id], one.user) for one in asked for line in _in_turn(one.lines)]
    found = iter(seats.hold_seats(connection, places))
    steps = dict[int, Sequence[Step]]()
    for order, user, lines in asked:
        mine = [next(found) for _ in lines]
        try:
            wanted = [_step(one, order.reference, at) for one in mine]
        except AcademyError:
            continue
        if user.erased_at is None:
            steps[order.id] = [one for one in wanted if one is not None]
    return steps


def let_in_all(
    connection: Connection, steps: Mapping[int, Sequence[Step]], at: datetime
) -> Mapping[int, Sequence[Message]]:
    """Let the learners of orders in as planned; what tells each of it, by the order's number."""
    every = [one for mine in steps.values() for one in mine]
    done = iter(enrolling.carry_out_all(connection, every, at))
    mails = {number: [next(done).mail for _ in mine] for number, mine in steps.items()}
    return {number: [one for one in mine if one] for number, mine in mails.items()}


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


def ended(connection: Connection, order_id: int, at: datetime, reason: str) -> Sequence[str]:
    """The titles of an order's courses that its learner is out of, now that its grants ended for a reason."""
    order = store.order_by_id(connection, order_id)
    user = store.payer(connection, order.user_id)
    lines = store.lines(connection, order_id)
    places = [
        (seats.seat(connection, seats.course(connection, one.slug), user), one) for one in lines
    ]
    return [line.title for place, line in places if _is_out(place, order.reference, at, reason)]


def _is_out(place: Seat, reference: str, at: datetime, reason: str) -> bool:
    mine = [one for one in place.grants if (one.kind, one.reference) == (ORDER, reference)]
    has_ended = any(one.revoke_reason == reason for one in mine)
    return has_ended and not enrolling.is_in(place.access(at))


def give_again(connection: Connection, order_id: int, reason: str) -> Sequence[int]:
    """Give the access again that was ended for one reason; returns which grants it was."""
    order = store.order_by_id(connection, order_id)
    return seats.give_again(connection, ORDER, order.reference, reason)
