"""Payments as staff work with them: looked at, written down by hand, and read from the provider.

Knows who may; refuses to know what follows from money that came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import record_all
from academy_cli.db.transaction import read
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.payments import installation, listing, moving, owing, receiving, store
from academy_cli.payments.errors import (
    AmountDiffersError,
    LongAgoError,
    MonthClosedError,
    NothingToPayError,
    NotPayableError,
    NotYetReceivedError,
    ProviderRefusedError,
    ProviderUnavailableError,
    RequestKeyError,
    UnknownOrderError,
    UnknownPaymentError,
)
from academy_cli.payments.gateway import KeyRefusedError, ProviderError
from academy_cli.payments.listing import Wanted
from academy_cli.payments.orders import pages
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.orders.ordering import Way, expected, place, require_same
from academy_cli.payments.receiving import Received
from academy_cli.payments.store import MANUAL
from academy_cli.payments.sync import store as events
from academy_cli.payments.sync.polling import Synced, sync
from academy_cli.payments.till import Till
from academy_cli.payments.views import PaymentLine, PaymentView

YEAR = timedelta(days=366)
"""What came in longer ago is more likely a slip of the year."""


class ByHand(NamedTuple):
    """Money that staff received: for an order, or for courses that somebody has not ordered yet.

    Asking twice with one ``request_key`` is asking once.
    """

    money: Money
    method: str
    request_key: str
    order: str | None = None
    basket: Basket | None = None
    received_at: datetime | None = None
    note: str | None = None
    is_partial: bool = False
    """It does not fit, and came in all the same: less or more, or for an order that is over."""
    is_long_ago: bool = False
    """Whether it came in more than a year ago, and that is no slip."""


class Due(NamedTuple):
    """What is to be paid, by whom, and of which order; None where one would be made."""

    email: str
    money: Money
    order: str | None = None


class Payments:
    """The payments of one academy, for one actor."""

    def __init__(self, till: Till) -> None:
        self._till, self.actor = till, till.actor

    @permits(Permission.PAYMENT_LIST)
    def list(self, wanted: Wanted = Wanted()) -> Sequence[PaymentLine]:
        """Payments, the newest first."""
        with read(self._till.engine) as connection:
            return listing.payments(connection, wanted)

    @permits(Permission.PAYMENT_LIST)
    def show(self, reference: str) -> PaymentView:
        """One payment with its refunds and disputes. Raises UnknownPaymentError."""
        with read(self._till.engine) as connection:
            found = listing.payment(connection, reference)
        if found is None:
            raise UnknownPaymentError(reference)
        return found

    @permits(Permission.PAYMENT_RECORD)
    def require(self, got: ByHand) -> None:
        """Insist that money can be written down so; nothing is written. Raises what ``record`` does of it."""
        self._require_moment(got)
        with read(self._till.engine) as connection:
            if got.order is None:
                self._require_date(connection, got)
            else:
                self._require_payable(connection, self._named(connection, got.order), got)

    @permits(Permission.PAYMENT_RECORD)
    def record(self, got: ByHand) -> PaymentView:
        """Write down money that staff received, once; the learner is in, and gets a receipt.

        A payment link of the order is closed first, so that nobody pays twice; operators are told of an
        invoice that could not be. Raises UnknownOrderError,
        NotPayableError, NothingToPayError, AmountDiffersError, NotYetReceivedError, LongAgoError,
        MonthClosedError and what ``place`` raises.
        """
        self._require_moment(got)
        number, is_known = self._order(got)
        trouble = None if is_known else pages.closed(self._till, number)
        with self._till.writing() as connection:
            now = self._till.clock()
            self._require_payable(connection, store.order_by_id(connection, number), got)
            received = Received(
                MANUAL,
                got.money,
                got.method,
                got.received_at or now,
                installation.is_live(connection),
                _name(got.request_key),
                note=got.note,
            )
            by = receiving.By(self.actor.name, now)
            acts = receiving.receive(connection, number, received, by, self._till.terms)
            made = store.payment_of(connection, received.intent_id, None)
            if trouble:
                _alarm(connection, store.order_by_id(connection, number).reference, trouble, now)
            elif not is_known:
                _go_on(connection, number)
            record_all(connection, at=now, actor=self.actor, acts=acts)
        assert made is not None
        return self.show(made.reference)

    @permits(Permission.PAYMENT_RECORD)
    def due(self, of: str | Basket, request_key: str) -> Due:
        """What is to be paid of an order, or of courses, and by whom; what a key wrote down, if it did.

        Raises UnknownOrderError and what ``expected`` does.
        """
        with read(self._till.engine) as connection:
            known = _known(connection, request_key)
            if known is None and isinstance(of, Basket):
                return Due(of.email, *expected(connection, self._till, of))
            if known is None:
                mine = self._named(connection, str(of))
                left = owing.left(connection, mine)
            else:
                mine = store.order_by_id(connection, known.order_id)
                left = Money(known.amount, known.currency)
            return Due(store.payer(connection, mine.user_id).email, left, mine.reference)

    def _order(self, got: ByHand) -> tuple[int, bool]:
        """The order that money is for, made where there is none, and whether that is written down already.

        Raises what ``record`` does.
        """
        with self._till.writing() as connection:
            known = _known(connection, got.request_key)
            if got.basket is None:
                number = int(self._named(connection, got.order or "").id)
            elif known is not None:
                mine = store.order_by_id(connection, known.order_id)
                number = require_same(connection, mine, got.basket, is_any_way=True)
            else:
                way = Way(MANUAL, installation.is_live(connection))
                number = place(connection, self._till, got.basket, way)
            self._require_payable(connection, store.order_by_id(connection, number), got)
        return number, known is not None

    def _named(self, connection: Connection, reference: str) -> Row[Any]:
        found = store.order(connection, reference)
        if found is None:
            raise UnknownOrderError(reference)
        return found

    def _require_payable(self, connection: Connection, mine: Row[Any], got: ByHand) -> None:
        """Insist that money fits an order, unless it is the payment that was written down before."""
        known = _known(connection, got.request_key)
        if known is not None:
            asked = (mine.id, got.money.amount, got.money.currency)
            if (known.order_id, known.amount, known.currency) != asked:
                raise RequestKeyError(got.request_key, known.reference)
        else:
            self._require_date(connection, got)
            _require_fit(mine, owing.left(connection, mine), got)

    def _require_moment(self, got: ByHand) -> None:
        if got.received_at is not None and got.received_at > self._till.clock():
            raise NotYetReceivedError(got.received_at)

    def _require_date(self, connection: Connection, got: ByHand) -> None:
        """Insist on a year that is no slip, and on a month whose closing stays true."""
        at, now = got.received_at, self._till.clock()
        if at is None:
            return
        if now - at > YEAR and not got.is_long_ago:
            raise LongAgoError(at, now)
        if month := moving.closed_month(connection, at):
            raise MonthClosedError(month, at)

    @permits(Permission.PAYMENT_SYNC)
    def read_until(self) -> datetime | None:
        """Until when the provider's events were read; None where they never were."""
        with read(self._till.engine) as connection:
            return events.cursor(connection, events.EVENTS)

    @permits(Permission.PAYMENT_SYNC)
    def sync(self, told: Callable[[int], None] = lambda _: None) -> Synced:
        """Read what happened at the provider since the last time, and apply it.

        Raises NoKeyError, LiveModeError, ProviderRefusedError and ProviderUnavailableError.
        """
        try:
            return sync(self._till, told)
        except KeyRefusedError as error:
            raise ProviderRefusedError(say("to be read"), error.reason) from error
        except ProviderError as error:
            hint = say("Nothing is lost; try again: academy payment sync")
            raise ProviderUnavailableError(
                say("Stripe cannot be read"), error.reason, hint
            ) from error


