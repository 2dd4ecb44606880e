"""Checkout: a page, what happens on it, and what is known afterwards."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from academy_cli.payments.standin.control import ControlError
from tests.payments.standin.buying import charge, kinds, monthly, session, session_params
from tests.payments.standin.provider import Provider, Standin

DAY_S = 24 * 3600


def now(standin: Standin, name: str, **params: Any) -> Any:
    """A session as it is now."""
    return standin.api.checkout.sessions.retrieve(name, params or None)


@pytest.mark.contract
def test_a_session_is_an_open_page_for_an_amount(provider: Provider) -> None:
    made = session(provider, 4900, client_reference_id="O-7", metadata={"order": "7"})

    assert (made.status, made.payment_status, made.mode) == ("open", "unpaid", "payment")
    assert (made.amount_total, made.currency) == (4900, "eur")
    assert (made.client_reference_id, made.metadata.to_dict()) == ("O-7", {"order": "7"})
    assert made.url.startswith("https://")
    assert made.id.startswith("cs_test_")
    assert made.payment_intent is None


@pytest.mark.contract
def test_lines_come_with_a_session_only_when_asked_for(provider: Provider) -> None:
    made = session(provider)

    lines = provider.api.checkout.sessions.line_items.list(made.id).data
    found = provider.api.checkout.sessions.retrieve(made.id, {"expand": ["line_items"]})

    assert "line_items" not in made
    assert [line.amount_total for line in lines] == [4900]
    assert found.line_items.data[0].description == "Python for everybody"


@pytest.mark.contract
def test_a_session_may_be_of_a_price_there_is(provider: Provider) -> None:
    price = provider.api.prices.create(
        {"currency": "eur", "unit_amount": 1500, "product_data": {"name": "Course"}}
    )

    made = session(provider, line_items=[{"price": price.id, "quantity": 2}])

    assert made.amount_total == 3000


@pytest.mark.contract
@pytest.mark.parametrize("without", ["success_url", "mode", "line_items"])
def test_a_session_needs_its_parts(provider: Provider, without: str) -> None:
    params = session_params()
    del params[without]

    with pytest.raises(stripe.InvalidRequestError):
        provider.api.checkout.sessions.create(params)


@pytest.mark.contract
def test_a_session_is_of_one_currency(provider: Provider) -> None:
    lines = [session_params(4900, one)["line_items"][0] for one in ("eur", "usd")]

    with pytest.raises(stripe.InvalidRequestError):
        session(provider, line_items=lines)


@pytest.mark.contract
def test_a_session_is_not_for_too_little(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        session(provider, 10)

    assert refused.value.code == "amount_too_small"


@pytest.mark.contract
def test_a_session_can_be_closed_once(provider: Provider) -> None:
    made = session(provider)

    assert provider.api.checkout.sessions.expire(made.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.checkout.sessions.expire(made.id)


def test_a_customer_who_pays_completes_a_session(stripe_standin: Standin) -> None:
    made = session(stripe_standin, payment_intent_data={"metadata": {"order": "7"}})

    stripe_standin.control.complete(made.id, email="ann@example.org", name="Ann")

    found = now(stripe_standin, made.id, expand=["payment_intent.latest_charge"])
    assert (found.status, found.payment_status, found.url) == ("complete", "paid", None)
    assert (found.customer_details.email, found.customer) == ("ann@example.org", None)
    assert found.payment_intent.metadata.to_dict() == {"order": "7"}
    assert found.payment_intent.latest_charge.amount == 4900


def test_a_payment_on_a_page_tells_of_itself(stripe_standin: Standin) -> None:
    made = session(stripe_standin)

    stripe_standin.control.complete(made.id)

    assert kinds(stripe_standin)[:4] == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]


def test_a_decline_leaves_the_page_open(stripe_standin: Standin) -> None:
    made = session(stripe_standin)

    first = stripe_standin.control.complete(made.id, "pm_card_chargeDeclined")
    second = stripe_standin.control.complete(made.id)

    assert (first["status"], second["status"]) == ("open", "complete")
    assert first["payment_intent"] == second["payment_intent"]


@pytest.mark.parametrize(
    ("succeeded", "status", "kind"),
    [
        (True, "paid", "checkout.session.async_payment_succeeded"),
        (False, "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_a_slow_payment_completes_a_session_before_the_money_comes(
    stripe_standin: Standin,
    succeeded: bool,  # noqa: FBT001
    status: str,
    kind: str,
) -> None:
    made = session(stripe_standin)
    stripe_standin.control.complete(made.id, "pm_sepaDebit")
    assert now(stripe_standin, made.id).payment_status == "unpaid"

    stripe_standin.control.arrive(session=made.id, succeeded=succeeded)

    assert now(stripe_standin, made.id).payment_status == status
    assert kinds(stripe_standin)[0] == kind


def test_a_session_may_allow_cards_only(stripe_standin: Standin) -> None:
    made = session(stripe_standin, allowed_payment_method_types=["card"])

    with pytest.raises(ControlError):
        stripe_standin.control.complete(made.id, "pm_sepaDebit")


def test_a_page_that_nobody_pays_on_closes_after_a_day(stripe_standin: Standin) -> None:
    made = session(stripe_standin)

    stripe_standin.control.advance(DAY_S)

    assert now(stripe_standin, made.id).status == "expired"
    event = stripe_standin.api.events.list({"type": "checkout.session.expired"}).data[0]
    assert event.created == made.expires_at


def test_a_page_may_close_sooner_but_not_within_half_an_hour(stripe_standin: Standin) -> None:
    soon = stripe_standin.control.now() + 60

    with pytest.raises(stripe.InvalidRequestError) as refused:
        session(stripe_standin, expires_at=soon)

    assert refused.value.param == "expires_at"


def test_a_page_that_is_closed_takes_no_money(stripe_standin: Standin) -> None:
    made = session(stripe_standin)
    stripe_standin.api.checkout.sessions.expire(made.id)

    with pytest.raises(ControlError):
        stripe_standin.control.complete(made.id)


@pytest.mark.parametrize(
    ("coupon", "total"),
    [({"percent_off": 25}, 3675), ({"amount_off": 900, "currency": "eur"}, 4000)],
    ids=["percent", "amount"],
)
def test_a_coupon_takes_something_off(
    stripe_standin: Standin, coupon: dict[str, Any], total: int
) -> None:
    name = stripe_standin.api.coupons.create({"duration": "once", **coupon}).id

    made = session(stripe_standin, 4900, discounts=[{"coupon": name}])
    stripe_standin.control.complete(made.id)

    found = now(stripe_standin, made.id, expand=["payment_intent"])
    assert found.total_details.amount_discount == 4900 - total
    assert found.payment_intent.amount == total
    assert stripe_standin.api.coupons.retrieve(name).times_redeemed == 1


def test_a_coupon_may_make_it_free(stripe_standin: Standin) -> None:
    name = stripe_standin.api.coupons.create({"percent_off": 100, "duration": "once"}).id
    made = session(stripe_standin, discounts=[{"coupon": name}])

    stripe_standin.control.complete(made.id)

    found = now(stripe_standin, made.id)
    assert (found.payment_status, found.payment_intent) == ("no_payment_required", None)


def test_a_coupon_in_another_currency_is_refused(stripe_standin: Standin) -> None:
    name = stripe_standin.api.coupons.create(
        {"amount_off": 100, "currency": "usd", "duration": "once"}
    ).id

    with pytest.raises(stripe.InvalidRequestError):
        session(stripe_standin, discounts=[{"coupon": name}])


def test_a_coupon_is_used_up(stripe_standin: Standin) -> None:
    name = stripe_standin.api.coupons.create(
        {"percent_off": 10, "duration": "once", "max_redemptions": 1}
    ).id
    stripe_standin.control.complete(session(stripe_standin, discounts=[{"coupon": name}]).id)

    with pytest.raises(stripe.InvalidRequestError):
        session(stripe_standin, discounts=[{"coupon": name}])


def test_a_session_of_a_known_customer_charges_them(stripe_standin: Standin) -> None:
    customer = stripe_standin.api.customers.create({"email": "ann@example.org"})
    made = session(stripe_standin, customer=customer.id)

    stripe_standin.control.complete(made.id)

    found = now(stripe_standin, made.id, expand=["payment_intent"])
    assert charge(stripe_standin, found.payment_intent.latest_charge).customer == customer.id


def test_a_session_of_a_subscription_begins_it(stripe_standin: Standin) -> None:
    made = stripe_standin.api.checkout.sessions.create(
        {
            "mode": "subscription",
            "success_url": "https://example.org",
            "line_items": [{"price": monthly(stripe_standin).id, "quantity": 1}],
            "subscription_data": {"metadata": {"plan": "all"}},
        }
    )

    stripe_standin.control.complete(made.id)

    found = now(stripe_standin, made.id, expand=["subscription"])
    assert (found.payment_status, found.subscription.status) == ("paid", "active")
    assert found.subscription.metadata.to_dict() == {"plan": "all"}


@pytest.mark.contract
def test_a_price_that_recurs_is_not_for_a_single_payment(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        session(provider, line_items=[{"price": monthly(provider).id, "quantity": 1}])


def test_a_link_makes_a_session_each_time(stripe_standin: Standin) -> None:
    price = stripe_standin.api.prices.create(
        {"currency": "eur", "unit_amount": 1500, "product_data": {"name": "Course"}}
    )
    link = stripe_standin.api.payment_links.create(
        {"line_items": [{"price": price.id, "quantity": 1}], "metadata": {"course": "python"}}
    )

    opened = [stripe_standin.control.open_link(link.id)["id"] for _ in range(2)]
    stripe_standin.control.complete(opened[0])

    found = stripe_standin.api.checkout.sessions.list({"payment_link": link.id}).data
    assert [one.id for one in found] == opened[::-1]
    assert (found[1].payment_status, found[1].metadata.to_dict()) == ("paid", {"course": "python"})


def test_a_link_can_be_switched_off(stripe_standin: Standin) -> None:
    price = stripe_standin.api.prices.create(
        {"currency": "eur", "unit_amount": 1500, "product_data": {"name": "Course"}}
    )
    link = stripe_standin.api.payment_links.create(
        {"line_items": [{"price": price.id, "quantity": 1}]}
    )

    stripe_standin.api.payment_links.update(link.id, {"active": False})

    with pytest.raises(ControlError):
        stripe_standin.control.open_link(link.id)
