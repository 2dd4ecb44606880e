"""Subscriptions: begun, paid again, overdue, ended."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.payments.standin.buying import kinds, subscribed
from tests.payments.standin.provider import Provider, Standin

DAY_S, JANUARY_31 = 24 * 3600, 1_769_853_600


def now(standin: Standin, name: str) -> Any:
    """A subscription as it is now."""
    return standin.api.subscriptions.retrieve(name, {"expand": ["latest_invoice"]})


def a_month(standin: Standin) -> None:
    """A month and an hour, in which a renewal's invoice is made and paid."""
    standin.control.advance(31 * DAY_S + 2 * 3600)


@pytest.mark.contract
def test_a_recurring_price_is_made_as_it_is_asked_for(provider: Provider) -> None:
    price = provider.api.prices.create(
        {
            "currency": "usd",
            "unit_amount": 900,
            "recurring": {"interval": "month"},
            "product_data": {"name": "All courses"},
        }
    )

    assert (price.type, price.recurring.interval, price.unit_amount) == ("recurring", "month", 900)


def test_a_subscription_is_active_once_it_is_paid(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin, metadata={"plan": "all"})

    assert (made.status, made.metadata.to_dict()) == ("active", {"plan": "all"})
    assert now(stripe_standin, made.id).latest_invoice.status == "paid"
    assert {
        "customer.subscription.created",
        "invoice.paid",
        "customer.subscription.updated",
    } <= set(kinds(stripe_standin))


def test_a_subscription_that_is_declined_at_first_is_incomplete(stripe_standin: Standin) -> None:
    assert subscribed(stripe_standin, "pm_card_chargeDeclined").status == "incomplete"


def test_a_subscription_is_paid_again_every_month(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)

    for _ in range(3):
        a_month(stripe_standin)

    invoices = stripe_standin.api.invoices.list({"subscription": made.id, "limit": 100}).data
    assert [one.billing_reason for one in invoices] == [
        "subscription_cycle", "subscription_cycle", "subscription_cycle", "subscription_create",
    ]  # fmt: skip
    assert {one.status for one in invoices} == {"paid"}
    assert now(stripe_standin, made.id).status == "active"


def test_a_period_ends_on_the_last_day_of_a_month_that_has_fewer(stripe_standin: Standin) -> None:
    stripe_standin.control.reset(start=JANUARY_31)

    first = subscribed(stripe_standin)
    stripe_standin.control.advance(29 * DAY_S)
    second = now(stripe_standin, first.id)

    ends = [one["items"].data[0].current_period_end for one in (first, second)]
    assert [end - JANUARY_31 for end in ends] == [28 * DAY_S, 59 * DAY_S]


def test_a_declined_renewal_is_overdue_and_tells_of_it(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)
    stripe_standin.control.change_method(made.id, "pm_card_chargeDeclined")

    a_month(stripe_standin)

    found = now(stripe_standin, made.id)
    assert (found.status, found.latest_invoice.status) == ("past_due", "open")
    assert "invoice.payment_failed" in kinds(stripe_standin)


def test_an_overdue_subscription_that_is_paid_is_active_again(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)
    stripe_standin.control.change_method(made.id, "pm_card_chargeDeclined")
    a_month(stripe_standin)

    stripe_standin.control.pay_invoice(now(stripe_standin, made.id).latest_invoice.id)

    assert now(stripe_standin, made.id).status == "active"


def test_an_overdue_subscription_is_tried_again_with_the_card_it_has_then(
    stripe_standin: Standin,
) -> None:
    made = subscribed(stripe_standin)
    stripe_standin.control.change_method(made.id, "pm_card_chargeDeclined")
    a_month(stripe_standin)
    stripe_standin.control.change_method(made.id, "pm_card_visa")

    stripe_standin.control.advance(3 * DAY_S)

    assert now(stripe_standin, made.id).status == "active"


def test_an_overdue_subscription_ends_after_the_last_try(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)
    stripe_standin.control.change_method(made.id, "pm_card_chargeDeclined")
    a_month(stripe_standin)

    stripe_standin.control.advance(10 * DAY_S)

    assert now(stripe_standin, made.id).status == "canceled"
    assert kinds(stripe_standin)[0] == "customer.subscription.deleted"


def test_a_subscription_ends_at_once(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)

    stripe_standin.api.subscriptions.cancel(made.id)
    a_month(stripe_standin)

    assert now(stripe_standin, made.id).status == "canceled"
    assert len(stripe_standin.api.invoices.list({"subscription": made.id}).data) == 1


def test_a_subscription_ends_when_what_is_paid_for_ends(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)

    stripe_standin.api.subscriptions.update(made.id, {"cancel_at_period_end": True})
    assert now(stripe_standin, made.id).status == "active"
    a_month(stripe_standin)

    found = now(stripe_standin, made.id)
    assert found.status == "canceled"
    assert found.ended_at == made["items"].data[0].current_period_end


def test_what_has_ended_cannot_be_changed(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)
    stripe_standin.api.subscriptions.cancel(made.id)

    with pytest.raises(stripe.InvalidRequestError):
        stripe_standin.api.subscriptions.update(made.id, {"metadata": {"a": "1"}})


def test_subscriptions_are_listed_while_they_last(stripe_standin: Standin) -> None:
    made = subscribed(stripe_standin)
    stripe_standin.api.subscriptions.cancel(made.id)
    listed = stripe_standin.api.subscriptions.list

    assert listed({"customer": made.customer}).data == []
    assert [one.id for one in listed({"status": "canceled"}).data] == [made.id]
    assert [one.id for one in listed({"status": "all"}).data] == [made.id]
