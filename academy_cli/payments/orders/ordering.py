"""Making an order: what it costs at this moment is written down, and holds from then on.

Works in the caller's transaction; refuses to ask the provider.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.enrollments import seats
from academy_cli.enrollments.offering import require_seat
from academy_cli.enrollments.seats import Seat
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.money import Money
from academy_cli.payments import owing, store
from academy_cli.payments.errors import HasAccessError, RequestKeyError
from academy_cli.payments.orders import details, invoice
from academy_cli.payments.orders import store as orders
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.orders.buyer import buyer
from academy_cli.payments.orders.errors import OtherPriceError, OtherWayError
from academy_cli.payments.till import Till
from academy_cli.pricing.quoting import Quote, Wanted, quote, use_coupon

FREE = "none"
"""The provider of an order that costs nothing."""


class Way(NamedTuple):
    """How an order is to be paid: through which provider, and whether that money is real."""

    provider: str
    is_live: bool


def place(connection: Connection, till: Till, basket: Basket, by: Way) -> int:
    """Make an order, or find the one that was made; its number.

    One that is open for the same person, courses and price is the same order, unless another is wanted.
    Raises BadBuyerError, UnknownUserError, RequestKeyError, OtherWayError, OtherPriceError,
    OtherDetailsError, HasAccessError, CourseFullError and what ``quote`` raises.
    """
    basket = basket._replace(billing=buyer(basket.billing))
    if known := orders.by_request(connection, basket.request_key):
        return require_same(connection, known, basket)
    now = till.clock()
    user = seats.person(connection, basket.email, is_held=True)
    if known := orders.by_request(connection, basket.request_key):
        return require_same(connection, known, basket)  # somebody else asked while we waited
    wanted = Wanted(basket.courses, basket.currency, basket.coupon, user.id)
    found = quote(connection, wanted, now)
    open_one = open_already(connection, till, basket, found, by.provider)
    if open_one is not None:
        by_hand = by.provider == store.MANUAL
        return details.take_over(connection, till, open_one, basket, is_by_hand=by_hand)
    for line in sorted(found.lines, key=lambda one: one.course_id):
        require_sense(
            connection, seats.seat(connection, seats.hold_course(connection, line.slug), user), now
        )
    values = _values(till, basket, user, found, by)
    number = orders.add(connection, values, _lines(till, basket, found), now)
    if found.coupon_id is not None:
        use_coupon(connection, found.coupon_id, number, user.id, now)
    made = store.order_by_id(connection, number)
    if basket.invoice_days is not None and made.due_at is not None:
        invoice.prepare(connection, made, basket.invoice_days)
    told = {"courses": [line.slug for line in found.lines], "currency": made.currency}
    told |= {"total": made.total, "discount": made.discount, "provider": made.provider}
    till.record(connection, "order.create", f"order:{made.reference}", told, basket.note)
    return number


def require_same(
    connection: Connection, known: Row[Any], basket: Basket, *, is_any_way: bool = False
) -> int:
    """The order that a key asked for, if it asks for the same now. Raises RequestKeyError."""
    slugs = tuple(line.slug for line in store.lines(connection, known.id))
    email = store.payer(connection, known.user_id).email
    is_billed, wants_bill = known.due_at is not None, basket.invoice_days is not None
    is_same_way = is_any_way or not known.total or is_billed == wants_bill
    is_same = slugs == basket.courses and email == basket.email.strip().lower() and is_same_way
    if not is_same or details.differing(known, basket, is_by_hand=is_any_way):
        raise RequestKeyError(basket.request_key, known.reference)
    return int(known.id)


def open_already(
    connection: Connection, till: Till, basket: Basket, found: Quote, provider: str
) -> int | None:
    """An order for the same that can still be paid, unless another is wanted.

    Money by hand is for the one that waits for it, however that was to be paid. Raises OtherWayError,
    OtherPriceError and OtherDetailsError.
    """
    if basket.is_another:
        return None
    user = seats.person(connection, basket.email)
    wanted = [(line.course_id, line.amount.amount) for line in found.lines]
    for one in orders.open_orders(connection, user.id, till.clock()):
        lines = [(line.course_id, line.amount) for line in store.lines(connection, one.id)]
        is_same = (lines, one.currency) == (wanted, found.currency)
        if provider == store.MANUAL and is_same:
            details.require(connection, one, basket, is_by_hand=True)
            return int(one.id)
        if one.provider != store.MANUAL and not is_same:
            by_hand = provider == store.MANUAL
            _require_apart(one, dict(lines), found, is_by_hand=by_hand)
        if is_same and one.provider == provider:
            if (one.due_at is None) != (basket.invoice_days is None):
                raise OtherWayError(one.reference, has_invoice=one.due_at is not None)
            details.require(connection, one, basket)
            return int(one.id)
    return None


def _require_apart(
    one: Row[Any], courses: Collection[int], found: Quote, *, is_by_hand: bool
) -> None:
    """Insist that nobody can pay for a course twice: on an open order of it, and by this one."""
    same = [line.slug for line in found.lines if line.course_id in courses]
    if same:
        raise OtherPriceError(one.reference, same, is_by_hand=is_by_hand)


def expected(connection: Connection, till: Till, basket: Basket) -> tuple[Money, str | None]:
    """What money by hand for courses has to come to, and for which order that waits for it, if one does.

    Else it is what they cost now. Raises what ``place`` does.
    """
    basket = basket._replace(billing=buyer(basket.billing))
    known = orders.by_request(connection, basket.request_key)
    if known is not None:
        return owing.left(connection, known), known.reference
    user = seats.person(connection, basket.email)
    wanted = Wanted(basket.courses, basket.currency, basket.coupon, user.id)
    found = quote(connection, wanted, till.clock())
    number = open_already(connection, till, basket, found, store.MANUAL)
    if number is not None:
        mine = store.order_by_id(connection, number)
        return owing.left(connection, mine), mine.reference
    for line in found.lines:
        place_ = seats.seat(connection, seats.course(connection, line.slug), user)
        require_sense(connection, place_, till.clock())
    return found.total, None


def require_sense(connection: Connection, place: Seat, now: datetime) -> None:
    """Insist that somebody can be let into a course, and is not in it for good already.

    Raises HasAccessError and what ``require_seat`` does.
    """
    if place.enrollment is not None:
        access = place.access(now)
        if access.has_access and access.ends_at is None:
            raise HasAccessError(place.user.email, place.course.slug)
    require_seat(connection, place, now)


def _values(till: Till, basket: Basket, user: Row[Any], found: Quote, by: Way) -> Mapping[str, Any]:
    discount = sum(line.discount.amount for line in found.lines)
    is_billed = bool(found.total) and basket.invoice_days is not None
    due_at = till.clock() + timedelta(days=basket.invoice_days or 0) if is_billed else None
    return {
        "request_key": basket.request_key,
        "user_id": user.id,
        "provider": by.provider if found.total else FREE,
        "is_live": by.is_live,
        "currency": found.currency,
        "discount": discount,
        "total": found.total.amount,
        "coupon_id": found.coupon_id,
        "state": "open",
        "language": user.language or till.terms.language,
        "billing": canonical(dict(basket.billing)),
        "actor": till.actor.name,
        "note": basket.note,
        "due_at": due_at,
    }


def _lines(till: Till, basket: Basket, found: Quote) -> Sequence[Mapping[str, Any]]:
    rate = till.terms.paper.tax(basket.billing).basis_points
    return [
        {
            "course_id": line.course_id,
            "title": line.title,
            "price": line.price.amount,
            "discount": line.discount.amount,
            "amount": line.amount.amount,
            "tax_basis_points": rate,
        }
        for line in found.lines
    ]
