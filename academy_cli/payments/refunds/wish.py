"""What somebody wants refunded, and how much that comes to.

Functions of values: amounts of an order's lines, what of each has gone back, what is wanted. Refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from academy_cli.kit.money import Money, allocate, granule, portion
from academy_cli.payments.refunds.errors import (
    BadAmountError,
    ExceedsLineError,
    ExceedsPaymentError,
    NothingLeftToRefundError,
    UnknownLineError,
)

REASONS = ("requested_by_customer", "duplicate", "fraudulent")
"""As Stripe calls them (docs.stripe.com/api/refunds/create)."""
KEEP, REMOVE = "keep", "remove"


class Wish(NamedTuple):
    """A refund that somebody wants; without an amount, a percentage or lines it is all that is left.

    ``about`` is the reference of an order or of a payment; asking twice with one ``request_key`` is asking
    once. ``lines`` are positions with an amount each; None is what is left of that one.
    """

    about: str
    request_key: str
    amount: Money | None = None
    basis_points: int | None = None
    lines: Mapping[int, Money | None] = {}
    reason: str = REASONS[0]
    note: str | None = None
    access: str | None = None
    """``keep`` or ``remove``; without, a full refund removes it."""
    overrides_policy: bool = False
    is_another: bool = False
    is_by_hand: bool = False
    """Staff pay it out themselves, whoever took the payment."""
    batch_id: int | None = None


class Line(NamedTuple):
    """A line of an order: its row, its place, and how much of it was paid and has gone back."""

    id: int
    position: int
    title: str
    amount: int
    refunded: int

    @property
    def left(self) -> int:
        """Minor units that have not gone back."""
        return self.amount - self.refunded


class Share(NamedTuple):
    """How much goes back, and how much of each line."""

    money: Money
    lines: Mapping[int, int]


def share(wish: Wish, order: str, lines: Sequence[Line], payment: Payable) -> Share:
    """How much a wish comes to.

    Raises NothingLeftToRefundError, BadAmountError, ExceedsPaymentError, ExceedsLineError and
    UnknownLineError.
    """
    if payment.left <= 0:
        raise NothingLeftToRefundError(payment.reference, payment.money)
    if wish.lines:
        return _of_lines(wish.lines, order, lines, payment)
    wanted = _wanted(wish, payment)
    if wanted.currency != payment.money.currency or not _is_whole(wanted):
        raise BadAmountError(wanted)
    if wanted.amount > payment.left:
        raise ExceedsPaymentError(payment.reference, wanted, Money(payment.left, wanted.currency))
    left = [max(0, line.left) for line in lines]
    weights = left if sum(left) >= wanted.amount else [x.amount for x in lines]
    parts = allocate(wanted.amount, weights, granule(wanted.currency))
    return Share(wanted, {one.id: part for one, part in zip(lines, parts, strict=True) if part})


class Payable(NamedTuple):
    """A payment: what came in, and how much of that can still go back, in minor units."""

    reference: str
    money: Money
    left: int


def _wanted(wish: Wish, payment: Payable) -> Money:
    currency = payment.money.currency
    if wish.amount is not None:
        return wish.amount
    if wish.basis_points is not None:
        part = portion(payment.money.amount, wish.basis_points, 10_000, granule(currency))
        return Money(part, currency)
    return Money(payment.left, currency)


def _is_whole(wanted: Money) -> bool:
    return wanted.amount > 0 and wanted.amount % granule(wanted.currency) == 0


def _of_lines(
    wanted: Mapping[int, Money | None], order: str, lines: Sequence[Line], payment: Payable
) -> Share:
    there = {line.position: line for line in lines}
    currency, parts = payment.money.currency, {}
    for position, money in wanted.items():
        line = there.get(position)
        if line is None:
            raise UnknownLineError(order, position, sorted(there))
        asked = Money(line.left, currency) if money is None else money
        if asked.currency != currency or not _is_whole(asked):
            raise BadAmountError(asked)
        if asked.amount > line.left:
            raise ExceedsLineError(position, line.title, asked, Money(line.left, currency))
        parts[line.id] = asked.amount
    whole = Money(sum(parts.values()), currency)
    if whole.amount > payment.left:
        raise ExceedsPaymentError(payment.reference, whole, Money(payment.left, currency))
    return Share(whole, parts)
