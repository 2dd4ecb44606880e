"""Plans and subscriptions on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.payments.standin.server import StandIn
from tests.cli.conftest import Run
from tests.cli.selling import monthly
from tests.payments.standin.provider import Standin, opened
from tests.payments.till import KEY, course, learner


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with StandIn() as found:
        yield found


@pytest.fixture
def stripe(
    server: StandIn, founded: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Standin]:
    """An academy with a course and a learner, and a Stripe."""
    assert founded
    with opened(server.url) as found:
        monkeypatch.setenv("ACADEMY_STRIPE_API_KEY", KEY)
        monkeypatch.setenv("ACADEMY_STRIPE_API_BASE", found.url)
        monkeypatch.setenv("ACADEMY_PAYMENTS_SUCCESS_URL", "https://academy.example.org/thanks")
        database = Database(f"sqlite:///{home}/academy.db")
        with write(database.engine) as connection:
            course(connection, "python")
            learner(connection, "ann@x.org")
        database.close()
        yield found


def test_somebody_subscribes_and_is_in(academy: Run, stripe: Standin) -> None:
    words = ("subscription", "plan", "set", "all", "--price", monthly(stripe), "--course", "python")
    made = academy(*words, "--title", "All courses")
    page = academy("subscription", "checkout", "ann@x.org", "all", "--format", "json")
    session = json.loads(page.out)["link"].rpartition("/")[2]
    stripe.control.complete(session)
    synced = academy("payment", "sync")
    listed = academy("subscription", "list", "--format", "json")
    [mine] = json.loads(listed.out)
    shown = academy("subscription", "show", mine["reference"], "--format", "json")

    assert {one.code for one in (made, page, synced, listed, shown)} == {0}, (page, synced)
    assert (mine["email"], mine["plan"], mine["state"]) == ("ann@x.org", "all", "active")
    assert json.loads(shown.out)["orders"] == ["O-2026-000001"]
    assert "ann@x.org" in academy("enrollment", "list", "--course", "python").out


def test_plans_are_listed_and_removed(academy: Run, stripe: Standin) -> None:
    academy("subscription", "plan", "set", "all", "--price", monthly(stripe), "--course", "python")

    listed = academy("subscription", "plan", "list", "--format", "ids")
    tried = academy("subscription", "plan", "remove", "all", "--dry-run")
    gone = academy("subscription", "plan", "remove", "all", "--yes")

    assert (listed.out, tried.code, gone.code) == ("all\n", 0, 0)
    assert academy("subscription", "plan", "list").out == ""


def test_a_dry_run_asks_stripe_for_nothing(academy: Run, stripe: Standin) -> None:
    academy("subscription", "plan", "set", "all", "--price", monthly(stripe), "--course", "python")
    before = len(stripe.control.log())

    ran = academy("subscription", "checkout", "ann@x.org", "all", "--dry-run")

    assert ran.code == 0
    assert len(stripe.control.log()) == before


def test_a_plan_there_is_not_is_4(academy: Run, stripe: Standin) -> None:
    assert academy("subscription", "checkout", "ann@x.org", "none").code == 4


def test_a_price_that_stripe_does_not_have_is_refused_or_said_to_be_unchecked(
    academy: Run, stripe: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stripe
    words = ("subscription", "plan", "set", "all", "--price", "price_never", "--course", "python")
    refused = academy(*words)
    monkeypatch.delenv("ACADEMY_STRIPE_API_BASE")
    monkeypatch.delenv("ACADEMY_STRIPE_API_KEY")
    made = academy(*words)

    assert (refused.code, made.code) == (3, 0)
    assert "Stripe has no price “price_never”" in refused.err
    assert "Nobody asked Stripe whether it has price_never: there is no Stripe key." in made.err
