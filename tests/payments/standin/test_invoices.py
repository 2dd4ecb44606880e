"""Invoices that are sent as links: drafts, lines, numbers, payment."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.payments.standin.buying import kinds
from tests.payments.standin.provider import Provider, Standin


def draft(asked: Provider, amount: int = 4900, **more: Any) -> Any:
    """A draft for one course, to be paid within two weeks."""
    customer = asked.api.customers.create({"email": "ann@example.org", "name": "Ann"})
    made = asked.api.invoices.create(
        {
            "customer": customer.id,
            "currency": "eur",
            "collection_method": "send_invoice",
            "days_until_due": 14,
            **more,
        }
    )
    asked.api.invoice_items.create(
        {
            "customer": customer.id,
            "invoice": made.id,
            "amount": amount,
            "currency": "eur",
            "description": "Python for everybody",
        }
    )
    return asked.api.invoices.retrieve(made.id)


def issued(asked: Provider) -> Any:
    """A final invoice, which waits to be paid."""
    return asked.api.invoices.finalize_invoice(draft(asked).id)


@pytest.mark.contract
def test_a_draft_adds_its_lines_up(provider: Provider) -> None:
    made = draft(provider, 4900)

    assert (made.status, made.total, made.number) == ("draft", 4900, None)
    assert [line.description for line in made.lines.data] == ["Python for everybody"]


@pytest.mark.contract
def test_a_final_invoice_has_a_number_and_a_page(provider: Provider) -> None:
    made = issued(provider)

    assert (made.status, made.amount_due) == ("open", 4900)
    assert made.number.endswith("0001")
    assert made.hosted_invoice_url.startswith("https://")


@pytest.mark.contract
def test_a_final_invoice_is_final(provider: Provider) -> None:
    made = issued(provider)

    with pytest.raises(stripe.InvalidRequestError):
        provider.api.invoices.finalize_invoice(made.id)
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.invoices.delete(made.id)


def test_an_invoice_that_is_sent_is_final_and_tells_of_it(stripe_standin: Standin) -> None:
    made = stripe_standin.api.invoices.send_invoice(draft(stripe_standin).id)

    assert made.status == "open"
    assert kinds(stripe_standin)[0] == "invoice.sent"


def test_a_customer_pays_on_the_page_of_an_invoice(stripe_standin: Standin) -> None:
    made = issued(stripe_standin)

    stripe_standin.control.pay_invoice(made.id)

    found = stripe_standin.api.invoices.retrieve(made.id, {"expand": ["payments"]})
    (payment,) = found.payments.data
    intent = stripe_standin.api.payment_intents.retrieve(payment.payment.payment_intent)
    assert (found.status, found.amount_paid, intent.status) == ("paid", 4900, "succeeded")
    assert {"invoice.paid", "invoice_payment.paid"} <= set(kinds(stripe_standin))


def test_the_invoice_of_a_payment_can_be_found(stripe_standin: Standin) -> None:
    made = issued(stripe_standin)
    (payment,) = stripe_standin.api.invoice_payments.list({"invoice": made.id}).data
    issued(stripe_standin)

    found = stripe_standin.api.invoice_payments.list(
        {"payment": {"type": "payment_intent", "payment_intent": payment.payment.payment_intent}}
    ).data

    assert [one.invoice for one in found] == [made.id]


def test_a_declined_invoice_stays_open(stripe_standin: Standin) -> None:
    made = issued(stripe_standin)

    left = stripe_standin.control.pay_invoice(made.id, "pm_card_chargeDeclined")

    assert (left["status"], left["attempt_count"]) == ("open", 1)
    assert kinds(stripe_standin)[0] == "invoice.payment_failed"


def test_an_invoice_is_paid_once(stripe_standin: Standin) -> None:
    made = issued(stripe_standin)
    stripe_standin.control.pay_invoice(made.id)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_standin.api.invoices.pay(made.id, {"payment_method": "pm_card_visa"})

    assert refused.value.code == "invoice_already_paid"


@pytest.mark.contract
def test_an_invoice_paid_elsewhere_moves_no_money(provider: Provider) -> None:
    made = issued(provider)

    paid = provider.api.invoices.pay(made.id, {"paid_out_of_band": True})

    assert paid.status == "paid"


@pytest.mark.contract
def test_an_open_invoice_can_be_made_void(provider: Provider) -> None:
    assert provider.api.invoices.void_invoice(issued(provider).id).status == "void"


@pytest.mark.contract
def test_lines_of_a_draft_are_added_at_once_and_of_a_final_one_never(provider: Provider) -> None:
    made, lines = draft(provider), [{"amount": 700, "description": "Rust"}]

    more = provider.api.invoices.add_lines(made.id, {"lines": lines})
    provider.api.invoices.finalize_invoice(made.id)

    assert (more.total, len(more.lines.data)) == (5600, 2)
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.invoices.add_lines(made.id, {"lines": lines})


def test_what_was_given_up_can_be_paid_and_what_is_void_has_no_payment(
    stripe_standin: Standin,
) -> None:
    bad, void = issued(stripe_standin), issued(stripe_standin)

    stripe_standin.api.invoices.mark_uncollectible(bad.id)
    stripe_standin.api.invoices.void_invoice(void.id)

    assert stripe_standin.control.pay_invoice(bad.id)["status"] == "paid"
    (payment,) = stripe_standin.api.invoice_payments.list({"invoice": void.id}).data
    assert payment.status == "canceled"


@pytest.mark.contract
def test_an_invoice_that_is_sent_needs_a_day_it_is_due(provider: Provider) -> None:
    customer = provider.api.customers.create({})

    with pytest.raises(stripe.InvalidRequestError):
        provider.api.invoices.create({"customer": customer.id, "collection_method": "send_invoice"})


@pytest.mark.contract
def test_lines_that_wait_come_in_where_that_is_asked_for(provider: Provider) -> None:
    customer = provider.api.customers.create({})
    provider.api.invoice_items.create({"customer": customer.id, "amount": 700, "currency": "usd"})

    without = provider.api.invoices.create({"customer": customer.id})
    with_it = provider.api.invoices.create(
        {"customer": customer.id, "pending_invoice_items_behavior": "include"}
    )

    assert (without.total, with_it.total) == (0, 700)
