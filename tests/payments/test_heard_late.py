"""Refunds that are heard of in another order than they were made in: each has its papers in the end."""

from __future__ import annotations

from academy_cli.kit.money import Money
from academy_cli.models import Invoice, Refund
from academy_cli.payments.refunds.store import By
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.sync import adopting
from tests.payments.shop import Shop
from tests.payments.till import PAID, rows


def test_a_refund_that_is_heard_of_before_the_other_failed_gets_its_note_then(shop: Shop) -> None:
    reference, charge = shop.paid()
    shop.sync()
    first = shop.booth.refunds().create(Wish(reference, "k", Money(PAID, "eur")))
    [mine] = rows(shop.booth, Refund)
    shop.control.settle(mine["provider_id"], "failed")
    other = shop.control.dashboard_refund(charge, PAID)
    till = shop.booth.till()
    said = till.provider().refund_as_is(other["id"])

    with till.writing() as connection:
        adopting.take_over(connection, said, By("sue", "sync", till.clock()), till.terms)
    [_, early] = rows(shop.booth, Refund)
    shop.sync()

    assert early["credit_note_id"] is None  # the invoice had no room for it
    [failed, later] = rows(shop.booth, Refund)
    assert (failed["reference"], failed["state"]) == (first.reference, "failed")
    assert (later["state"], later["credit_note_id"] is None) == ("succeeded", False)
    abouts = [one["about"].partition(":")[0] for one in rows(shop.booth, Invoice)]
    assert abouts == ["payment", "refund", "refund-failed", "refund"]
