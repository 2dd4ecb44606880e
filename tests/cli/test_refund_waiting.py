"""Refunds that are not done at once: waiting for a yes, taken back, recovered, and decided by a person."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run, Set
from tests.cli.people import execute
from tests.cli.selling import refund, said
from tests.payments.standin.provider import Standin


def test_a_large_refund_waits_for_somebody_else(
    paid: Run, given: Set, stripe_standin: Standin
) -> None:
    given(payments_approve_above="20 EUR")
    asked = refund(paid, "--amount", "30", "--yes", "--reason", "Ill", "--as", "sue@x.org")
    waiting = paid("refund", "list", "--needs-attention", "--format", "ids").out
    support = paid("refund", "approve", "R-2026-000001", "--yes", "--as", "sue@x.org")
    unasked = paid("refund", "approve", "R-2026-000001", "--as", "ada@x.org")
    before = len(stripe_standin.api.refunds.list().data)
    done = paid("refund", "approve", "R-2026-000001", "--yes", "--as", "ada@x.org")
    again = paid("refund", "approve", "R-2026-000001", "--yes", "--as", "ada@x.org")

    assert (asked.code, said(asked)["state"], before) == (0, "requested", 0)
    assert "It waits until somebody else approves it: academy refund approve R-2026-000001\n" in (
        asked.err
    )
    assert (waiting, support.code, unasked.code) == ("R-2026-000001\n", 6, 6)
    assert "asks to refund 30.00 EUR to “sam@x.org”: “Ill”." in unasked.err
    assert (done.code, again.code) == (0, 6)
    assert "R-2026-000001 has succeeded, so it cannot be approved." in again.err


def test_people_are_called_by_their_addresses(paid: Run, given: Set) -> None:
    given(payments_approve_above="20 EUR")
    assert refund(paid, "--yes", "--as", "sue@x.org").code == 0
    assert paid("refund", "approve", "R-2026-000001", "--yes", "--as", "ada@x.org").code == 0

    shown = said(paid("refund", "show", "R-2026-000001", "--format", "json"))
    [listed] = json.loads(paid("refund", "list", "--format", "json").out)

    assert (shown["requested_by"], shown["approved_by"]) == ("sue@x.org", "ada@x.org")
    assert {one["actor"] for one in shown["steps"]} == {"sue@x.org", "ada@x.org"}
    assert listed["requested_by"] == "sue@x.org"


def test_nobody_approves_their_own(paid: Run, given: Set) -> None:
    given(payments_approve_above="20 EUR")
    assert refund(paid, "--yes", "--as", "ada@x.org").code == 0

    ran = paid("refund", "approve", "R-2026-000001", "--yes", "--as", "ada@x.org")

    assert (ran.code, ran.out) == (6, "")
    assert "“ada@x.org” asked for R-2026-000001, so somebody else has to approve it." in ran.err


def test_what_was_not_sent_is_taken_back(paid: Run, given: Set) -> None:
    given(payments_approve_above="20 EUR")
    assert refund(paid, "--yes").code == 0

    asked = paid("refund", "cancel", "R-2026-000001")
    done = paid("refund", "cancel", "R-2026-000001", "--yes", "--fields", "state")
    again = paid("refund", "cancel", "R-2026-000001", "--yes")

    assert (asked.code, "Take R-2026-000001, 49.00 EUR to “sam@x.org”, back?" in asked.err) == (
        6,
        True,
    )
    assert (done.code, done.out, again.code) == (0, "withdrawn\n", 6)
    assert "R-2026-000001 was withdrawn, so it cannot be taken back." in again.err


def test_a_stripe_that_is_away_leaves_a_refund_to_recover(
    paid: Run, given: Set, stripe_standin: Standin
) -> None:
    given(stripe_api_base="http://127.0.0.1:9", stripe_timeout_s=1)
    ran = refund(paid, "--yes")
    failed = paid("refund", "recover")
    given(stripe_api_base=stripe_standin.url)
    tried = paid("refund", "recover", "--dry-run", "--format", "json")
    done = paid("refund", "recover", "--format", "json")
    again = paid("refund", "recover", "--format", "json")

    assert (ran.code, failed.code) == (7, 7)
    assert "R-2026-000001 is not known yet: there is no connection" in ran.err
    assert "Go on with it: academy refund recover R-2026-000001" in ran.err
    assert (said(tried)["done"], said(tried)["busy"]) == (["R-2026-000001"], [])
    assert (done.code, said(done)["done"], said(again)["done"]) == (0, ["R-2026-000001"], [])
    assert len(stripe_standin.api.refunds.list().data) == 1


def test_a_refund_that_somebody_else_is_at_is_said_with_a_code_of_its_own(
    paid: Run, home: Path
) -> None:
    assert refund(paid, "--yes").code == 0
    lease = "lease_until = '2999-01-01 00:00:00.000000'"
    execute(home, f"update refunds set state = 'submitting', {lease}")

    named = paid("refund", "recover", "R-2026-000001", "--format", "json")
    tried = paid("refund", "recover", "R-2026-000001", "--dry-run")
    everything = paid("refund", "recover", "--format", "json")

    assert (named.code, tried.code, everything.code) == (5, 5, 0)
    assert said(everything)["busy"] == ["R-2026-000001"]
    assert said(everything)["busy_until"] == "2999-01-01T00:00:00Z"
    assert everything.err.startswith(
        "Somebody else is at R-2026-000001 until 2999-01-01 00:00Z at the"
    )
    assert '"code": "refund.busy"' in named.err
    assert "Somebody else is asking Stripe about R-2026-000001 at the moment" in tried.err


def test_to_recover_what_is_over_or_waits_is_nothing_to_do_and_said(paid: Run, given: Set) -> None:
    assert refund(paid, "--amount", "5", "--yes").code == 0
    given(payments_approve_above="20 EUR")
    assert refund(paid, "--yes").code == 0

    over = paid("refund", "recover", "R-2026-000001")
    waits = paid("refund", "recover", "R-2026-000002")

    assert (over.code, waits.code) == (0, 0)
    assert over.err == "Nothing to go on with: R-2026-000001 has succeeded.\n"
    assert waits.err == (
        "Nothing to go on with: R-2026-000002 is requested: academy refund approve R-2026-000002.\n"
    )


def test_to_recover_what_fails_or_nobody_knows_needs_a_person(
    paid: Run, home: Path, given: Set, stripe_standin: Standin
) -> None:
    given(stripe_api_base="http://127.0.0.1:9", stripe_timeout_s=1)
    assert refund(paid, "--yes").code == 7
    given(stripe_api_base=stripe_standin.url)
    stripe_standin.control.refund_mode("fail")

    failed = paid("refund", "recover")
    execute(home, "update refunds set state = 'unknown'")
    unknown = paid("refund", "recover", "R-2026-000001")

    assert (failed.code, unknown.code) == (9, 9)
    assert "error: R-2026-000001 has failed." in failed.err
    assert "error: R-2026-000001 has an unknown outcome" in unknown.err


def test_a_refund_that_failed_is_for_a_person(paid: Run, stripe_standin: Standin) -> None:
    stripe_standin.control.refund_mode("fail")

    ran = refund(paid, "--yes")

    listed = paid("refund", "list", "--needs-attention", "--format", "json")
    assert (ran.code, said(ran)["state"]) == (9, "failed")
    assert '"code": "refund.attention"' in ran.err
    assert [one["state"] for one in json.loads(listed.out)] == ["failed"]


def test_what_nobody_can_find_out_is_decided_by_an_admin(selling: Run, home: Path) -> None:
    assert selling("payment", "record", "sam@x.org", "python", "--method", "cash").code == 0
    assert refund(selling, "--amount", "5", "--yes").code == 0
    execute(home, "update refunds set state = 'unknown', needs_attention = 1")
    resolve = ("refund", "resolve", "R-2026-000001")

    silent = selling(*resolve, "--yes")
    both = selling(*resolve, "--retry", "--void", "--reason", "x")
    reasonless = selling(*resolve, "--void", "--yes")
    support = selling(*resolve, "--void", "--reason", "x", "--as", "sue@x.org")
    done = selling(*resolve, "--void", "--reason", "Not there", "--yes", "--fields", "state")
    again = selling(*resolve, "--void", "--reason", "Not there", "--yes")

    assert (silent.code, both.code, reasonless.code, support.code) == (2, 2, 2, 6)
    assert "Say one of --retry and --void." in silent.err
    assert (done.code, done.out, again.code) == (0, "rejected\n", 6)
