"""Any sequence of orders, coupons, refunds and disputes keeps the ledger equal to what moved at Stripe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from academy_cli.access.actor import operator
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import Invoice, LedgerEntry, Order, Payment, Price, Refund
from academy_cli.payments.gateway import Window
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.orders.service import Orders
from academy_cli.payments.refunds.service import Refunds
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.standin.control import Control, ControlError
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.sync.polling import sync
from academy_cli.payments.till import Terms
from academy_cli.pricing.coupons import Coupons, NewCoupon
from tests.authoring.chance import SHARE
from tests.payments.standin.provider import Standin
from tests.payments.till import KEY, Booth, course, inserted, learner, rows

pytestmark = [pytest.mark.torture] if SHARE else []

NUMBERS = count(1)
COURSES = {"python": 4900, "data": 9900}
CODE = "QUARTER"
MANY = settings(
    max_examples=max(6, int(300 * SHARE)),
    deadline=None,
    derandomize=not SHARE,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TERMS = Terms(success_url="https://learn.example.org/thanks")


class Shop:
    """An academy that sells two courses, and everything that may happen to it."""

    def __init__(self, booth: Booth, control: Control) -> None:
        self.booth, self.control = booth, control
        self.till = replace(booth, terms=TERMS).till()
        self.account = StripeAccount(StripeClient(KEY, booth.stripe))
        with write(self.till.engine) as connection:
            for slug, amount in COURSES.items():
                number = course(connection, slug)
                price = {"course_id": number, "currency": "eur", "amount": amount}
                price |= {"starts_at": utc_now(), "origin": "staff", "actor": "operator:sue"}
                inserted(connection, Price, {**price, "created_at": utc_now()})
        coupons = Coupons(self.till.database, operator("sue"))
        coupons.create(NewCoupon(CODE, basis_points=2500))

    def order(self, chance: int) -> None:
        """Somebody pays for a course or two, perhaps with a coupon."""
        email = f"learner{next(NUMBERS)}@x.org"
        with write(self.till.engine) as connection:
            learner(connection, email)
        slugs = tuple(COURSES)[: 1 + chance % 2]
        coupon = CODE if chance % 3 == 0 else None
        made = Orders(self.till).checkout(Basket(email, slugs, f"key-{email}", coupon=coupon))
        [row] = rows(self.booth, Order, reference=made.reference)
        self.control.complete(row["session_id"])

    def sync(self, _chance: int) -> None:
        """Stripe is read."""
        assert not sync(self.till).failed

    def refund(self, chance: int) -> None:
        """Support refunds a part of some payment, or all that is left."""
        if some := self._some(chance):
            amount = Money((chance % 7 + 1) * 500, "eur") if chance % 4 else None
            wish = Wish(some["reference"], f"key-{next(NUMBERS)}", amount, is_another=True)
            with suppress(AcademyError):  # too much, or disputed
                Refunds(self.till).create(wish)

    def settle(self, chance: int) -> None:
        """A refund fails late."""
        gone = [one for one in rows(self.booth, Refund) if one["state"] == "succeeded"]
        if gone:
            with suppress(ControlError):  # it has, and nobody has read that yet
                self.control.settle(gone[chance % len(gone)]["provider_id"], "failed")

    def dashboard(self, chance: int) -> None:
        """Somebody refunds in the dashboard."""
        if some := self._some(chance):
            with suppress(ControlError):
                self.control.dashboard_refund(some["charge_id"], 300)

    def dispute(self, chance: int) -> None:
        """A bank takes a payment back."""
        if some := self._some(chance):
            with suppress(ControlError):
                self.control.dispute(some["charge_id"])

    def decide(self, chance: int) -> None:
        """A dispute is won or lost."""
        for one in self.account.disputes(Window()):
            if one.status not in {"won", "lost"}:
                self.control.move_dispute(one.id, "won" if chance % 2 else "lost")
                return

    def _some(self, chance: int) -> Mapping[str, object] | None:
        paid = rows(self.booth, Payment)
        return paid[chance % len(paid)] if paid else None


DEEDS: tuple[Callable[[Shop, int], None], ...] = (
    *(Shop.order, Shop.sync, Shop.refund, Shop.settle),
    *(Shop.dashboard, Shop.dispute, Shop.decide),
)
MOVES = {
    "charge": "payment",
    "refund": "refund",
    "refund_failure": "refund_failure",
}


def moved(shop: Shop) -> Counter[str]:
    """What moved at Stripe, by the ledger's kinds."""
    found: Counter[str] = Counter()
    for one in shop.account.movements(Window()):
        if one.type == "adjustment":
            kind = "dispute" if one.money.amount < 0 else "dispute_reversal"
        else:
            kind = MOVES[one.type]
        found[kind] += one.money.amount
    return found


def test_the_ledger_is_what_moved_at_stripe(booth: Booth, stripe_standin: Standin) -> None:
    shop = Shop(booth, stripe_standin.control)

    @MANY
    @given(
        st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 1000)), min_size=4, max_size=12)
    )
    def run(deeds: list[tuple[Callable[[Shop, int], None], int]]) -> None:
        shop.order(1)
        for do, chance in [*deeds, (Shop.sync, 0)]:
            do(shop, chance)
        kept: Counter[str] = Counter()
        for one in rows(booth, LedgerEntry):
            kept[one["kind"]] += one["amount"]
        assert kept == moved(shop)

    run()
    documents = rows(booth, Invoice)
    assert {one["kind"] for one in documents} == {"invoice", "credit_note"}
