"""Somebody is erased who could still pay: that is closed at Stripe first, and what cannot be is said."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from academy_cli.access.actor import operator
from academy_cli.accounts.payables import Close
from academy_cli.accounts.people import People
from academy_cli.accounts.views import Erasure
from academy_cli.models import Order, User
from academy_cli.payments.gateway import Gateway
from academy_cli.payments.orders import pages
from academy_cli.payments.orders.errors import PaidThereError
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from tests.payments.counter import Counter
from tests.payments.till import KEY


def erased(counter: Counter, close: Close | None = None, *, dry_run: bool = False) -> Erasure:
    """What erasing Ann comes to."""
    database = counter.shop.school.academy.database
    ask = close or partial(pages.ended, counter.till())
    people = People(database, operator("sue"), clock=counter.now, close=ask)
    return people.erase("ann@x.org", revokes_certificates=False, dry_run=dry_run)


def unreachable(counter: Counter) -> Close:
    """A Stripe that nobody answers for."""
    gateway: Gateway = StripeAccount(StripeClient(KEY, "http://127.0.0.1:1", timeout_s=1))
    return partial(pages.ended, counter.till(gateway=gateway))


def there(counter: Counter) -> list[Any]:
    """How pages and invoices stand at Stripe."""
    held = counter.standin.control.dump()
    return [one["status"] for kind in ("checkout.session", "invoice") for one in held.get(kind, ())]


def test_a_dry_run_says_what_can_be_paid_and_closes_nothing(counter: Counter) -> None:
    page = counter.orders().checkout(counter.basket())
    billed = counter.orders().checkout(counter.basket(invoice_days=14, is_another=True))

    found = erased(counter, dry_run=True)

    said = [(one.order, one.on, one.until, one.why) for one in found.payable]
    assert said == [
        (page.reference, "page", page.expires_at, None),
        (billed.reference, "invoice", None, None),
    ]
    assert there(counter) == ["open", "open"]


def test_what_can_be_paid_is_closed_first(counter: Counter) -> None:
    counter.orders().checkout(counter.basket())
    counter.orders().checkout(counter.basket(invoice_days=14, is_another=True))

    found = erased(counter)

    assert found.payable == ()
    assert there(counter) == ["expired", "void"]
    assert [one.state for one in counter.rows(Order)] == ["cancelled", "cancelled"]


def test_what_cannot_be_closed_stays_payable_and_is_said_with_its_name(counter: Counter) -> None:
    counter.orders().checkout(counter.basket())
    counter.orders().checkout(counter.basket(invoice_days=14, is_another=True))
    names = [one.session_id for one in counter.rows(Order)]

    found = erased(counter, unreachable(counter))

    assert [one.provider_id for one in found.payable] == names
    assert all("there is no connection" in str(one.why) for one in found.payable)
    assert there(counter) == ["open", "open"]
    assert [one.state for one in counter.rows(Order)] == ["cancelled", "cancelled"]


def test_a_page_that_is_over_is_nothing_to_close(counter: Counter) -> None:
    made = counter.orders().checkout(counter.basket())
    [order] = counter.rows(Order)
    counter.standin.api.checkout.sessions.expire(order.session_id)

    found = erased(counter)

    assert (found.payable, made.state) == ((), "open")


def test_who_has_paid_meanwhile_is_not_erased(counter: Counter) -> None:
    counter.orders().checkout(counter.basket())
    [order] = counter.rows(Order)
    counter.standin.control.complete(order.session_id)

    with pytest.raises(PaidThereError):
        erased(counter)

    assert "ann@x.org" in [one.email for one in counter.rows(User)]
    counter.payments().sync()
    assert erased(counter).payable == ()


def test_an_order_that_is_made_meanwhile_is_said(counter: Counter) -> None:
    counter.orders().checkout(counter.basket())

    def close(reference: str) -> str | None:
        counter.orders().checkout(counter.basket(invoice_days=14, is_another=True))
        return pages.ended(counter.till(), reference)

    found = erased(counter, close)

    assert [(one.on, one.why) for one in found.payable] == [
        ("invoice", "it was made meanwhile"),
    ]
