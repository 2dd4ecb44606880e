"""Which refunds a plan proposes: those of a cancelled course, or of orders that somebody lists.

Each candidate becomes a row, also those that will be skipped, with the reason. Works in the caller's
transaction; refuses to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from academy_cli.bulk.errors import RefusedRowError
from academy_cli.enrollments import seats
from academy_cli.errors import AcademyError
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say, unstopped
from academy_cli.models import Order, OrderLine
from academy_cli.payments import access, store
from academy_cli.payments.refunds.bulk.fees import Fee, back, kept
from academy_cli.payments.refunds.bulk.judging import Judged, Taken, judged, left_of
from academy_cli.payments.refunds.bulk.rows import Asked, PlanRow, about_of, amount_of
from academy_cli.payments.refunds.situation import Situation, needs_approval, situation
from academy_cli.payments.refunds.wish import KEEP, REMOVE
from academy_cli.payments.till import Till


class Terms(NamedTuple):
    """What holds for all rows of a plan; without ``access``, what goes back whole takes it along."""

    fee: Fee = Fee()
    access: str | None = None
    reason: str | None = None
    overrides: bool = False


class Candidate(NamedTuple):
    """What might be refunded: a payment or an order, one line of it, and how much if somebody said."""

    about: str
    line: int | None = None
    amount: Money | None = None
    said: Mapping[str, str] = {}
    """What the row of a list says; an amount without a currency is in that of its payment."""


class Proposed(NamedTuple):
    """A row of a plan, and what it would do."""

    row: PlanRow
    needs_approval: bool = False
    loses: frozenset[int] = frozenset()
    """The people whose access to a course it ends, by their accounts' numbers."""
    is_by_hand: bool = False


def of_course(connection: Connection, slug: str) -> Iterator[Candidate]:
    """The lines of paid orders that are of a course. Raises UnknownCourseError."""
    course = seats.course(connection, slug)
    query = (
        select(Order.reference, OrderLine.position)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.course_id == course.id, Order.paid_at.is_not(None))
        .order_by(Order.id, OrderLine.position)
    )
    for one in connection.execute(query).all():
        yield Candidate(one.reference, one.position)


def listed(said: Mapping[str, str]) -> Candidate:
    """What a row of somebody's list names. Raises RefusedRowError."""
    line = said.get("line")
    if line and not (line.isascii() and line.isdigit()):
        raise RefusedRowError(say("“{}” is no line of an order", line))
    return Candidate(about_of(said), int(line) if line else None, said=said)


class Selection:
    """The rows of one plan, one after the other."""

    def __init__(self, connection: Connection, till: Till, terms: Terms) -> None:
        self._connection, self._till, self._terms = connection, till, terms
        self._taken = Taken()

    def propose(self, one: Candidate) -> Proposed:
        """The row for a candidate: what goes back of it, or why nothing does."""
        try:
            found = situation(self._connection, one.about)
        except AcademyError as error:
            return Proposed(PlanRow(one.about, line=one.line, skip=unstopped(error.message)))
        try:
            said = {"currency": found.payment.currency.upper(), **one.said}
            one = one._replace(amount=amount_of(said, "amount"))
        except RefusedRowError as refusal:
            return Proposed(PlanRow(one.about, line=one.line, skip=refusal.reason))
        row, asked = self._row(found, one)
        if asked is None:
            return Proposed(row)
        decided = judged(self._connection, self._till, asked, self._taken, found)
        if isinstance(decided, str):
            return Proposed(replace(row, skip=decided))
        money = decided.wanted.money
        waits = needs_approval(found, money, self._till.terms, decided.before)
        by_hand = found.by_whom(decided.wish) == store.MANUAL
        notes = {"pay it out yourself": by_hand, "somebody else has to approve it": waits}
        note = "; ".join(said for said, holds in notes.items() if holds)
        loses = self._losers(decided) if row.access == REMOVE else frozenset[int]()
        return Proposed(replace(row, note=note), waits, loses, by_hand)

    def _row(self, found: Situation, one: Candidate) -> tuple[PlanRow, Asked | None]:
        """The row of something that was paid, and what it asks for, if there is anything to ask for."""
        currency, terms = found.payment.currency, self._terms
        left = Money(left_of(found, one.line), currency)
        paid, course = _paid(self._connection, found, one.line)
        fee = kept(terms.fee, paid) if one.amount is None else Money(0, currency)
        amount = one.amount  # one of nothing is none of all
        if amount is None and fee is not None:
            amount = back(left, fee)
        is_whole = one.amount is None or one.amount == left
        ends = is_whole and not found.is_paid_besides
        gone = left if amount is None or amount.currency != currency else amount
        stays = Money(0, currency) if one.amount is not None else left - gone
        row = PlanRow(
            found.order.reference,
            found.payment.reference,
            one.line,
            course,
            found.payer.email,
            left,
            stays,
            amount,
            terms.access or (REMOVE if ends else KEEP),
            terms.overrides,
            terms.reason,
        )
        if why := _nothing(paid, left, fee, amount):
            return replace(row, skip=why), None
        assert amount is not None
        asked = Asked(
            found.payment.reference, one.line, amount, left, row.access, row.overrides, row.reason
        )
        return row, asked

    def _losers(self, one: Judged) -> frozenset[int]:
        """Whose access to a course ends: the learner's, unless something else gives it, too."""
        now, order = self._till.clock(), one.found.order
        for line in store.lines(self._connection, order.id):
            is_meant = not one.wish.lines or line.id in one.wanted.lines
            if is_meant and self._loses(line, one.found.payer, order.reference, now):
                return frozenset([one.found.payer.id])
        return frozenset()

    def _loses(self, line: Row[Any], payer: Row[Any], reference: str, now: datetime) -> bool:
        place = seats.seat(self._connection, seats.course(self._connection, line.slug), payer)
        if place.enrollment is None or not place.access(now).has_access:
            return False
        return not place.access(now, without=(access.ORDER, reference)).has_access


def _paid(connection: Connection, found: Situation, position: int | None) -> tuple[Money, str]:
    """What was paid for a line, or for all of them, and of which courses."""
    lines = store.lines(connection, found.order.id)
    mine = [one for one in lines if position in {None, one.position}]
    slugs = " ".join(one.slug for one in mine)
    amount = found.payment.amount if position is None else sum(one.amount for one in mine)
    return Money(amount, found.payment.currency), slugs


def _nothing(paid: Money, left: Money, fee: Money | None, amount: Money | None) -> str:
    """Why nothing goes back, if nothing does."""
    if not paid:
        return say("nothing was paid for it")
    if not left:
        return say("all of it went back already")
    if fee is None:
        return say("no fee is named in {}", paid.currency.upper())
    if amount is not None and not amount and not fee:
        return say("the amount is nothing")
    if not amount:
        return say("nothing is left after the fee of {}", written(fee))
    return ""
