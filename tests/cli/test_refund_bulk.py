"""Refunds in bulk on the command line: a plan is a file, a run says what became of every row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.payments.standin.server import StandIn
from tests.cli.conftest import Run
from tests.payments.bulk.plans import bought, edit
from tests.payments.standin.provider import Standin, opened
from tests.payments.till import KEY, Booth


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with StandIn() as found:
        yield found


@pytest.fixture
def stripe(
    server: StandIn, founded: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Standin]:
    """An academy with two paid orders, and a Stripe."""
    assert founded
    with opened(server.url) as found:
        monkeypatch.setenv("ACADEMY_STRIPE_API_KEY", KEY)
        monkeypatch.setenv("ACADEMY_STRIPE_API_BASE", found.url)
        booth = Booth(f"sqlite:///{home}/academy.db", found.url)
        bought(booth, "ann@x.org", {"python": 4900, "rust": 3000})
        bought(booth, "bob@x.org", {"python": 4900})
        yield found


def plan(academy: Run, *more: str) -> None:
    words = ("refund", "bulk", "plan", "--course", "python", "--out", "plan.csv")
    assert academy(*words, *more).code == 0


def test_a_plan_is_made_looked_at_and_run(academy: Run, stripe: Standin) -> None:
    words = ("refund", "bulk", "plan", "--course", "python", "--keep-fee-percent", "10")

    made = academy(*words, "--out", "plan.csv", "--format", "json")
    tried = academy("refund", "bulk", "run", "plan.csv", "--dry-run")
    done = academy("refund", "bulk", "run", "plan.csv", "--yes", "--format", "json")

    assert (made.code, tried.code, done.code) == (0, 0, 0), (made, tried, done)
    assert json.loads(made.out)["amounts"] == [{"amount": 8820, "currency": "eur"}]
    assert "2 refunds: 88.20 EUR; 9.80 EUR is kept." in made.err
    assert "2 learners would lose access to a course." in made.err
    assert json.loads(done.out)["states"] == {"succeeded": 2}
    assert "B-2026" in academy("batch", "list").out


def test_a_dry_run_of_a_plan_writes_no_file(academy: Run, stripe: Standin, home: Path) -> None:
    words = ("refund", "bulk", "plan", "--course", "python", "--out", "plan.csv")

    assert academy(*words, "--dry-run").code == 0
    assert not (home / "plan.csv").exists()


def test_a_plan_says_what_waits_for_approval_and_so_does_its_run(
    academy: Run, stripe: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_PAYMENTS_APPROVE_ABOVE", "40 EUR")
    words = ("refund", "bulk", "plan", "--course", "python", "--out", "plan.csv")

    made = academy(*words)
    tried = academy("refund", "bulk", "run", "plan.csv", "--dry-run", "--fields", "need_approval")

    assert "2 refunds would wait for somebody else's approval." in made.err
    assert "Reading plan.csv (2)\n" in tried.err
    assert "2 refunds will wait for somebody else's approval." in tried.err
    assert tried.out == "2\n"


def test_a_plan_that_is_there_names_a_file_that_is_not(academy: Run, stripe: Standin) -> None:
    plan(academy)

    again = academy("refund", "bulk", "plan", "--course", "python", "--out", "plan.csv")
    other = academy("refund", "bulk", "plan", "--course", "python", "--out", "plan-2.csv")

    assert (again.code, other.code) == (6, 0)
    assert "hint: Name another file: --out plan-2.csv\n" in again.err


def test_rows_that_fail_end_with_8_and_a_file(academy: Run, stripe: Standin, home: Path) -> None:
    plan(academy)
    edit(
        home / "plan.csv", lambda row: {**row, "amount": "99.00"} if "ann" in row["email"] else row
    )

    ran = academy("refund", "bulk", "run", "plan.csv", "--yes")

    assert ran.code == 8
    assert "could not be refunded: see “plan.failed.csv”" in ran.err
    assert "99.00 EUR is more than is left" in (home / "plan.failed.csv").read_text()


def test_a_plan_is_run_once(academy: Run, stripe: Standin) -> None:
    plan(academy)
    academy("refund", "bulk", "run", "plan.csv", "--yes")

    again = academy("refund", "bulk", "run", "plan.csv", "--yes")
    gone_on = academy("refund", "bulk", "run", "plan.csv", "--yes", "--resume")

    assert again.code == 5
    assert "was run already, as B-2026-000001" in again.err
    assert gone_on.code == 0


def test_stripe_that_is_away_ends_with_7(academy: Run, stripe: Standin) -> None:
    plan(academy)
    stripe.control.fault("refunds", "503", times=1000)

    away = academy("refund", "bulk", "run", "plan.csv", "--yes")
    stripe.control.clear()
    done = academy("refund", "bulk", "run", "plan.csv", "--yes", "--resume")

    assert away.code == 7
    assert "academy refund bulk run plan.csv --resume" in away.err
    assert done.code == 0, done


def test_a_refund_that_did_not_arrive_ends_with_9(academy: Run, stripe: Standin) -> None:
    plan(academy)
    academy("refund", "bulk", "run", "plan.csv", "--yes")
    [first, *_] = stripe.client.v1.refunds.list().data
    stripe.control.settle(first.id, "failed")
    academy("payment", "sync")

    ran = academy("refund", "bulk", "run", "plan.csv", "--yes", "--resume")

    assert ran.code == 9
    assert "Somebody has to look at 1 refund of B-2026-000001: R-" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("plan",),
        ("plan", "--course", "python"),
        ("plan", "--course", "python", "--from", "x.csv", "--out", "p.csv"),
        ("run", "plan.csv", "--course", "python"),
        ("plan", "--course", "python", "--keep-fee", "5", "--keep-fee-percent", "5", "--out", "p"),
    ],
)
def test_words_that_do_not_go_together_are_refused(academy: Run, words: tuple[str, ...]) -> None:
    assert academy("refund", "bulk", *words).code == 2
