"""Erasing somebody who could still pay, as the person who does it is told."""

from __future__ import annotations

from tests.cli.conftest import Run, Set
from tests.cli.selling import ordered, said

ERASE = ("user", "erase", "sam@x.org", "--certificates", "keep")


def test_what_will_be_closed_is_said_beforehand(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python", "--invoice")

    tried = selling(*ERASE, "--dry-run", "--format", "json")
    done = selling(*ERASE, "--yes", "--format", "json")

    assert "To be closed at Stripe first: O-2026-000001 (an invoice at Stripe, in_" in tried.err
    assert "Nothing was erased, and Stripe was not asked: it was a dry run.\n" in tried.err
    assert [one["order"] for one in said(tried)["payable"]] == ["O-2026-000001"]
    assert (done.code, said(done)["payable"]) == (0, [])


def test_what_stays_payable_needs_a_person(selling: Run, given: Set) -> None:
    ordered(selling, "sam@x.org", "python")
    given(stripe_api_key="")

    ran = selling(*ERASE, "--yes")

    assert ran.code == 9
    assert "error: They are erased, and this can still be paid: O-2026-000001 (a page" in ran.err
    assert "There is no Stripe key, so nothing can be asked of Stripe" in ran.err
    assert selling("user", "show", "sam@x.org").code == 4