def _name(request_key: str) -> str:
    return f"{MANUAL}-{request_key}"


def _known(connection: Connection, request_key: str) -> Row[Any] | None:
    """The payment that a key wrote down."""
    return store.payment_of(connection, _name(request_key), None)


def _alarm(connection: Connection, order: str, why: str, at: datetime) -> None:
    """Tell the operators of an order that was paid by hand, and could be paid once more."""
    about = say("{} was paid by hand, and its invoice may be paid still", order)
    tell(connection, f"order-payable:{order}", about, say("{}\n\nVoid it at Stripe.", why), at)


def _go_on(connection: Connection, number: int) -> None:
    """Let the rest of an order be paid on a page, or an invoice, of its own."""
    mine = store.order_by_id(connection, number)
    if mine.state == "open" and mine.parameters is not None:
        pages.begin_anew(connection, mine)


def _require_fit(mine: Row[Any], left: Money, got: ByHand) -> None:
    is_over = mine.state in {"paid", "cancelled"}
    if is_over and not (got.is_partial and got.money.amount):
        raise NotPayableError(mine.reference, mine.state, has_come=True)
    if not mine.total:
        raise NothingToPayError(mine.reference)
    if got.money.currency != left.currency or (got.money != left and not got.is_partial):
        raise AmountDiffersError(mine.reference, got.money, left)
