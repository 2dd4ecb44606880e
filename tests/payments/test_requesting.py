"""Asking for a refund: how much, within which policy, approved by whom, and once for each request."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.errors import AcademyError
from academy_cli.kit.money import Money, granule
from academy_cli.models import Payment, Refund, RefundLine
from academy_cli.payments.errors import RequestKeyError, SeveralPaymentsError
from academy_cli.payments.refunds.errors import (
    AgainstPolicyError,
    BadAmountError,
    ExceedsLineError,
    ExceedsPaymentError,
    NoReasonError,
    NothingLeftToRefundError,
    NotWaitingError,
    OwnApprovalError,
    SimilarRefundError,
    UnknownLineError,
)
from academy_cli.payments.service import ByHand
from tests.engines import in_turns
from tests.payments.counter import PRICE, Counter
from tests.pricing.shop import eur

DAY = timedelta(days=1)
POLICY = "refunds:\n  window: 14 days\n  highest_progress: 20\n"


def reserved(counter: Counter) -> int:
    [payment] = counter.rows(Payment)
    return int(payment.reserved_own)


def test_within_the_window_a_refund_needs_no_word_and_after_it_one(counter: Counter) -> None:
    counter.sells("rust", said=POLICY)
    reference = counter.paid("rust")
    counter.later(13 * DAY)
    assert counter.refunds().preview(counter.wish(reference)).objections == ()

    counter.later(2 * DAY)

    with pytest.raises(AgainstPolicyError, match=r"“Rust” can be refunded for 14 days: until "):
        counter.refunds().create(counter.wish(reference))
    assert (counter.rows(Refund), reserved(counter)) == ([], 0)


def test_progress_beyond_the_policy_is_an_objection(counter: Counter) -> None:
    counter.sells("rust", said=POLICY)
    reference = counter.paid("rust")
    counter.shop.school.progress.complete("ann@x.org", "rust", "a")

    with pytest.raises(AgainstPolicyError, match=r"up to 20 % of it, and 33 % is done"):
        counter.refunds().create(counter.wish(reference))


def test_an_admin_goes_beyond_it_with_a_reason_that_is_kept(counter: Counter) -> None:
    counter.sells("rust", said=POLICY)
    reference = counter.paid("rust", at=counter.now() - 20 * DAY)
    admin, support = counter.staff("ada", Role.ADMIN), counter.staff("sam", Role.SUPPORT)
    beyond = {"overrides_policy": True}

    with pytest.raises(NoReasonError):
        counter.refunds(admin).create(counter.wish(reference, **beyond))
    with pytest.raises(AgainstPolicyError):
        counter.refunds(support).create(counter.wish(reference, note="Ill", **beyond))
    made = counter.refunds(admin).create(counter.wish(reference, note="Ill", **beyond))

    [row] = counter.rows(Refund)
    assert (made.state, made.note) == ("succeeded", "Ill")
    assert len(json.loads(row.policy)["overridden"]) == 1


def test_a_large_refund_is_sent_when_another_admin_approves(counter: Counter) -> None:
    counter.approves_above(eur(2000))
    reference = counter.paid()
    ada, bea = counter.staff("ada", Role.ADMIN), counter.staff("bea", Role.ADMIN)

    small = counter.refunds(ada).create(counter.wish(reference, amount=eur(2000)))
    large = counter.refunds(ada).create(counter.wish(reference, amount=eur(2001)))
    with pytest.raises(OwnApprovalError):
        counter.refunds(ada).approve(large.reference)
    with pytest.raises(NotPermittedError):
        counter.refunds(counter.staff("sam", Role.SUPPORT)).approve(large.reference)
    counter.refunds().recover()
    waiting = counter.refunds().show(large.reference)
    done = counter.refunds(bea).approve(large.reference)

    assert (small.state, waiting.state, done.state) == ("succeeded", "requested", "succeeded")
    assert done.approved_by == "bea@x.org"
    with pytest.raises(NotWaitingError):
        counter.refunds(bea).approve(large.reference)


def test_a_large_refund_in_parts_is_as_large(counter: Counter) -> None:
    counter.approves_above(eur(2000))
    reference = counter.paid()

    parts = [
        counter.refunds().create(counter.wish(reference, amount=eur(1500), is_another=True))
        for _ in range(2)
    ]

    assert [one.state for one in parts] == ["succeeded", "requested"]


def test_a_dry_run_of_approving_says_the_same_and_sends_nothing(counter: Counter) -> None:
    counter.approves_above(eur(2000))
    made = counter.refunds().create(counter.wish(counter.paid()))

    for dry_run in (True, False):
        with pytest.raises(OwnApprovalError):
            counter.refunds().approve(made.reference, dry_run=dry_run)
    ada = counter.staff("ada", Role.ADMIN)
    tried = counter.refunds(ada).approve(made.reference, dry_run=True)

    assert (tried.state, counter.refunds().show(made.reference).state) == ("requested", "requested")


def test_as_much_again_within_a_day_is_refused_unless_meant(counter: Counter) -> None:
    reference = counter.paid()
    counter.refunds().create(counter.wish(reference, amount=eur(500)))

    with pytest.raises(SimilarRefundError, match="R-.* refunds 5.00 EUR of the same payment"):
        counter.refunds().create(counter.wish(reference, amount=eur(500)))
    counter.refunds().create(counter.wish(reference, amount=eur(501)))
    counter.refunds().create(counter.wish(reference, amount=eur(500), is_another=True))
    counter.later(DAY)
    counter.refunds().create(counter.wish(reference, amount=eur(500)))

    assert reserved(counter) == 2001


def test_one_request_key_is_one_refund_and_another_wish_with_it_is_refused(
    counter: Counter,
) -> None:
    reference = counter.paid()
    wish = counter.wish(reference, request_key="case-7")

    first, second = (counter.refunds().create(wish) for _ in range(2))

    assert first.reference == second.reference
    assert len(counter.rows(Refund)) == 1
    with pytest.raises(RequestKeyError, match="case-7"):
        counter.refunds().create(wish._replace(amount=eur(100)))


def test_nothing_left_is_said_as_such(counter: Counter) -> None:
    reference = counter.paid()
    counter.refunds().create(counter.wish(reference))

    with pytest.raises(NothingLeftToRefundError, match="all of 49.00 EUR went back"):
        counter.refunds().preview(counter.wish(reference))


@in_turns
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"amount": eur(4901)}, ExceedsPaymentError),
        ({"amount": eur(0)}, BadAmountError),
        ({"amount": Money(100, "usd")}, BadAmountError),
        ({"lines": {1: eur(4901)}}, ExceedsLineError),
        ({"lines": {2: None}}, UnknownLineError),
    ],
)
def test_what_cannot_go_back_leaves_nothing_behind(
    counter: Counter, more: dict[str, object], refusal: type[AcademyError]
) -> None:
    reference = counter.paid()

    with pytest.raises(refusal):
        counter.refunds().create(counter.wish(reference, **more))

    assert (counter.rows(Refund), reserved(counter)) == ([], 0)


def test_a_part_is_parted_over_the_lines_to_the_cent(counter: Counter) -> None:
    counter.sells("rust", price=eur(1000))
    counter.sells("go", price=eur(101))
    reference = counter.paid("python", "rust", "go")

    counter.refunds().create(counter.wish(reference, amount=eur(1000)))

    parts = [one.amount for one in counter.rows(RefundLine)]
    assert (sum(parts), parts) == (1000, [816, 167, 17])


def test_a_line_goes_back_alone_and_only_as_far_as_it_was_paid(counter: Counter) -> None:
    counter.sells("rust", price=eur(1000))
    reference = counter.paid("python", "rust")

    first = counter.refunds().create(counter.wish(reference, lines={2: eur(400)}))
    with pytest.raises(ExceedsLineError, match=r"line 2, “Rust”: 6.00 EUR"):
        counter.refunds().create(counter.wish(reference, lines={2: eur(601)}))
    rest = counter.refunds().create(counter.wish(reference, lines={2: None}))

    assert (first.amount, rest.amount) == (eur(400), eur(600))
    assert rest.parts == {"Rust": 600}


@in_turns
@pytest.mark.parametrize(
    ("price", "half"),
    [
        (Money(4901, "eur"), 2451),
        (Money(501, "jpy"), 251),
        (Money(10_030, "kwd"), 5020),
        (Money(50_100, "isk"), 25_100),
    ],
)
def test_a_percentage_is_rounded_once_in_the_steps_of_its_currency(
    counter: Counter, price: Money, half: int
) -> None:
    counter.sells("rust", price=price)
    reference = counter.paid("rust")

    made = counter.refunds().create(counter.wish(reference, basis_points=5000))
    rest = counter.refunds().create(counter.wish(reference))

    assert made.amount == Money(half, price.currency)
    assert made.amount + rest.amount == price
    assert made.amount.amount % granule(price.currency) == 0


def test_an_amount_between_the_steps_is_refused(counter: Counter) -> None:
    counter.sells("rust", price=Money(50_100, "isk"))
    reference = counter.paid("rust")

    with pytest.raises(BadAmountError, match="it goes in steps of"):
        counter.refunds().create(counter.wish(reference, amount=Money(150, "isk")))


def test_all_ends_access_and_a_part_keeps_it_unless_somebody_says(counter: Counter) -> None:
    for name in ("bo", "cy", "di"):
        counter.shop.school.person(name)
    orders = {name: counter.paid(email=f"{name}@x.org") for name in ("ann", "bo", "cy", "di")}
    for name, more in (
        ("ann", {}),
        ("bo", {"basis_points": 5000}),
        ("cy", {"access": "keep"}),
        ("di", {"basis_points": 5000, "access": "remove"}),
    ):
        counter.refunds().create(counter.wish(orders[name], **more))

    assert counter.access() == [
        (orders["ann"], False),
        (orders["bo"], True),
        (orders["cy"], True),
        (orders["di"], False),
    ]


def test_an_order_that_was_paid_twice_has_to_say_which_payment(counter: Counter) -> None:
    order = counter.orders().checkout(counter.basket())
    for amount in (2000, 2900):
        got = ByHand(eur(amount), "cash", counter.key(), order=order.reference, is_partial=True)
        counter.payments().record(got)

    with pytest.raises(SeveralPaymentsError, match="P-.*, P-"):
        counter.refunds().create(counter.wish(order.reference))
    one, two = (row.reference for row in counter.rows(Payment))
    made = [counter.refunds().create(counter.wish(each)).amount for each in (one, two)]

    assert made == [eur(2000), eur(2900)]
    assert sum(one.amount for one in made) == PRICE.amount


def test_what_was_asked_and_taken_back_is_free_again_and_on_record(counter: Counter) -> None:
    counter.approves_above(eur(2000))
    made = counter.refunds().create(counter.wish(counter.paid()))
    held = reserved(counter)

    gone = counter.refunds().cancel(made.reference, "Changed their mind")

    assert (held, reserved(counter), gone.state) == (4900, 0, "withdrawn")
    assert counter.acts("refund") == ["refund.create", "refund.cancel"]
    assert all("Changed" not in str(step.detail) for step in gone.steps)
