"""A run of refunds when Stripe fails, is away, is asked too fast, or somebody wishes to end it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from academy_cli.bulk.source import source
from academy_cli.mail.stopping import Stop
from academy_cli.payments.refunds.bulk.service import BulkRefunds
from academy_cli.payments.till import Terms
from tests.engines import in_turns
from tests.payments.bulk.plans import assert_books_are_right, at, bought, planned, run
from tests.payments.mortal import run_plan
from tests.payments.standin.provider import Standin
from tests.payments.till import Booth


@in_turns
@pytest.mark.parametrize("fault", ["429", "503", "drop_before", "drop_after", "500_done"])
def test_a_fault_costs_nobody_their_refund(
    booth: Booth, plan: Path, stripe_standin: Standin, fault: str
) -> None:
    for number in range(3):
        bought(booth, f"l{number}@x.org", {"python": 4900})
    planned(booth, "python", plan)
    stripe_standin.control.fault("POST /v1/refunds", fault, times=2)

    done = run(booth, plan)

    assert done.states == {"succeeded": 3}
    assert_books_are_right(booth)


def test_stripe_that_is_away_ends_a_run_that_goes_on_later(
    booth: Booth, plan: Path, stripe_standin: Standin
) -> None:
    for number in range(8):
        bought(booth, f"l{number}@x.org", {"python": 1000})
    planned(booth, "python", plan)
    stripe_standin.control.fault("refunds", "429", times=1000)

    away = run(booth, plan)
    stripe_standin.control.clear()
    done = run(booth, plan, resumes=True)

    assert (away.open, bool(away.away)) == (8, True)
    assert away.states == {"requested": 3, "submitting": 5}
    assert done.states == {"succeeded": 8}
    assert_books_are_right(booth)


def test_between_two_refunds_a_run_can_be_ended(booth: Booth, plan: Path) -> None:
    for number in range(4):
        bought(booth, f"l{number}@x.org", {"python": 1000})
    planned(booth, "python", plan)
    stop = Stop()

    def told(done: int) -> None:
        if done == 2:
            stop.wish()

    with source(str(plan)) as found, at(booth) as till:
        bulk = BulkRefunds(till)
        ended = bulk.run(bulk.look(found), told, stop=stop)
    done = run(booth, plan, resumes=True)

    assert (ended.is_stopped, ended.states) == (True, {"requested": 2, "succeeded": 2})
    assert done.states == {"succeeded": 4}
    assert_books_are_right(booth)


def test_a_run_is_no_faster_than_it_may_be(booth: Booth, plan: Path) -> None:
    for number in range(3):
        bought(booth, f"l{number}@x.org", {"python": 1000})
    planned(booth, "python", plan)
    slow, waited = replace(booth, terms=Terms(per_second=1)), list[float]()

    with at(slow) as till:
        run_plan(replace(till, sleep=waited.append), str(plan))

    assert len(waited) == 3
    assert sum(waited[1:]) > 1
