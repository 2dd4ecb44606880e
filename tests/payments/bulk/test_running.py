"""A plan that is run refunds what it says, once, and tells what became of every row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from academy_cli.bulk.errors import NothingToResumeError
from academy_cli.bulk.service import Batches
from academy_cli.db.transaction import write
from academy_cli.kit.money import Money
from academy_cli.models import Order, Payment, Refund
from academy_cli.payments.refunds.bulk.errors import PlanWasRunError
from academy_cli.payments.refunds.bulk.fees import Fee
from academy_cli.payments.refunds.service import Refunds
from academy_cli.payments.till import Terms
from tests.payments.bulk.plans import (
    Row,
    assert_books_are_right,
    at,
    bought,
    edit,
    grants,
    planned,
    refund,
    run,
)
from tests.payments.standin.provider import Standin
from tests.payments.till import Booth, rows

pytestmark = pytest.mark.slow


def test_everybody_gets_their_money_once(booth: Booth, plan: Path) -> None:
    for number in range(3):
        bought(booth, f"l{number}@x.org", {"python": 4900})
    planned(booth, "python", plan)

    done = run(booth, plan)

    assert (done.states, done.amounts) == ({"succeeded": 3}, (Money(14_700, "eur"),))
    assert [(one.line, one.state) for one in done.outcomes] == [
        (line, "succeeded") for line in (2, 3, 4)
    ]
    assert (done.failed, done.open, done.attention, done.failed_file) == (0, 0, (), None)
    assert_books_are_right(booth)


def test_of_an_order_of_two_courses_one_goes_and_one_stays(booth: Booth, plan: Path) -> None:
    bought(booth, "ann@x.org", {"python": 4900, "rust": 3000})
    planned(booth, "python", plan)

    done = run(booth, plan)

    assert done.amounts == (Money(4900, "eur"),)
    assert grants(booth) == {"python": False, "rust": True}
    assert_books_are_right(booth)


def test_two_lines_of_one_price_go_back_each(booth: Booth, plan: Path) -> None:
    bought(booth, "ann@x.org", {"python": 3000, "rust": 3000})
    planned(booth, "python", plan)
    rust = plan.with_name("rust.csv")

    run(booth, plan)
    planned(booth, "rust", rust)
    done = run(booth, rust)

    assert done.amounts == (Money(3000, "eur"),)
    assert not any(grants(booth).values())
    assert_books_are_right(booth)


def test_a_batch_keeps_what_it_did(booth: Booth, plan: Path) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    planned(booth, "python", plan)

    done = run(booth, plan)

    with at(booth) as till:
        batches = Batches(till.database, till.actor)
        [batch] = batches.find("refunds")
        [proof] = batches.verify()
    assert (batch.reference, batch.created, batch.state) == (done.reference, 1, "done")
    assert proof.flaws == ()


def test_rows_can_be_edited(booth: Booth, plan: Path) -> None:
    for number in range(3):
        bought(booth, f"l{number}@x.org", {"python": 4900})
    planned(booth, "python", plan)

    def change(row: Row) -> Row | None:
        if row["email"] == "l0@x.org":
            return {**row, "amount": "10.00", "access": "keep"}
        return {**row, "skip": "she wants to wait"} if row["email"] == "l1@x.org" else row

    edit(plan, change)
    done = run(booth, plan)

    assert (done.states, done.skipped) == ({"succeeded": 2}, 1)
    assert done.amounts == (Money(5900, "eur"),)
    assert_books_are_right(booth)


WRONG: tuple[tuple[Row, str], ...] = (
    ({"amount": "50.00"}, "50.00 EUR is more than is left of line 1, “Python”: 49.00 EUR"),
    ({"amount": "0"}, "0.00 EUR cannot be refunded: it goes in steps of 0.01 EUR"),
    ({"amount": ""}, "amount is missing"),
    ({"amount": "ten"}, "amount: "),
    ({"amount": "10.00 CHF"}, "amount: “10.00 CHF” is not in EUR"),
    ({"currency": "CHF"}, "49.00 EUR is left of it by now, 49.00 CHF when it was planned"),
    ({"access": "lend"}, "access is “lend”, and can be keep or remove"),
    ({"line": "7"}, "0.00 EUR is left of it by now"),
    ({"line": "x"}, "“x” is no line of an order"),
    ({"payment": "P-2026-000099"}, "There is no order or payment “P-2026-000099”"),
    ({"override_policy": "maybe"}, "override_policy is “maybe”, and can be yes or no"),
)
"""What is written over a row, and why it is refused then."""


def test_a_row_that_makes_no_sense_is_refused_with_its_reason(booth: Booth, plan: Path) -> None:
    written = {f"l{number}@x.org": cells for number, (cells, _) in enumerate(WRONG)}
    for email in (*written, "bob@x.org"):
        bought(booth, email, {"python": 4900})
    planned(booth, "python", plan)
    edit(plan, lambda row: {**row, **written.get(row["email"], {})})

    done = run(booth, plan)

    assert done.states == {"refused": len(WRONG), "succeeded": 1}
    for outcome, (_, why) in zip(done.outcomes, WRONG, strict=False):
        assert str(outcome.reason).startswith(why)
    assert_books_are_right(booth)


def test_a_plan_that_is_old_refuses_what_has_changed(booth: Booth, plan: Path) -> None:
    changed = bought(booth, "ann@x.org", {"python": 4900})
    bought(booth, "bob@x.org", {"python": 4900})
    planned(booth, "python", plan)
    edit(plan, lambda row: {**row, "amount": "20.00"})
    refund(booth, changed, Money(500, "eur"))

    done = run(booth, plan)

    assert done.states == {"refused": 1, "succeeded": 1}
    why = "44.00 EUR is left of it by now, 49.00 EUR when it was planned"
    assert done.outcomes[0].reason == why
    assert why in Path(str(done.failed_file)).read_text(encoding="utf-8")
    assert_books_are_right(booth)


def test_the_file_of_failed_rows_can_be_run_again(booth: Booth, plan: Path) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    bought(booth, "bob@x.org", {"python": 4900})
    planned(booth, "python", plan)
    edit(plan, lambda row: {**row, "amount": "x"} if row["email"] == "ann@x.org" else row)
    failed = Path(str(run(booth, plan).failed_file))
    edit(failed, lambda row: {**row, "amount": "49.00"})

    done = run(booth, failed)

    assert done.states == {"succeeded": 1}
    assert_books_are_right(booth)


def test_the_same_bytes_are_not_run_twice(booth: Booth, plan: Path) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    planned(booth, "python", plan)
    edit(plan, lambda row: {**row, "amount": "10.00", "left": ""})
    run(booth, plan)

    with pytest.raises(PlanWasRunError):
        run(booth, plan)
    again = run(booth, plan, resumes=True)

    assert again.states == {"succeeded": 1}
    assert [one["amount"] for one in rows(booth, Refund)] == [1000]


def test_what_was_never_run_is_not_gone_on_with(booth: Booth, plan: Path) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    planned(booth, "python", plan)

    with pytest.raises(NothingToResumeError):
        run(booth, plan, resumes=True)


def test_a_balance_that_is_too_low_is_said(
    booth: Booth, plan: Path, stripe_standin: Standin
) -> None:
    bought(booth, "ann@x.org", {"python": 4900})
    planned(booth, "python", plan)
    stripe_standin.control.refund_mode("insufficient_funds")

    done = run(booth, plan)

    assert (done.states, done.waits_for_funds) == ({"pending": 1}, 1)
    assert "balance at Stripe is too low" in str(done.outcomes[0].reason)


def test_what_came_in_by_hand_is_named_as_still_to_be_paid_out(booth: Booth, plan: Path) -> None:
    by_card = bought(booth, "ann@x.org", {"python": 4900})
    in_cash = bought(booth, "bob@x.org", {"python": 4900})
    [order] = rows(booth, Order, reference=in_cash)
    with at(booth) as till, write(till.engine) as connection:
        cash = {"provider": "manual", "method": "cash", "intent_id": None, "charge_id": None}
        connection.execute(update(Payment).filter_by(order_id=order["id"]).values(**cash))
    made = planned(booth, "python", plan)

    done = run(booth, plan)

    money = (Money(4900, "eur"),)
    assert {one.order: one.note for one in made.rows} == {
        by_card: "",
        in_cash: "pay it out yourself",
    }
    assert (made.by_hand, done.by_hand) == (money, money)
    said = {one.order: (one.state, one.reason, one.is_by_hand) for one in done.outcomes}
    assert said[in_cash] == ("succeeded", "pay it out yourself", True)
    assert said[by_card] == ("succeeded", None, False)


def test_what_needs_approval_waits_for_it(booth: Booth, plan: Path) -> None:
    limited = replace(booth, terms=Terms(approve_above=(Money(1000, "eur"),)))
    bought(limited, "ann@x.org", {"python": 4900})
    planned(limited, "python", plan)

    done = run(limited, plan)

    assert (done.states, done.waits_for_approval, done.open) == ({"requested": 1}, 1, 0)
    assert "academy refund approve R-" in str(done.outcomes[0].reason)
    [mine] = rows(booth, Refund)
    with at(limited, name="bea") as till:
        Refunds(till).approve(mine["reference"])
    assert run(limited, plan, resumes=True).states == {"succeeded": 1}


def test_what_is_kept_of_several_currencies_is_right_everywhere(booth: Booth, plan: Path) -> None:
    bought(booth, "ann@x.org", {"python": 4999})
    bought(booth, "bob@x.org", {"python": 5000}, "jpy")
    bought(booth, "cy@x.org", {"python": 12_340}, "kwd")
    planned(booth, "python", plan, fee=Fee(basis_points=333))

    done = run(booth, plan)

    assert done.amounts == (Money(4833, "eur"), Money(4833, "jpy"), Money(11_930, "kwd"))
    assert_books_are_right(booth)


def test_a_payment_in_two_rows_is_not_paid_out_past_its_approval(booth: Booth, plan: Path) -> None:
    limited = replace(booth, terms=Terms(approve_above=(Money(5000, "eur"),)))
    one = bought(limited, "ann@x.org", {"python": 3000, "rust": 3000})
    plan.write_text(
        f"order,line,amount,currency\n{one},1,30.00,EUR\n{one},2,30.00,EUR\n", encoding="utf-8"
    )

    done = run(limited, plan)

    assert (done.states, done.waits_for_approval) == ({"requested": 1, "succeeded": 1}, 1)
