"""A subscription gives access while it is paid for, and each period that was paid is an order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from academy_cli.db.transaction import write
from academy_cli.enrollments import seats
from academy_cli.models import Grant, OutboxMessage, Payment, StripeEvent, Subscription
from academy_cli.models import Order as OrderRow
from academy_cli.payments.gateway import ProviderSubscription, Window
from academy_cli.payments.refunds.service import Refunds
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.subscriptions.service import PlanWish
from academy_cli.payments.subscriptions.terms import access_ends
from academy_cli.payments.sync import applying, store
from academy_cli.payments.till import Terms
from tests.payments.books import differences
from tests.payments.standin.provider import Standin
from tests.payments.subscriptions.members import DAY_S, PRICE, Club, club
from tests.payments.till import AT, Booth, rows


@pytest.fixture
def academy(booth: Booth, stripe_standin: Standin) -> Club:
    """An academy with a plan."""
    return club(
        replace(booth, terms=Terms(success_url="https://x.org", lease=timedelta(0))), stripe_standin
    )


def test_who_subscribes_is_in_all_courses_of_the_plan(academy: Club) -> None:
    name = academy.join()

    done = academy.sync()

    [mine] = rows(academy.booth, Subscription)
    assert (mine["provider_id"], mine["state"]) == (name, "active")
    assert done.failed == {}
    assert done.unfulfilled == {}
    assert (academy.has_access("python"), academy.has_access("rust")) == (True, True)
    grants = rows(academy.booth, Grant)
    assert [(one["kind"], one["reference"]) for one in grants] == [
        ("subscription", mine["reference"])
    ] * 2


def test_a_paid_period_is_an_order_with_its_payment_and_receipt(academy: Club) -> None:
    academy.join()
    academy.sync()

    [order] = rows(academy.booth, OrderRow)
    [payment] = rows(academy.booth, Payment)
    [mine] = rows(academy.booth, Subscription)
    assert (order["state"], order["total"], order["currency"]) == ("paid", PRICE, "eur")
    assert (order["subscription_id"], order["fulfilled_at"] is not None) == (mine["id"], True)
    assert (payment["amount"], payment["order_id"]) == (PRICE, order["id"])
    receipts = rows(academy.booth, OutboxMessage, template="receipt")
    assert len(receipts) == 1
    assert list(differences(academy.booth, payment["intent_id"])) == []


def test_a_renewal_extends_access_and_is_another_order(academy: Club) -> None:
    academy.join()
    academy.sync()

    for _ in range(2):
        academy.a_month()
        academy.sync()

    assert [one["state"] for one in rows(academy.booth, OrderRow)] == ["paid"] * 3
    assert academy.has_access()
    assert len(rows(academy.booth, Grant)) == 2


def test_without_a_renewal_access_ends_after_the_grace(academy: Club) -> None:
    academy.join()
    academy.sync()

    academy.passed_s += 34 * DAY_S  # nobody reads what happened
    still = academy.has_access()
    academy.passed_s += 5 * DAY_S

    assert (still, academy.has_access()) == (True, False)


def test_an_overdue_subscription_gives_access_for_the_grace_only(academy: Club) -> None:
    name = academy.join()
    academy.sync()
    academy.standin.control.change_method(name, "pm_card_chargeDeclined")

    academy.a_month()
    academy.sync()
    overdue = (rows(academy.booth, Subscription)[0]["state"], academy.has_access())
    academy.wait(7 * DAY_S)

    assert overdue == ("past_due", True)
    assert not academy.has_access()
    assert len(rows(academy.booth, OrderRow)) == 1


def test_who_pays_after_all_is_in_again(academy: Club) -> None:
    name = academy.join()
    academy.sync()
    academy.standin.control.change_method(name, "pm_card_chargeDeclined")
    academy.a_month()
    academy.sync()
    academy.standin.control.change_method(name, "pm_card_visa")

    academy.wait(4 * DAY_S)
    academy.sync()

    assert rows(academy.booth, Subscription)[0]["state"] == "active"
    assert academy.has_access()
    assert len(rows(academy.booth, OrderRow)) == 2


def test_stripe_ends_what_is_never_paid(academy: Club) -> None:
    name = academy.join()
    academy.sync()
    academy.standin.control.change_method(name, "pm_card_chargeDeclined")

    academy.a_month()
    academy.wait(12 * DAY_S)
    academy.sync()

    [mine] = rows(academy.booth, Subscription)
    assert (mine["state"], academy.has_access()) == ("canceled", False)


def test_cancelled_at_once_ends_at_once(academy: Club) -> None:
    name = academy.join()
    academy.sync()

    academy.standin.client.v1.subscriptions.cancel(name)
    academy.wait(60)
    academy.sync()

    [mine] = rows(academy.booth, Subscription)
    assert (mine["state"], mine["ended_at"] is not None) == ("canceled", True)
    assert not academy.has_access()


def test_cancelled_for_the_end_of_its_period_ends_then(academy: Club) -> None:
    name = academy.join()
    academy.sync()
    academy.standin.client.v1.subscriptions.update(name, {"cancel_at_period_end": True})
    academy.sync()

    academy.wait(27 * DAY_S)
    before = academy.has_access()
    academy.wait(5 * DAY_S)
    unread = academy.has_access()
    academy.sync()

    assert (before, unread, academy.has_access()) == (True, False, False)
    assert rows(academy.booth, Subscription)[0]["state"] == "canceled"
    assert len(rows(academy.booth, OrderRow)) == 1


def test_events_in_any_order_and_again_come_to_the_same(academy: Club) -> None:
    name, chance = academy.join(), random.Random(5)
    keep_shuffled(academy, chance)
    academy.a_month()
    academy.standin.client.v1.subscriptions.update(name, {"cancel_at_period_end": True})
    keep_shuffled(academy, chance)

    first = academy.sync()
    before = _whole(academy)
    with academy.till() as till, write(till.engine) as connection:
        connection.execute(update(StripeEvent).values(applied_at=None))
    second = academy.sync()

    assert (first.failed, second.failed) == ({}, {})
    assert _whole(academy) == before
    assert len(rows(academy.booth, OrderRow)) == 2


def keep_shuffled(academy: Club, chance: random.Random) -> None:
    """Write down what happened as if it had happened in another order."""
    with academy.till() as till:
        events = list(till.open_gateway().events(Window(), applying.TYPES))
        moments = [AT + timedelta(seconds=chance.randrange(1000)) for _ in events]
        stamped = [replace(one, created=at) for one, at in zip(events, moments, strict=True)]
        with write(till.engine) as connection:
            store.keep(connection, stamped, "poll", AT)


def _whole(academy: Club) -> object:
    """Everything that events come to, without when it was written."""
    some = [
        [
            {name: one[name] for name in one if name != "updated_at"}
            for one in rows(academy.booth, table)
        ]
        for table in (Subscription, OrderRow, Payment, Grant)
    ]
    return [*some, len(rows(academy.booth, OutboxMessage))]


def test_subscriptions_of_others_are_not_ours(academy: Club) -> None:
    customer = academy.post("customers", {"email": "else@x.org"})["id"]
    asked = {"customer": customer, "items": [{"price": academy.price}]}
    academy.post("subscriptions", {**asked, "default_payment_method": "pm_card_visa"})

    done = academy.sync()

    assert done.failed == {}
    assert rows(academy.booth, Subscription) == []
    assert rows(academy.booth, OrderRow) == []


def test_a_price_without_a_plan_is_said_until_it_has_one(academy: Club) -> None:
    academy.join()
    with academy.service() as service:
        service.remove_plan("all")

    failed = academy.sync().failed
    with academy.service() as service:
        service.set_plan(PlanWish("other", academy.price, ("python",)))
    healed = academy.sync()

    assert any("belongs to no plan" in why for why in failed.values())
    assert healed.failed == {}
    assert academy.has_access()
    assert len(rows(academy.booth, OrderRow)) == 1


def test_a_paid_period_can_be_refunded(academy: Club) -> None:
    academy.join()
    academy.sync()
    [order] = rows(academy.booth, OrderRow)
    [payment] = rows(academy.booth, Payment)

    with academy.till() as till:
        seen = Refunds(till).preview(Wish(order["reference"], "k1"))
        made = Refunds(till).create(Wish(order["reference"], "k1"))

    assert (seen.access, made.access, academy.has_access()) == ("subscription", "keep", True)
    assert (made.state, made.amount.amount) == ("succeeded", PRICE)
    assert list(differences(academy.booth, payment["intent_id"])) == []


def test_what_staff_took_back_stays_so(academy: Club) -> None:
    academy.join()
    academy.sync()

    [mine] = rows(academy.booth, Subscription)
    with academy.till() as till, write(till.engine) as connection:
        seats.revoke(connection, "subscription", mine["reference"], till.clock(), "misuse")

    academy.a_month()
    done = academy.sync()

    assert not academy.has_access()
    assert done.unfulfilled == {}


@pytest.mark.parametrize(
    ("status", "ends", "days"),
    [
        ("active", "never", 37),
        ("trialing", "never", 37),
        ("active", "soon", 30),
        ("past_due", "never", 7),
        ("canceled", "never", 12),
        ("incomplete", "never", None),
        ("incomplete_expired", "never", 12),
        ("unpaid", "never", None),
        ("paused", "never", None),
    ],
)
def test_when_access_ends_by_status(status: str, ends: str, days: int | None) -> None:
    said = ProviderSubscription(
        "sub_1", AT, is_live=False, status=status, price_id="price_1", period_starts_at=AT,
        period_ends_at=AT + timedelta(days=30), ends_with_period=ends == "soon",
        ended_at=AT + timedelta(days=12),
    )  # fmt: skip

    found = access_ends(said, timedelta(days=7), AT)

    assert found == (AT + timedelta(days=days) if days is not None else None)
