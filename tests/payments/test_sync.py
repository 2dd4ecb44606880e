"""Whatever order events come in, and whatever is wrong with one, the books follow Stripe."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from academy_cli.models import (
    Course,
    Grant,
    LedgerEntry,
    Order,
    Payment,
    Refund,
    StripeEvent,
)
from academy_cli.payments.errors import LiveModeError
from academy_cli.payments.gateway import DATABASE, ORDER, Charge, Window
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.sync import polling
from academy_cli.payments.sync.polling import sync
from tests.payments.mortal import Mortals
from tests.payments.shop import Shop
from tests.payments.till import KEY, Booth, rows

MONTH = timedelta(days=31)
ENDED = '{"ends_at": "2020-01-01T00:00:00Z"}'


class Bent:
    """A gateway that differs from the real one in some answers."""

    def __init__(self, booth: Booth, **instead: Any) -> None:
        self._gateway = StripeAccount(StripeClient(KEY, booth.stripe))
        self._instead = instead

    def __getattr__(self, name: str) -> Any:
        """What it answers."""
        return self._instead.get(name) or getattr(self._gateway, name)


def happen(shop: Shop) -> None:
    """Let much happen: payments, refunds by others, one that fails, disputes won and lost."""
    for number in range(4):
        shop.paid(number)
    charges = [one["id"] for one in shop.control.dump()["charge"][-4:]]
    shop.control.dashboard_refund(charges[0], 700)
    failed = shop.control.dashboard_refund(charges[1], 900)
    shop.control.settle(failed["id"], "failed")
    won, lost = (shop.control.dispute(one)["id"] for one in charges[2:])
    shop.control.move_dispute(won, "won")
    shop.control.move_dispute(lost, "lost")


def test_events_in_any_order_lead_to_the_same_books(shop: Shop) -> None:
    happen(shop)
    real = StripeAccount(StripeClient(KEY, shop.booth.stripe))
    events = list(real.events(Window(), ["*"]))
    chance = random.Random(3)
    chance.shuffle(events)
    for some in (events[:9], events[5:14], events):  # repeated, and late
        shop.sync(Bent(shop.booth, events=lambda *_, some=some: iter(some)))
    shuffled = shop.state()

    again = shop.sync()

    assert (again.applied, again.failed) == (0, {})
    assert shop.state() == shuffled
    moved = sum(one.money.amount for one in real.movements(Window()))
    assert sum(one["amount"] for one in rows(shop.booth, LedgerEntry)) == moved
    assert [one["state"] for one in rows(shop.booth, Order)] == ["paid"] * 4


def test_a_refund_whose_event_came_before_its_charge_is_not_lost(shop: Shop) -> None:
    _, charge = shop.paid()
    shop.control.dashboard_refund(charge, 700)
    events = list(StripeAccount(StripeClient(KEY, shop.booth.stripe)).events(Window(), ["*"]))
    refunds = [one for one in events if one.type.startswith("refund")]

    shop.sync(Bent(shop.booth, events=lambda *_: iter(refunds)))
    shop.sync()

    assert [one["amount"] for one in rows(shop.booth, Refund)] == [700]


def test_a_gap_longer_than_stripe_remembers_is_said(shop: Shop) -> None:
    shop.paid(1)
    assert not shop.sync().is_gap
    late = shop.booth.at(MONTH).till()

    assert sync(late).is_gap


def test_a_quiet_month_is_no_gap_where_stripe_was_read_all_along(shop: Shop) -> None:
    shop.paid(1)
    for month_part in (15, 30, 45):  # judged by the newest event, the last would be one
        assert not sync(shop.booth.at(timedelta(days=month_part)).till()).is_gap


def test_an_academy_at_which_nothing_happened_yet_has_no_gap(shop: Shop) -> None:
    for seconds in (0, 60):
        assert not sync(shop.booth.at(timedelta(seconds=seconds)).till()).is_gap


def test_of_many_events_objects_are_read_by_pages(shop: Shop) -> None:
    shop.control.bulk(charges=300, refunds=100)
    before = len(shop.control.log())

    done = shop.sync()

    assert (done.applied, done.failed) == (700, {})
    assert len(shop.control.log()) - before < 20
    assert rows(shop.booth, Payment) == []


def test_a_lone_old_event_does_not_make_all_of_stripe_be_read(shop: Shop) -> None:
    shop.paid(1)
    shop.sync()
    shop.change(StripeEvent, applied_at=None)
    shop.control.bulk(charges=300)
    before = len(shop.control.log())
    events = [one for one in rows(shop.booth, StripeEvent) if one["applied_at"] is None]

    shop.sync(Bent(shop.booth, events=lambda *_: iter(())))

    assert len(events) == 2
    assert len(shop.control.log()) - before <= 2


def missing(_number: str) -> Charge:
    """Nothing."""
    from academy_cli.payments.gateway import UnknownObjectError

    raise UnknownObjectError("No such charge")


def garbled(_number: str) -> Charge:
    """What cannot be read."""
    return {}["amount"]


def refused(*_: object) -> Iterator[Any]:
    """A list that cannot be read."""
    from academy_cli.payments.gateway import UnclearError

    raise UnclearError("half of an answer")


@pytest.mark.parametrize("answer", [missing, garbled])
def test_a_poisoned_event_is_said_tried_again_and_holds_nobody_up(shop: Shop, answer: Any) -> None:
    _, poisoned = shop.paid(1)
    shop.paid(2)
    real = StripeAccount(StripeClient(KEY, shop.booth.stripe))

    def charge(number: str) -> Charge:
        return answer(number) if number == poisoned else real.charge(number)

    def charge_of(intent: str) -> Charge | None:
        made = real.charge_of(intent)
        return answer("") if made is not None and made.id == poisoned else made

    bent = Bent(shop.booth, charge=charge, charge_of=charge_of, charges=refused)
    first = shop.sync(bent)
    paid = [one["state"] for one in rows(shop.booth, Order)]
    second = shop.sync(bent)
    healed = shop.sync()

    assert (len(first.failed), len(second.failed), healed.failed) == (2, 2, {})
    assert paid == ["open", "paid"]
    assert [one["state"] for one in rows(shop.booth, Order)] == ["paid", "paid"]
    assert {one["attempts"] for one in rows(shop.booth, StripeEvent)} == {1, 3}


def test_what_raises_while_it_is_written_down_undoes_that_one_alone(shop: Shop) -> None:
    shop.paid(1)
    shop.paid(2)
    real = StripeAccount(StripeClient(KEY, shop.booth.stripe))
    some = {one.id: one for one in real.charges(Window())}
    bad = min(some)
    some[bad] = replace(some[bad], method=None)  # type: ignore[arg-type]
    by_intent = {one.intent_id: one for one in some.values()}
    bent = Bent(shop.booth, charge=some.__getitem__, charge_of=by_intent.__getitem__)

    first = shop.sync(bent)
    paid = [one["charge_id"] for one in rows(shop.booth, Payment)]
    second = shop.sync()

    assert (len(first.failed), second.failed) == (2, {})
    assert all("method" in why for why in first.failed.values())
    assert bad not in paid
    assert len(paid) == 1
    assert len(rows(shop.booth, Payment)) == 2


def test_what_others_sold_with_the_same_key_is_passed_over(shop: Shop) -> None:
    shop.paid(1, {ORDER: "O-2026-000001", DATABASE: "another academy"})

    done = shop.sync()

    assert (done.applied, done.failed) == (2, {})
    assert rows(shop.booth, Payment) == []


def test_who_paid_and_is_not_in_the_course_is_let_in_once_it_is_open(shop: Shop) -> None:
    reference, _ = shop.paid()
    shop.change(Course, fields=ENDED)

    stuck = shop.sync()
    shop.change(Course, fields="{}")
    healed = shop.sync()

    assert list(stuck.unfulfilled) == [reference]
    assert stuck.failed == {}
    assert (healed.healed, healed.unfulfilled) == ([reference], {})
    assert len(rows(shop.booth, Grant)) == 1


def test_a_live_key_is_refused_where_money_was_not_real(shop: Shop) -> None:
    shop.sync()

    with pytest.raises(LiveModeError):
        shop.sync(StripeAccount(StripeClient("sk_live_none", shop.booth.stripe)))


def test_killed_in_the_middle_a_sync_goes_on_where_it_was(shop: Shop, at_work: Mortals) -> None:
    happen(shop)
    shop.booth.till().database.close()
    chance = random.Random(5)
    for _ in range(6):
        at_work.one("sync", dies_at=chance.randrange(1, 150))
    assert at_work.killed > 0

    assert at_work.one("sync").code == 0

    there = StripeAccount(StripeClient(KEY, shop.booth.stripe)).movements(Window())
    assert sum(one["amount"] for one in rows(shop.booth, LedgerEntry)) == sum(
        one.money.amount for one in there
    )
    states = [one["state"] for one in rows(shop.booth, Order)]
    assert states == ["paid"] * len(states)
    assert all(one["applied_at"] for one in rows(shop.booth, StripeEvent))


def test_a_long_time_is_read_in_two_parts_that_leave_nothing_out() -> None:
    now = datetime(2026, 11, 27, 12, 0, 0, 500, tzinfo=UTC)

    [older, newer] = polling._windows(now - timedelta(days=29, microseconds=7), now)
    [short] = polling._windows(now - timedelta(hours=23), now)

    assert older.until == newer.since
    assert older.until is not None
    assert older.until.microsecond == 0  # whole seconds are asked for
    assert newer.until is None
    assert short == Window(now - timedelta(hours=23))


def test_lists_are_read_a_page_of_each_in_turn() -> None:
    found = list(polling._in_turn([iter(range(250)), iter(range(1000, 1101)), iter(())]))

    assert found[:100] == list(range(100))
    assert found[100:200] == list(range(1000, 1100))
    assert sorted(found) == [*range(250), *range(1000, 1101)]
