"""A plan of refunds says what goes back of a course, what is kept, and what is skipped and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from academy_cli.db.transaction import write
from academy_cli.enrollments import enrolling, seats
from academy_cli.enrollments.views import Granting
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import Payment
from academy_cli.payments.refunds.bulk.errors import PlanFileError
from academy_cli.payments.refunds.bulk.fees import Fee, back, kept
from academy_cli.payments.sync.polling import sync
from academy_cli.payments.till import Terms as Till
from tests.payments.bulk.plans import at, bought, of_list, planned, refund
from tests.payments.standin.provider import Standin
from tests.payments.till import Booth, course
from tests.payments.till import order as open_order
from tests.payments.till import rows as stored


def gift(booth: Booth, email: str, slug: str) -> None:
    """Let somebody into a course for another reason than an order."""
    with at(booth) as till, write(till.engine) as connection:
        person, now = seats.person(connection, email), utc_now()
        place = seats.seat(connection, seats.course(connection, slug), person)
        given = Granting("gift")
        enrolling.carry_out(connection, place, given, enrolling.planned(place, given, now), now)


def test_a_course_is_refunded_line_by_line(booth: Booth) -> None:
    both = bought(booth, "ann@x.org", {"python": 4900, "rust": 3000})
    alone = bought(booth, "bob@x.org", {"python": 4900})
    bought(booth, "cy@x.org", {"rust": 3000})

    plan = planned(booth, "python")

    said = [(one.order, one.line, one.course, one.amount, one.access) for one in plan.rows]
    money = Money(4900, "eur")
    assert said == [
        (both, 1, "python", money, "remove"),
        (alone, 1, "python", money, "remove"),
    ]
    assert (plan.refunds, plan.amounts, plan.losing_access) == (2, (Money(9800, "eur"),), 2)


def test_orders_that_were_not_paid_are_none_of_a_plan(booth: Booth) -> None:
    open_order(booth, "ann@x.org", {"python": 4900})

    assert planned(booth, "python").rows == ()


def test_what_went_back_already_is_skipped(booth: Booth) -> None:
    whole = bought(booth, "ann@x.org", {"python": 4900})
    half = bought(booth, "bob@x.org", {"python": 4900})
    refund(booth, whole)
    refund(booth, half, Money(2000, "eur"))

    plan = planned(booth, "python")

    assert plan.skipped_because == {"all of it went back already": 1}
    assert plan.amounts == (Money(2900, "eur"),)


def test_who_has_the_course_from_elsewhere_loses_nothing(booth: Booth) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    gift(booth, "ann@x.org", "python")

    plan = planned(booth, "python")

    assert (plan.refunds, plan.losing_access) == (1, 0)


def test_a_disputed_payment_is_skipped(booth: Booth, stripe_standin: Standin) -> None:
    reference = bought(booth, "ann@x.org", {"python": 4900})
    [payment] = stored(booth, Payment)
    stripe_standin.control.dispute(payment["charge_id"])
    with at(booth) as till:
        sync(till)

    plan = planned(booth, "python")

    assert (plan.refunds, plan.skipped) == (0, 1)
    assert "is disputed" in plan.rows[0].skip
    assert plan.rows[0].order == reference


def test_what_the_policy_does_not_give_is_skipped_unless_overridden(booth: Booth) -> None:
    with at(booth) as till, write(till.engine) as connection:
        course(connection, "python", '{"refunds":{"window":"1 day"}}')
    bought(booth, "ann@x.org", {"python": 4900})
    later = booth.at(timedelta(days=2))

    strict = planned(later, "python")
    generous = planned(later, "python", overrides=True, reason="The course was cancelled")

    assert "can be refunded for 1 day" in strict.rows[0].skip
    assert (generous.refunds, generous.rows[0].overrides) == (1, True)


def test_what_somebody_has_to_approve_is_said(booth: Booth) -> None:
    bought(booth, "ann@x.org", {"python": 60000})
    limited = replace(booth, terms=Till(approve_above=(Money(50000, "eur"),)))

    plan = planned(limited, "python")

    assert (plan.refunds, plan.need_approval) == (1, 1)
    assert plan.rows[0].note == "somebody else has to approve it"


def test_a_list_names_orders_and_amounts(booth: Booth, tmp_path: Path) -> None:
    one = bought(booth, "ann@x.org", {"python": 4900, "rust": 3000})
    two = bought(booth, "bob@x.org", {"python": 4900})
    text = f"order,amount\n{one},\n{two.lower()},20.00 EUR\nO-2026-999999,\n,5\n{two},0\n"

    plan = of_list(booth, tmp_path / "list.csv", text)

    said = [(row.amount, row.access, row.skip) for row in plan.rows]
    assert said == [
        (Money(7900, "eur"), "remove", ""),
        (Money(2000, "eur"), "keep", ""),
        (None, "keep", "There is no order or payment “O-2026-999999”"),
        (None, "keep", "neither an order nor a payment is named"),
        (Money(0, "eur"), "keep", "the amount is nothing"),
    ]


def test_a_fee_that_is_not_named_in_a_currency_skips_it(booth: Booth) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    bought(booth, "bob@x.org", {"python": 5200}, "chf")

    plan = planned(booth, "python", fee=Fee(fixed={"eur": 500}))

    assert plan.amounts == (Money(4400, "eur"),)
    assert plan.fees == (Money(500, "eur"),)
    assert plan.skipped_because == {"no fee is named in CHF": 1}


def test_a_fee_does_not_make_a_refund_partial(booth: Booth) -> None:
    bought(booth, "ann@x.org", {"python": 4900})

    [row] = planned(booth, "python", fee=Fee(basis_points=1000)).rows

    assert (row.amount, row.fee, row.access) == (Money(4410, "eur"), Money(490, "eur"), "remove")


@pytest.mark.parametrize(
    ("paid", "currency", "fee", "stays", "goes"),
    [
        (4900, "eur", Fee(1000), 490, 4410),
        (4999, "eur", Fee(333), 166, 4833),
        (5000, "jpy", Fee(333), 167, 4833),
        (5000, "jpy", Fee(fixed={"jpy": 500}), 500, 4500),
        (10_000, "kwd", Fee(333), 330, 9670),
        (12_340, "kwd", Fee(1000), 1230, 11_110),
        (10_000, "kwd", Fee(fixed={"kwd": 1500}), 1500, 8500),
        (10_000, "isk", Fee(333), 300, 9700),
        (4900, "eur", Fee(10_000), 4900, 0),
        (4900, "eur", Fee(fixed={"eur": 6000}), 4900, 0),
        (4900, "eur", Fee(), 0, 4900),
    ],
)
def test_a_fee_is_kept_in_steps_of_its_currency(
    paid: int, currency: str, fee: Fee, stays: int, goes: int
) -> None:
    money = Money(paid, currency)
    part = kept(fee, money)

    assert part == Money(stays, currency)
    assert back(money, part) == Money(goes, currency)


def test_a_fee_counts_from_what_was_paid() -> None:
    part = kept(Fee(1000), Money(10_000, "eur"))

    assert part is not None
    assert back(Money(5000, "eur"), part) == Money(4000, "eur")
    assert back(Money(500, "eur"), part) == Money(0, "eur")


def test_fractions_that_no_card_takes_stay_behind() -> None:
    assert back(Money(1005, "kwd"), Money(0, "kwd")) == Money(1000, "kwd")


def test_a_plan_is_never_written_over(booth: Booth, tmp_path: Path) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    planned(booth, "python", tmp_path / "plan.csv")

    with pytest.raises(PlanFileError):
        planned(booth, "python", tmp_path / "plan.csv")


def test_nothing_was_asked_of_stripe_to_plan(booth: Booth, stripe_standin: Standin) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    before = len(stripe_standin.control.log())

    planned(booth, "python")

    assert len(stripe_standin.control.log()) == before


def test_rows_of_one_payment_count_together_for_approval(booth: Booth, tmp_path: Path) -> None:
    one = bought(booth, "ann@x.org", {"python": 3000, "rust": 3000})
    limited = replace(booth, terms=Till(approve_above=(Money(5000, "eur"),)))

    plan = of_list(limited, tmp_path / "list.csv", f"order,line\n{one},1\n{one},2\n")

    assert [row.note for row in plan.rows] == ["", "somebody else has to approve it"]
    assert plan.need_approval == 1
