"""An order that is asked for again, with the same words, other ones, or a key."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.post import listed
from tests.cli.selling import bought, ordered, rows, said
from tests.payments.standin.provider import Standin


def test_asking_again_for_the_same_is_the_same_order_and_one_mail(selling: Run) -> None:
    first = ordered(selling, "sam@x.org", "python")
    again = ordered(selling, "sam@x.org", "python")
    other = ordered(selling, "sam@x.org", "python", "--another")

    assert first["reference"] == again["reference"] != other["reference"]
    assert first["link"] == again["link"] != other["link"]
    assert len(listed(selling)) == 2


def test_an_order_that_was_there_is_said_and_other_details_are_refused(selling: Run) -> None:
    words = ("order", "checkout", "sam@x.org", "python")
    ordered(selling, *words[2:], "--bill-to", "Acme; Main Street 1", "--country", "ch")

    tried = selling(*words, "--dry-run", "--fields", "order")
    again = selling(*words, "--format", "json")
    other = selling(*words, "--bill-to", "Beta")

    assert tried.out == "O-2026-000001\n"
    assert (
        "O-2026-000001 is there for the same: it would be taken, and no other be made." in tried.err
    )
    assert again.err == (
        "O-2026-000001 was there for the same, and was taken again.\n"
        "Its link is mailed once; once more: academy order send O-2026-000001\n"
    )
    assert said(again)["bill_to"] == ["Acme", "Main Street 1", "CH"]
    assert (other.code, other.out) == (5, "")
    assert "O-2026-000001 is open for the same, with another buyer." in other.err
    assert "academy order cancel O-2026-000001" in other.err


def test_a_request_key_asks_once_even_when_the_order_was_paid(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    selling("coupon", "create", "ONCE", "--percent", "10", "--most", "1")
    words = ("sam@x.org", "python", "--coupon", "ONCE", "--request-key", "mine")
    reference = bought(selling, home, stripe_standin, *words)

    again = ordered(selling, *words)

    assert (again["reference"], again["state"]) == (reference, "paid")
    assert rows(home, "select count(*) from orders") == [(1,)]


def test_a_request_key_that_asked_for_something_else_is_refused(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python", "--request-key", "mine")

    ran = selling("order", "checkout", "tom@x.org", "python", "--request-key", "mine")

    assert (ran.code, ran.out) == (5, "")
    assert "The request key “mine” asked for something else before: O-2026-000001." in ran.err
