"""Killed anywhere, a refund happens once: one at Stripe, one in the books, and everything that follows."""

from __future__ import annotations

import random
from itertools import count

import pytest

from academy_cli.models import Grant, LedgerEntry, OutboxMessage, Payment, Refund
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from tests.payments.books import differences
from tests.payments.mortal import Mortals
from tests.payments.till import KEY, PAID, Booth, paid_order, rows
from tests.reliability.chance import SHARE, seeded

pytestmark = pytest.mark.slow

EVERY = 16
"""Of the points at which a process may die, so many are passed over; ``make torture`` dies at all."""


def points(booth: Booth, at_work: Mortals) -> int:
    """At how many points a refund may be killed."""
    reference, _ = paid_order(booth, 1)
    return at_work.one("create", about=reference, key="points").points


def assert_once(booth: Booth, reference: str, intent: str, amount: int = PAID) -> None:
    """Require that so much went back of an order, once, and is in all books."""
    there = list(StripeAccount(StripeClient(KEY, booth.stripe)).refunds_of(intent))
    assert [one.money.amount for one in there] == [amount]
    assert list(differences(booth, intent)) == []
    [payment] = rows(booth, Payment, intent_id=intent)
    [mine] = rows(booth, Refund, payment_id=payment["id"])
    assert (mine["state"], mine["needs_attention"]) == ("succeeded", False)
    moved = rows(booth, LedgerEntry, payment_id=payment["id"])
    assert [one["amount"] for one in moved] == [PAID, -amount]
    assert len(rows(booth, OutboxMessage, event=f"refund:{mine['reference']}")) == 1
    [grant] = rows(booth, Grant, reference=reference)
    assert (grant["revoked_at"] is not None) == (amount == PAID)


def test_a_refund_that_nothing_disturbs_happens_once(booth: Booth, at_work: Mortals) -> None:
    reference, intent = paid_order(booth, 1)

    ended = at_work.one("create", about=reference, key="k1")

    assert ended.code == 0, ended
    assert_once(booth, reference, intent)


def test_killed_at_any_point_a_refund_happens_once(booth: Booth, at_work: Mortals) -> None:
    last = points(booth, at_work)
    assert last > 50
    chance = random.Random(7)
    for number in range(1 + chance.randrange(EVERY), last + 1, EVERY):
        die_twice(booth, at_work, number, chance.randrange(1, 60))


@pytest.mark.torture
def test_killed_at_every_point_and_again_while_recovering_it_happens_once(
    booth: Booth, at_work: Mortals
) -> None:
    chance = seeded()
    for number in range(1, points(booth, at_work) + 1):
        for again in (0, *chance.sample(range(1, 60), max(1, int(8 * SHARE)))):
            die_twice(booth, at_work, number, again)


NUMBERS = count(100)


def die_twice(booth: Booth, at_work: Mortals, number: int, again: int) -> None:
    """Kill a refund, and whoever goes on with it; then somebody asks for it once more."""
    reference, intent = paid_order(booth, next(NUMBERS))
    asked = {"about": reference, "key": f"key-{reference}"}
    assert at_work.one("create", **asked, dies_at=number).is_killed
    at_work.one("recover", dies_at=again)
    asked_again = at_work.one("create", **asked)
    assert asked_again.code == 0, (number, again, asked_again)
    assert at_work.one("recover").code == 0
    assert_once(booth, reference, intent)


@pytest.mark.parametrize("many", [8, 32])
def test_many_with_one_request_key_refund_once(booth: Booth, at_work: Mortals, many: int) -> None:
    reference, intent = paid_order(booth, 1)
    asked = {"do": "create", "about": reference, "amount": 2000, "key": "one"}

    ended = at_work.all(*[asked] * many)

    assert {one.code for one in ended} <= {0, 7}, ended
    assert at_work.one("recover").code == 0
    assert_once(booth, reference, intent, 2000)


def test_of_many_who_refund_all_one_does(booth: Booth, at_work: Mortals) -> None:
    reference, intent = paid_order(booth, 1)
    asked = {"do": "create", "about": reference, "amount": PAID}

    ended = at_work.all(*({**asked, "key": f"k{number}"} for number in range(8)))

    assert sorted(one.code for one in ended) == [0, *[6] * 7], ended
    assert_once(booth, reference, intent)


def test_of_many_who_refund_two_fifths_two_do(booth: Booth, at_work: Mortals) -> None:
    reference, intent = paid_order(booth, 1)
    asked = {"do": "create", "about": reference, "amount": 2000}

    ended = at_work.all(*({**asked, "key": f"k{number}"} for number in range(8)))

    assert sorted(one.code for one in ended) == [0, 0, *[6] * 6], ended
    assert list(differences(booth, intent)) == []


def test_without_its_safeguards_a_killed_refund_goes_twice(booth: Booth, at_work: Mortals) -> None:
    last = points(booth, at_work)
    for number in range(last // 2, last + 1, 3):
        reference, intent = paid_order(booth, next(NUMBERS))
        asked = {"about": reference, "amount": 2000, "key": f"key-{reference}", "broken": True}
        at_work.one("create", **asked, dies_at=number)
        at_work.one("create", **asked)
        at_work.one("recover", broken=True)
        if any("double" in one for one in differences(booth, intent)):
            return

    pytest.fail("killed anywhere, each went once all the same")
