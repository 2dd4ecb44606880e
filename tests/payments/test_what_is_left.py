"""What a refund leaves: access while other money is held, what is on its way, and who still has to look."""

from __future__ import annotations

import json

import pytest

from academy_cli.models import Invoice, Order, Payment, Refund
from academy_cli.payments.refunds.errors import ExceedsLineError, NotWaitingError
from academy_cli.payments.refunds.listing import Wanted
from academy_cli.payments.service import ByHand
from tests.payments.counter import Counter
from tests.payments.test_receiving import arrive, ordered
from tests.pricing.shop import eur


def by_stripe(counter: Counter) -> str:
    """An order that was paid at Stripe."""
    reference = ordered(counter)
    [order] = counter.rows(Order)
    counter.standin.control.complete(order.session_id)
    counter.payments().sync()
    return reference


def waiting(counter: Counter) -> list[str]:
    """Refunds that somebody has to look at."""
    found = counter.refunds().list(Wanted(needs_attention=True))
    assert all(one.needs_attention for one in found)
    return [one.reference for one in found]


def test_one_of_two_payments_goes_back_and_access_stays(counter: Counter) -> None:
    reference = ordered(counter)
    for name in ("1", "2"):
        arrive(counter, reference, name=name)
    both = [one.reference for one in counter.rows(Payment)]

    seen = [counter.refunds().preview(counter.wish(one)) for one in both]
    part = counter.refunds().preview(counter.wish(both[0], access="remove"))

    assert [(one.access, one.is_full) for one in seen] == [("keep", True)] * 2
    assert part.access == "remove"


def test_the_last_of_an_orders_money_takes_access_along(counter: Counter) -> None:
    reference = counter.orders().checkout(counter.basket(), tells=False).reference
    for amount in (2000, 2900):
        got = ByHand(eur(amount), "cash", counter.key(), order=reference, is_partial=True)
        counter.payments().record(got)

    kept = []
    for one in counter.rows(Payment):
        counter.refunds().create(counter.wish(one.reference))
        kept.append(counter.access())

    assert kept == [[(reference, True)], [(reference, False)]]


def test_what_is_on_its_way_has_not_gone_back(counter: Counter) -> None:
    reference = by_stripe(counter)
    counter.standin.control.refund_mode("pending")
    made = counter.refunds().create(counter.wish(reference, amount=eur(1000)))

    def sums() -> list[tuple[int, int]]:
        order = counter.orders().show(reference)
        shown = counter.payments().show(order.payments[0].reference)
        assert shown.left == eur(3900)
        some = (order.lines[0], order.payments[0], shown)
        return [(one.refunded.amount, one.on_its_way.amount) for one in some]

    before = sums()
    counter.standin.control.settle(str(made.provider_id))
    counter.payments().sync()

    assert (before, sums()) == ([(0, 1000)] * 3, [(1000, 0)] * 3)


def test_nobody_has_to_look_at_what_another_refund_made_up_for(counter: Counter) -> None:
    reference = by_stripe(counter)
    counter.standin.control.refund_mode("fail")
    failed = counter.refunds().create(counter.wish(reference, amount=eur(1000)))
    counter.standin.control.refund_mode("succeed")

    before = waiting(counter)
    counter.refunds().create(counter.wish(reference, amount=eur(500), is_another=True))
    less = waiting(counter)
    counter.refunds().create(counter.wish(reference, amount=eur(1000), is_another=True))

    assert (before, less, waiting(counter)) == ([failed.reference], [failed.reference], [])
    assert failed.next.startswith("academy refund create P-")


def test_what_was_paid_out_another_way_is_settled_once(counter: Counter) -> None:
    reference = by_stripe(counter)
    counter.standin.control.refund_mode("fail")
    failed = counter.refunds().create(counter.wish(reference))

    with pytest.raises(NotWaitingError):
        counter.refunds().resolve(failed.reference, "", retries=True)
    done = counter.refunds().resolve(failed.reference, "Paid out by transfer", retries=False)

    assert (done.state, done.needs_attention, waiting(counter)) == ("failed", False, [])
    assert counter.acts("refund.resolve") == ["refund.resolve"]
    assert dict(done.steps[-1].detail) == {"settled": True}
    with pytest.raises(NotWaitingError):
        counter.refunds().resolve(failed.reference, "Again", retries=False)


def test_what_somebody_is_at_needs_nobody_and_what_they_left_does(counter: Counter) -> None:
    made = counter.refunds().create(counter.wish(by_stripe(counter)))
    later = counter.now() + counter.terms.lease
    till = counter.till()
    with till.engine.begin() as connection:
        table = Refund.__table__
        connection.execute(table.update().values(state="submitting", lease_until=later))

    at_once = waiting(counter)
    counter.later(2 * counter.terms.lease)

    assert (at_once, waiting(counter)) == ([], [made.reference])


def test_a_line_of_one_of_two_payments_is_refunded_as_its_invoice_has_it(counter: Counter) -> None:
    counter.sells("rust")
    reference = counter.orders().checkout(counter.basket("python", "rust"), tells=False).reference
    for amount in (2000, 7800):
        got = ByHand(eur(amount), "cash", counter.key(), order=reference, is_partial=True)
        counter.payments().record(got)
    [first, _] = counter.rows(Payment)

    seen = counter.refunds().preview(counter.wish(first.reference, lines={2: None}))
    counter.refunds().create(counter.wish(first.reference, lines={2: None}))

    assert [(one.paid, one.amount) for one in seen.lines] == [
        (eur(1000), eur(0)),
        (eur(1000), eur(1000)),
    ]
    note = json.loads(counter.rows(Invoice)[-1].body)
    assert [(one["course"], one["net"] + one["tax"]) for one in note["lines"]] == [("rust", 1000)]
    with pytest.raises(ExceedsLineError):
        counter.refunds().preview(counter.wish(first.reference, lines={2: eur(100)}))
