"""Reconciling knows a subscription's charges, which carry no mark of an order, by the subscription."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from academy_cli.books.service import Books
from academy_cli.books.views import Difference
from academy_cli.models import Order as OrderRow
from academy_cli.models import Payment, StripeObject, Subscription
from academy_cli.payments.till import Terms
from tests.payments.standin.provider import Standin
from tests.payments.subscriptions.members import DAY_S, PRICE, Club, club
from tests.payments.till import Booth, rows

LOST = "subscription.period-not-in-books"


@pytest.fixture
def academy(booth: Booth, stripe_standin: Standin) -> Club:
    """An academy with a plan."""
    terms = Terms(success_url="https://x.org", lease=timedelta(0))
    return club(replace(booth, terms=terms), stripe_standin)


def read(academy: Club) -> int | None:
    """How many invoices are read to be compared; None where none are asked for."""
    with academy.till() as till:
        return Books(till).reconcile().read.get("invoice")


def reconcile(academy: Club, *, fixes: bool = False) -> Sequence[Difference]:
    """What differs, notices apart."""
    with academy.till() as till:
        books = Books(till)
        done = books.reconcile(fixes=fixes)
        return [one for one in books.differences(done) if not one.is_notice]


def test_periods_in_the_books_agree(academy: Club) -> None:
    academy.join()
    academy.sync()
    academy.a_month()
    academy.sync()

    found = reconcile(academy)

    charges = rows(academy.booth, StripeObject, kind="charge")
    assert [one["academy_reference"] for one in charges] == [None, None]
    assert found == []


def test_a_period_that_no_event_told_of_is_found_and_put_right(academy: Club) -> None:
    academy.join()
    academy.sync()
    academy.a_month()

    said = reconcile(academy)
    mended = reconcile(academy, fixes=True)

    [mine] = rows(academy.booth, Subscription)
    assert [(one.code, one.amount and one.amount.amount) for one in said] == [(LOST, PRICE)]
    assert said[0].references[0] == mine["reference"]
    assert mended == []
    assert [one["state"] for one in rows(academy.booth, OrderRow)] == ["paid"] * 2
    assert [one["amount"] for one in rows(academy.booth, Payment)] == [PRICE] * 2
    academy.sync()
    assert len(rows(academy.booth, Payment)) == 2


def test_a_subscription_that_no_event_told_of_is_found_by_its_marks(academy: Club) -> None:
    academy.join()

    said = reconcile(academy)
    mended = reconcile(academy, fixes=True)

    assert [one.code for one in said] == [LOST]
    assert mended == []
    assert len(rows(academy.booth, Subscription)) == 1
    assert academy.has_access()


def test_subscriptions_of_others_are_not_missed(academy: Club) -> None:
    customer = academy.post("customers", {"email": "else@x.org"})["id"]
    asked = {"customer": customer, "items": [{"price": academy.price}]}
    academy.post("subscriptions", {**asked, "default_payment_method": "pm_card_visa"})

    assert reconcile(academy) == []


def test_a_period_that_is_paid_late_is_found_when_it_is(academy: Club) -> None:
    name = academy.join()
    academy.sync()
    academy.standin.control.change_method(name, "pm_card_chargeDeclined")
    academy.a_month()
    academy.sync()
    before = reconcile(academy)
    academy.standin.control.change_method(name, "pm_card_visa")
    academy.wait(4 * DAY_S)

    said = reconcile(academy)

    assert before == []
    assert [one.code for one in said] == [LOST]
    assert reconcile(academy, fixes=True) == []


def test_what_is_never_paid_is_asked_for_again_for_a_while(academy: Club) -> None:
    name = academy.join()
    academy.sync()
    academy.standin.control.change_method(name, "pm_card_chargeDeclined")
    academy.a_month()
    first = read(academy)
    academy.wait(20 * DAY_S)
    soon = read(academy)
    academy.wait(100 * DAY_S)

    assert (first, soon, read(academy)) == (2, 1, 0)


def test_without_a_plan_no_invoices_are_asked_for(booth: Booth) -> None:
    till = booth.till()

    done = Books(till).reconcile()

    assert "invoice" not in done.read
    assert "charge" in done.read
