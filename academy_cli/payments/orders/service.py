"""Orders as staff and learners work with them: priced, made, paid by a link, and called off.

Knows who may; refuses to know what courses cost, which pricing does, and how the provider is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.audit.service import record_all
from academy_cli.db.transaction import read
from academy_cli.enrollments import seats
from academy_cli.kit.money import Money
from academy_cli.payments import listing, receiving, store
from academy_cli.payments.errors import NotPayableError, PaidOrderError, UnknownOrderError
from academy_cli.payments.gateway import Gateway
from academy_cli.payments.listing import Wanted
from academy_cli.payments.orders import checkout, closing, pages
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.orders.buyer import buyer
from academy_cli.payments.orders.ordering import Way, open_already, place, require_sense
from academy_cli.payments.orders.store import by_request
from academy_cli.payments.till import Till
from academy_cli.payments.views import OrderLineView, OrderPreview, OrderSummary, OrderView
from academy_cli.pricing.quoting import Quote, quote
from academy_cli.pricing.quoting import Wanted as WantedCourses

STRIPE = "stripe"


class Orders:
    """The orders of one academy, for one actor."""

    def __init__(self, till: Till) -> None:
        self._till, self.actor = till, till.actor

    # -- looking -----------------------------------------------------------------------------------

    @permits(Permission.ORDER_LIST)
    def list(self, wanted: Wanted = Wanted()) -> Sequence[OrderSummary]:
        """Orders within the actor's reach, the newest first."""
        own = self.actor.reach(Permission.ORDER_LIST) is not Reach.ALL
        with read(self._till.engine) as connection:
            mine = wanted._replace(user_id=self.actor.user_id) if own else wanted
            return listing.orders(connection, mine)

    @permits(Permission.ORDER_SHOW)
    def show(self, reference: str) -> OrderView:
        """One order with its lines, payments and refunds. Raises UnknownOrderError."""
        with read(self._till.engine) as connection:
            mine = self._order(connection, reference)
            self.actor.require_person(Permission.ORDER_SHOW, mine.user_id, reference)
            return listing.order(connection, mine)

    @permits(Permission.ORDER_CHECKOUT)
    def preview(self, basket: Basket) -> OrderPreview:
        """What an order would cost, or the one that a request key made. Raises what ``place`` does."""
        basket = basket._replace(billing=buyer(basket.billing))
        with read(self._till.engine) as connection:
            user = seats.person(connection, basket.email)
            self.actor.require_person(Permission.ORDER_CHECKOUT, user.id, user.email)
            if known := by_request(connection, basket.request_key):
                return _known(user.email, listing.order(connection, known))
            found = self._quote(connection, basket, user.id)
            number = open_already(connection, self._till, basket, found, STRIPE)
            for line in found.lines:
                course = seats.course(connection, line.slug)
                require_sense(connection, seats.seat(connection, course, user), self._till.clock())
            taken = None if number is None else store.order_by_id(connection, number).reference
            return _preview(user.email, basket, found, taken)

    # -- changing ----------------------------------------------------------------------------------

    @permits(Permission.ORDER_CHECKOUT)
    def checkout(self, basket: Basket, *, tells: bool = True) -> OrderView:
        """Make an order and what it is paid on, and mail its link; what is free is paid at once.

        Raises what ``place`` and ``pages.open_`` raise, NoKeyError and LiveModeError.
        """
        way = Way("none", is_live=True)
        if self.preview(basket).total:
            way = Way(STRIPE, self._gateway(basket).is_live)
        with self._till.writing() as connection:
            number = place(connection, self._till, basket, way)
            mine = store.order_by_id(connection, number)
            if not mine.total and mine.state == "open":
                self._give(connection, mine)
        if mine.total and mine.state == "open":
            pages.open_(self._till, number, tells=tells)
        return self._view(number)

    @permits(Permission.ORDER_CHECKOUT)
    def send(self, reference: str) -> OrderView:
        """Mail the link of an order once more, made anew where it is missing or over.

        Raises UnknownOrderError, NotPayableError and what ``pages.open_`` raises.
        """
        number = self._payable(reference)
        pages.open_(self._till, number, tells=True, is_again=True)
        return self._view(number)

    @permits(Permission.ORDER_CHECKOUT)
    def require_open(self, reference: str) -> None:
        """Insist that an order has a link to mail; nothing is written. Raises what ``send`` does of it."""
        self._payable(reference)

    @permits(Permission.ORDER_CANCEL)
    def cancel(
        self, reference: str, reason: str | None = None, *, dry_run: bool = False
    ) -> OrderView:
        """Call an order off that was not paid; its page is closed, or its invoice voided, first.

        Raises UnknownOrderError, PaidOrderError and what ``pages.close`` raises.
        """
        with read(self._till.engine) as connection:
            mine = self._order(connection, reference)
        if mine.paid_at is not None:
            raise PaidOrderError(mine.reference)
        if dry_run:
            return self._view(mine.id)
        if mine.state == "open":
            pages.close(self._till, mine.id)
        with self._till.writing() as connection:
            held = store.order_by_id(connection, mine.id, is_held=True)
            if held.paid_at is not None:
                raise PaidOrderError(mine.reference)
            now = self._till.clock()
            acts = closing.close(connection, held, closing.CANCELLED, now)
            told = [one._replace(reason=reason) for one in acts]
            record_all(connection, at=now, actor=self.actor, acts=told)
        return self._view(mine.id)

    # -- within ------------------------------------------------------------------------------------

    def _gateway(self, basket: Basket) -> Gateway:
        """The provider, if what is to be paid on could be asked of it. Raises what settings are missing."""
        if basket.invoice_days is not None:
            return self._till.open_gateway()
        return checkout.require_page(self._till)

    def _give(self, connection: Connection, mine: Row[Any]) -> None:
        """Let somebody in who has nothing to pay."""
        by = receiving.By(self.actor.name, self._till.clock())
        acts = receiving.pay(connection, mine, by.at, by)
        record_all(connection, at=by.at, actor=self.actor, acts=acts)

    def _quote(self, connection: Connection, basket: Basket, user_id: int) -> Quote:
        wanted = WantedCourses(basket.courses, basket.currency, basket.coupon, user_id)
        return quote(connection, wanted, self._till.clock())

    def _payable(self, reference: str) -> int:
        """The row of an order that has a link to mail. Raises UnknownOrderError and NotPayableError."""
        with read(self._till.engine) as connection:
            mine = self._order(connection, reference)
            self.actor.require_person(Permission.ORDER_CHECKOUT, mine.user_id, reference)
        if mine.state != "open" or mine.provider != STRIPE:
            raise NotPayableError(mine.reference, mine.state)
        return int(mine.id)

    def _order(self, connection: Connection, reference: str) -> Row[Any]:
        mine = store.order(connection, reference)
        if mine is None:
            raise UnknownOrderError(reference)
        return mine

    def _view(self, number: int) -> OrderView:
        with read(self._till.engine) as connection:
            return listing.order(connection, store.order_by_id(connection, number))


def _known(email: str, made: OrderView) -> OrderPreview:
    return OrderPreview(
        email,
        made.lines,
        made.discount,
        made.total,
        made.coupon,
        bill_to=made.bill_to,
        order=made.reference,
    )


def _preview(email: str, basket: Basket, found: Quote, taken: str | None) -> OrderPreview:
    nothing = Money(0, found.currency)
    lines = tuple(
        OrderLineView(
            at, one.slug, one.title, one.price, one.discount, one.amount, nothing, nothing
        )
        for at, one in enumerate(found.lines, 1)
    )
    discount = Money(sum(one.discount.amount for one in found.lines), found.currency)
    return OrderPreview(
        email,
        lines,
        discount,
        found.total,
        basket.coupon,
        basket.invoice_days if found.total else None,
        listing.bill_to(basket.billing),
        taken,
    )
