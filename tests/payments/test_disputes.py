"""Disputes, read from Stripe: access and refunds wait until the bank has decided."""

from __future__ import annotations

import pytest

from academy_cli.kit.money import Money
from academy_cli.models import (
    Grant,
    LedgerEntry,
    Payment,
)
from academy_cli.payments.refunds.errors import DisputedError
from academy_cli.payments.refunds.wish import Wish
from tests.payments.shop import Shop
from tests.payments.till import PAID, rows


def revoked(shop: Shop) -> list[bool]:
    """Whether each grant is revoked."""
    return [one["revoked_at"] is not None for one in rows(shop.booth, Grant)]


def test_a_dispute_suspends_access_and_refunds_until_it_is_won(shop: Shop) -> None:
    reference, charge = shop.paid()
    shop.sync()
    opened = shop.control.dispute(charge)
    shop.sync()

    assert revoked(shop) == [True]
    with pytest.raises(DisputedError):
        shop.booth.refunds().create(Wish(reference, "k", Money(100, "eur")))

    shop.control.move_dispute(opened["id"], "won")
    shop.sync()
    assert revoked(shop) == [False]
    assert [one["amount"] for one in rows(shop.booth, LedgerEntry)] == [PAID, -PAID, PAID]


def test_a_dispute_that_is_lost_stays_so(shop: Shop) -> None:
    _, charge = shop.paid()
    opened = shop.control.dispute(charge)
    shop.control.move_dispute(opened["id"], "lost")
    shop.sync()

    assert revoked(shop) == [True]
    assert [one["is_disputed"] for one in rows(shop.booth, Payment)] == [True]
    assert sum(one["amount"] for one in rows(shop.booth, LedgerEntry)) == 0


def test_a_sync_tells_of_each_dispute_that_is_new_or_changed(shop: Shop) -> None:
    first, charge = shop.paid(1)
    second, other = shop.paid(2)
    shop.sync()
    opened = [shop.control.dispute(one)["id"] for one in (charge, other)]

    both = shop.sync().disputes
    shop.control.move_dispute(opened[1], "won")
    [ended] = shop.sync().disputes

    assert {one.order: (one.amount.amount, one.is_open) for one in both} == {
        first: (PAID, True),
        second: (PAID, True),
    }
    assert (ended.order, ended.state, ended.asks) == (second, "won", "")
    assert shop.sync().disputes == ()


def test_a_sync_tells_of_a_dispute_that_comes_with_its_payment(shop: Shop) -> None:
    reference, charge = shop.paid()
    shop.control.dispute(charge)

    [told] = shop.sync().disputes

    assert (told.order, told.is_open) == (reference, True)


def test_an_inquiry_takes_nothing_back(shop: Shop) -> None:
    _, charge = shop.paid()
    opened = shop.control.dispute(charge, is_inquiry=True)
    shop.sync()
    assert revoked(shop) == [False]

    shop.control.move_dispute(opened["id"], "warning_closed")
    shop.sync()

    assert [one["is_disputed"] for one in rows(shop.booth, Payment)] == [False]
    assert [one["amount"] for one in rows(shop.booth, LedgerEntry)] == [PAID]
