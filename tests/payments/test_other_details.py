"""The same is asked for again, for somebody else to be billed: never silently what was asked for first."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from academy_cli.invoicing.issuer import Tax
from academy_cli.models import Order, OrderLine
from academy_cli.payments.errors import ProviderUnavailableError, RequestKeyError
from academy_cli.payments.orders.errors import OtherDetailsError
from academy_cli.payments.orders.service import Orders
from academy_cli.payments.paper import Paper
from academy_cli.payments.service import ByHand
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from tests.engines import in_turns
from tests.payments.counter import PRICE, Counter
from tests.payments.till import KEY

ACME = {"name": "Acme", "address": ["1 Main Street"], "country": "CH"}
BETA = {"name": "Beta", "address": [], "country": "FR"}


def away(counter: Counter) -> Orders:
    """Orders while Stripe is away."""
    gateway = StripeAccount(StripeClient(KEY, "http://127.0.0.1:1", timeout_s=1))
    return Orders(counter.till(gateway=gateway))


@in_turns
@pytest.mark.parametrize("days", [None, 14])
@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"billing": BETA}, "buyer and country"),
        ({"billing": {"country": "FR"}}, "country"),
        ({"billing": {"tax_number": "FR1"}}, "tax number"),
        ({"note": "rang again"}, "note"),
    ],
)
def test_other_details_are_refused_once_stripe_was_asked(
    counter: Counter, days: int | None, more: dict[str, Any], what: str
) -> None:
    first = counter.basket(billing=ACME, note="rang", invoice_days=days)
    made = counter.orders().checkout(first)
    other = counter.basket(**{"billing": ACME, "note": "rang", "invoice_days": days, **more})

    for ask in (counter.orders().preview, counter.orders().checkout):
        with pytest.raises(OtherDetailsError) as refused:
            ask(other)

    assert refused.value.message.endswith(f"with another {what}.")
    assert f"academy order cancel {made.reference}" in (refused.value.hint or "")
    assert len(counter.rows(Order)) == 1


def test_other_days_are_refused_once_stripe_was_asked(counter: Counter) -> None:
    made = counter.orders().checkout(counter.basket(invoice_days=14))

    with pytest.raises(OtherDetailsError) as refused:
        counter.orders().checkout(counter.basket(invoice_days=60))
    usual = counter.orders().checkout(counter.basket(invoice_days=30, are_days_usual=True))

    assert refused.value.message.endswith("with another due date.")
    assert usual.reference == made.reference


def test_other_days_are_taken_over_while_stripe_was_not_asked(counter: Counter) -> None:
    with pytest.raises(ProviderUnavailableError):
        away(counter).checkout(counter.basket(invoice_days=14))

    made = counter.orders().checkout(counter.basket(invoice_days=60))

    [order] = counter.rows(Order)
    assert json.loads(order.parameters)["invoice"]["days_until_due"] == 60
    assert made.due_at is not None
    assert (made.due_at - order.created_at).days in (59, 60)


def test_what_is_not_said_again_stays(counter: Counter) -> None:
    made = counter.orders().checkout(counter.basket(billing=ACME, note="rang"))

    again = counter.orders().checkout(counter.basket())

    assert (again.reference, again.note) == (made.reference, "rang")
    assert again.bill_to == ("Acme", "1 Main Street", "CH")


@pytest.mark.parametrize("days", [None, 14])
def test_before_stripe_was_asked_the_last_wish_counts(counter: Counter, days: int | None) -> None:
    counter.terms = replace(counter.terms, paper=Paper(tax=_swiss_pay_tax))
    first = counter.basket(billing=BETA, note="rang", invoice_days=days)
    _placed(counter, first)
    untaxed = [one.tax_basis_points for one in counter.rows(OrderLine)]

    made = counter.orders().checkout(counter.basket(billing=ACME, note="Acme", invoice_days=days))

    [order] = counter.rows(Order)
    assert made.bill_to == ("Acme", "1 Main Street", "CH")
    assert (order.note, json.loads(order.billing)) == ("Acme", ACME)
    assert (untaxed, [one.tax_basis_points for one in counter.rows(OrderLine)]) == ([0], [810])
    assert counter.acts("order.change") == ["order.change"]
    names = [one["name"] for one in counter.standin.control.dump().get("customer", ())]
    assert names == (["Acme"] if days else [])


def test_a_request_that_broke_off_may_have_made_a_page(counter: Counter) -> None:
    with pytest.raises(ProviderUnavailableError):
        away(counter).checkout(counter.basket(billing=ACME))

    with pytest.raises(OtherDetailsError):
        counter.orders().checkout(counter.basket(billing=BETA))


def test_a_key_asks_for_one_bill(counter: Counter) -> None:
    basket = counter.basket(billing=ACME)
    made = counter.orders().checkout(basket)

    with pytest.raises(RequestKeyError):
        counter.orders().checkout(basket._replace(billing=BETA))
    assert counter.orders().checkout(basket).reference == made.reference


def test_money_by_hand_is_not_written_down_for_another_bill(counter: Counter) -> None:
    counter.orders().checkout(counter.basket(billing=ACME, note="rang"))
    other, same = counter.basket(billing=BETA), counter.basket(billing=ACME, note="in cash")

    with pytest.raises(OtherDetailsError) as refused:
        counter.payments().record(ByHand(PRICE, "cash", other.request_key, basket=other))
    counter.payments().record(ByHand(PRICE, "cash", same.request_key, basket=same))
    counter.payments().record(ByHand(PRICE, "cash", same.request_key, basket=same))

    assert "--another" not in (refused.value.hint or "")
    assert [one.state for one in counter.rows(Order)] == ["paid"]


def _placed(counter: Counter, basket: Any) -> None:
    """An order that is written down, and nothing more: whoever made it ended there."""
    from academy_cli.db.transaction import write
    from academy_cli.payments.orders.ordering import Way, place

    till = counter.till()
    with write(till.engine) as connection:
        place(connection, till, basket, Way("stripe", is_live=False))


def _swiss_pay_tax(billing: Any) -> Tax:
    return Tax(810 if billing.get("country") == "CH" else 0, "standard")
