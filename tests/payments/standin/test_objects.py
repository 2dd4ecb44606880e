"""Objects have what Stripe's own types of them have: every field that must be there, and no other."""

from __future__ import annotations

import typing
from typing import Any

import pytest
import stripe

from academy_cli.payments.standin.wire import Json
from tests.payments.standin.buying import charged, monthly, paid, refunded, session, subscribed
from tests.payments.standin.provider import Standin

CLASSES: dict[str, Any] = {
    one.OBJECT_NAME: one
    for one in (
        stripe.BalanceTransaction,
        stripe.Charge,
        stripe.Coupon,
        stripe.Customer,
        stripe.Dispute,
        stripe.Event,
        stripe.Invoice,
        stripe.InvoiceItem,
        stripe.InvoicePayment,
        stripe.PaymentIntent,
        stripe.PaymentLink,
        stripe.PaymentMethod,
        stripe.Payout,
        stripe.Price,
        stripe.Product,
        stripe.PromotionCode,
        stripe.Refund,
        stripe.Subscription,
        stripe.checkout.Session,
    )
}


@pytest.fixture
def everything(stripe_standin: Standin) -> dict[str, list[Json]]:
    """A world in which everything has happened once."""
    api, control = stripe_standin.api, stripe_standin.control
    coupon = api.coupons.create({"percent_off": 10, "duration": "once"})
    code = api.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}})
    control.complete(session(stripe_standin, discounts=[{"promotion_code": code.id}]).id)
    subscription = subscribed(stripe_standin)
    api.invoice_items.create({"customer": subscription.customer, "amount": 1, "currency": "usd"})
    api.payment_links.create({"line_items": [{"price": monthly(stripe_standin).id, "quantity": 1}]})
    for mode in ("pending", "requires_action", "fail"):
        control.refund_mode(mode)
        refunded(stripe_standin, paid(stripe_standin).id)
    control.refund_mode("succeed")
    control.settle(refunded(stripe_standin, paid(stripe_standin).id).id, "failed")
    control.dispute(charged(stripe_standin))
    control.advance(3 * 24 * 3600)
    control.payout()
    return control.dump(events=True)


def fields(kind: str) -> tuple[set[str], set[str]]:
    """The fields that an object of a kind has, and those that have to be there."""
    hints = CLASSES[kind].__annotations__
    names = {name for name in hints if name.islower()}
    needed = {name for name in names if type(None) not in typing.get_args(hints[name])}
    return names, needed


def test_every_kind_is_there(everything: dict[str, list[Json]]) -> None:
    assert set(everything) == set(CLASSES)


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_an_object_has_what_stripes_type_needs(
    everything: dict[str, list[Json]], kind: str
) -> None:
    _, needed = fields(kind)

    for made in everything[kind]:
        assert {name for name in needed if made.get(name) is None} == set()


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_an_object_has_nothing_that_stripes_type_has_not(
    everything: dict[str, list[Json]], kind: str
) -> None:
    known, _ = fields(kind)

    for made in everything[kind]:
        assert set(made) - known == set()
