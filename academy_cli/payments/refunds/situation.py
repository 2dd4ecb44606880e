"""Everything that a refund is decided from: the order, its payment, what went back, and what the learner did.

Reads it in the caller's transaction and says what a wish comes to; refuses to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from academy_cli.enrollments import seats
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say, say_joined
from academy_cli.models import Grant, Invoice
from academy_cli.payments import disputed, documents, store
from academy_cli.payments.errors import (
    NothingPaidError,
    SeveralPaymentsError,
    UnknownOrderError,
)
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.errors import DisputeLostError
from academy_cli.payments.refunds.policy import Policy
from academy_cli.payments.refunds.states import OPEN, RESERVING, State
from academy_cli.payments.refunds.views import RefundPart, RefundPreview
from academy_cli.payments.refunds.wish import KEEP, REMOVE, Line, Payable, Share, Wish, share
from academy_cli.payments.till import Terms
from academy_cli.progress.learning import learning

SUBSCRIPTION, NONE = "subscription", "none"
"""What a refund finds of access that it neither keeps nor removes: another gives it, or nobody."""
SIMILAR_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Situation:
    """A payment of an order, and what can go back of it."""

    order: Row[Any]
    payment: Row[Any]
    payer: Row[Any]
    lines: Sequence[Line]
    is_paid_besides: bool
    """Whether other money that came in for the order has not gone back."""
    lost: int = 0
    """What its bank gave back to the payer for good, in minor units."""

    @property
    def payable(self) -> Payable:
        """What came in, and how much of it is left."""
        paid = self.payment
        left = max(0, paid.amount - paid.reserved_own - paid.refunded_external - self.lost)
        return Payable(paid.reference, Money(paid.amount, paid.currency), left)

    def share(self, wish: Wish) -> Share:
        """How much a wish comes to. Raises DisputeLostError and what ``wish.share`` does."""
        if self.lost and not wish.is_by_hand:
            raise DisputeLostError(self.payment.reference, Money(self.lost, self.payment.currency))
        return share(wish, self.order.reference, self.lines, self.payable)

    def by_whom(self, wish: Wish) -> str:
        """Who gives it back: staff, of what they took themselves or say so, else who took the payment."""
        return store.MANUAL if wish.is_by_hand else str(self.payment.provider)

    def access(self, wish: Wish, wanted: Share) -> str:
        """What becomes of the access that the order gave, unless somebody says.

        It is removed where nothing is left of what came in for the order: one of two payments is a part. What
        a subscription gives, no refund ends.
        """
        if self.order.subscription_id is not None:
            return KEEP
        is_all = wanted.money.amount == self.payable.left and not self.is_paid_besides
        return wish.access or (REMOVE if is_all else KEEP)


def situation(connection: Connection, about: str, *, is_held: bool = False) -> Situation:
    """The payment that a reference means: its own, or that of an order that was paid once.

    Raises UnknownOrderError, NothingPaidError and SeveralPaymentsError.
    """
    payment = store.payment(connection, about, is_held=is_held)
    if payment is None:
        order = store.order(connection, about)
        if order is None:
            raise UnknownOrderError(about)
        payment = _only_payment(connection, order, is_held=is_held)
    else:
        order = store.order_by_id(connection, payment.order_id)
    payer = store.payer(connection, order.user_id)
    lines = _lines(connection, order, payment)
    besides = (one for one in _open_ones(connection, order.id) if one.id != payment.id)
    lost = disputed.lost(connection, payment.id) if payment.is_disputed else 0
    return Situation(order, payment, payer, lines, any(besides), lost)


def _lines(connection: Connection, order: Row[Any], payment: Row[Any]) -> Sequence[Line]:
    """The lines of an order: how much of each a payment was for, and how much of that went back."""
    lines = store.lines(connection, order.id)
    paid = {one.id: amount for one, amount in documents.shares(lines, payment)}
    gone = refunds.refunded_by_line(connection, payment_id=payment.id)
    return [
        Line(one.id, one.position, one.title, paid.get(one.id, 0), gone.get(one.id, 0))
        for one in lines
    ]


def _open_ones(connection: Connection, order_id: int) -> Sequence[Row[Any]]:
    """What came in for an order and has not gone back whole."""
    return [
        one
        for one in store.payments_of(connection, order_id)
        if one.state == "succeeded" and one.amount > one.reserved_own + one.refunded_external
    ]


def _only_payment(connection: Connection, order: Row[Any], *, is_held: bool) -> Row[Any]:
    came = [one for one in store.payments_of(connection, order.id) if one.state == "succeeded"]
    if not came:
        raise NothingPaidError(order.reference, order.state, is_free=not order.total)
    some = _open_ones(connection, order.id) or came[-1:]
    if len(some) > 1:
        raise SeveralPaymentsError(order.reference, [one.reference for one in some])
    return store.payment_by_id(connection, some[0].id, is_held=is_held)


def objections(
    connection: Connection, found: Situation, wanted: Share, now: datetime
) -> Sequence[str]:
    """What the policies of the courses of which money goes back say against that."""
    said: list[str] = []
    paid_at = found.order.paid_at or found.payment.received_at
    for line in store.lines(connection, found.order.id):
        if line.id not in wanted.lines:
            continue
        course = seats.course(connection, line.slug)
        policy, percent = Policy.of(course.fields), None
        if policy.highest_progress is not None:
            place = seats.seat(connection, course, found.payer)
            if place.enrollment is not None:
                percent = learning(connection, place, now).view(now).percent
        said += policy.objections(line.title, paid_at, now, percent)
    return said


def similar(connection: Connection, payment_id: int, amount: int, now: datetime) -> Row[Any] | None:
    """A refund of the same amount that is under way, or was asked for within a day."""
    for one in refunds.refunds_of(connection, payment_id):
        state = State(one.state)
        is_new = now - one.created_at < SIMILAR_FOR
        if one.amount == amount and (state in OPEN or (is_new and state in RESERVING)):
            return one
    return None


def needs_approval(found: Situation, amount: Money, terms: Terms, before: int = 0) -> bool:
    """Whether so much of a payment goes back, in all by now, that somebody else has to approve it.

    ``before`` are minor units of others that are decided at the same moment.
    """
    limits = {one.currency: one.amount for one in terms.approve_above}
    whole = found.payment.reserved_own + before + amount.amount
    return bool(whole > limits.get(amount.currency, whole))


def preview(
    connection: Connection, found: Situation, wish: Wish, now: datetime, terms: Terms
) -> RefundPreview:
    """What a wish would do."""
    wanted = found.share(wish)
    order, paid = found.order, found.payment
    left = found.payable.left
    same = similar(connection, paid.id, wanted.money.amount, now)
    return RefundPreview(
        order=order.reference,
        payment=paid.reference,
        email=found.payer.email,
        name=found.payer.name,
        method=paid.method,
        provider=found.by_whom(wish),
        paid=Money(paid.amount, paid.currency),
        paid_at=paid.received_at,
        refunded=Money(paid.amount - left, paid.currency),
        left=Money(left, paid.currency),
        amount=wanted.money,
        is_full=wanted.money.amount == left,
        lines=_parts(found.lines, wanted, paid.currency),
        objections=tuple(objections(connection, found, wanted, now)),
        access=_access(connection, found, wish, wanted),
        completed=tuple(_completed(connection, found)),
        invoice=_invoice(connection, paid.invoice_id),
        needs_approval=needs_approval(found, wanted.money, terms),
        similar=same.reference if same is not None else None,
        stays=tuple(_stays(connection, found, now)),
    )


def _access(connection: Connection, found: Situation, wish: Wish, wanted: Share) -> str:
    if found.order.subscription_id is not None:
        return SUBSCRIPTION
    if not store.order_grants(connection, found.order.reference):
        return NONE
    return found.access(wish, wanted)


def _parts(lines: Sequence[Line], wanted: Share, currency: str) -> tuple[RefundPart, ...]:
    return tuple(
        RefundPart(
            one.position,
            one.title,
            Money(one.amount, currency),
            Money(one.refunded, currency),
            Money(wanted.lines.get(one.id, 0), currency),
        )
        for one in lines
    )


def _completed(connection: Connection, found: Situation) -> Sequence[str]:
    titles = []
    for line in store.lines(connection, found.order.id):
        place = seats.seat(connection, seats.course(connection, line.slug), found.payer)
        if place.enrollment is not None and place.enrollment.completed_at is not None:
            titles.append(line.title)
    return titles


def _stays(connection: Connection, found: Situation, now: datetime) -> Iterator[str]:
    """By what else than the order its learner is in its courses, now or later."""
    for line in store.lines(connection, found.order.id):
        place = seats.seat(connection, seats.course(connection, line.slug), found.payer)
        if place.enrollment is None:
            continue
        held = (Grant.revoked_at.is_(None), or_(Grant.ends_at.is_(None), Grant.ends_at > now))
        mine = (Grant.enrollment_id == place.enrollment.id, *held)
        others = connection.execute(select(Grant.kind, Grant.reference).where(*mine))
        by = [
            _named(one.kind, one.reference)
            for one in others
            if one.reference != found.order.reference
        ]
        if by:
            yield say("“{}” by {}", line.title, say_joined(", ", by))


def _named(kind: str, reference: str | None) -> str:
    """A grant as people call it: what it comes from, or its kind."""
    return reference or say("a grant ({})", kind)


def _invoice(connection: Connection, number: int | None) -> str | None:
    if number is None:
        return None
    found: str | None = connection.scalar(select(Invoice.reference).where(Invoice.id == number))
    return found
