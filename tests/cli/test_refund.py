"""Refunds from the terminal: shown beforehand, asked, done once, approved, recovered and resolved."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run, Set
from tests.cli.people import execute
from tests.cli.screen import Screen
from tests.cli.selling import bought, rows, said
from tests.payments.standin.provider import Standin

OnScreen = Callable[..., Screen]
OLD = ("payment", "record", "sam@x.org", "python", "--method", "cash", "--on", "2026-01-02")


@pytest.fixture
def paid(selling: Run, home: Path, stripe_standin: Standin) -> Run:
    """The same academy, after Sam has paid by card."""
    assert bought(selling, home, stripe_standin, "sam@x.org", "python") == "O-2026-000001"
    return selling


def refund(academy: Run, *words: str) -> Ran:
    return academy("refund", "create", "O-2026-000001", *words, "--format", "json")


def test_what_a_refund_would_do_is_said_first(paid: Run, home: Path) -> None:
    ran = refund(paid, "--percent", "50", "--dry-run")

    preview = said(ran)
    assert ran.code == 0
    assert (preview["amount"], preview["access"]) == ({"amount": 2450, "currency": "eur"}, "keep")
    assert "49.00 EUR came in, nothing went back, 49.00 EUR is left.\n" in ran.err
    assert "To refund: 24.50 EUR\nThe learner keeps access.\n" in ran.err
    assert ran.err.endswith("Nothing was written, and Stripe was not asked: it was a dry run.\n")
    assert rows(home, "select count(*) from refunds") == [(0,)]


def test_a_refund_takes_a_yes_and_happens_once(paid: Run, stripe_standin: Standin) -> None:
    asked = refund(paid)
    done = refund(paid, "--yes", "--reason", "Ill")
    again = refund(paid, "--yes")

    made = said(done)
    assert (asked.code, asked.out) == (6, "")
    assert "Refund 49.00 EUR to “sam@x.org”?" in asked.err
    assert (done.code, made["state"], made["access"]) == (0, "succeeded", "remove")
    assert (again.code, again.out) == (6, "")
    assert "Nothing is left of P-2026-000001: all of 49.00 EUR went back" in again.err
    assert len(stripe_standin.api.refunds.list().data) == 1
    assert paid("enrollment", "list", "--state", "active").out == ""


def test_every_step_of_a_refund_is_drawn(paid: Run) -> None:
    assert refund(paid, "--yes").code == 0

    drawn = paid("refund", "show", "R-2026-000001", "--format", "table").out

    assert "  requested  operator:" in drawn
    assert "  requested → submitting  operator:" in drawn
    assert "  submitting → succeeded  operator:" in drawn


def test_as_much_again_is_looked_at_twice(paid: Run) -> None:
    assert refund(paid, "--amount", "10", "--yes").code == 0

    similar = refund(paid, "--amount", "10", "--yes")
    tried = refund(paid, "--amount", "10", "--dry-run")
    meant = refund(paid, "--amount", "10", "--yes", "--another")

    assert (similar.code, similar.out) == (5, "")
    assert "R-2026-000001 refunds 10.00 EUR of the same payment already" in similar.err
    assert (tried.code, said(tried)["similar"]) == (5, "R-2026-000001")
    assert meant.code == 0


def test_a_request_key_refunds_once_even_when_all_went_back(
    paid: Run, stripe_standin: Standin
) -> None:
    first, second = (refund(paid, "--yes", "--request-key", "case-7") for _ in range(2))
    other = refund(paid, "--amount", "10", "--yes", "--request-key", "case-7")

    assert said(first)["reference"] == said(second)["reference"]
    assert (other.code, "asked for something else before" in other.err) == (5, True)
    assert len(stripe_standin.api.refunds.list().data) == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--amount", "60"), 6, "60.00 EUR is more than is left of P-2026-000001: 49.00 EUR."),
        (("--amount", "x"), 2, "“x” is not an amount"),
        (("--amount", "0"), 2, "0.00 EUR cannot be refunded"),
        (("--amount", "5 USD"), 2, "“5 USD” is not in EUR"),
        (("--percent", "101"), 2, "“101” is not a percentage"),
        (("--percent", "5", "--full"), 2, "only one of them can"),
        (("--line", "2"), 4, "O-2026-000001 has no line 2; it has 1."),
        (("--line", "1=50"), 6, "50.00 EUR is more than is left of line 1"),
        (("--line", "x"), 2, "“x” is no line of an order."),
    ],
)
def test_what_cannot_go_back_is_refused_in_a_sentence(
    paid: Run, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = refund(paid, *words, "--yes")

    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err


def test_an_order_that_is_not_there_or_not_paid_is_said(selling: Run) -> None:
    selling("order", "checkout", "sam@x.org", "python", "--no-mail")

    unknown = selling("refund", "create", "O-2026-000009", "--yes")
    unpaid = refund(selling, "--yes")

    assert (unknown.code, unpaid.code) == (4, 6)
    assert "Nothing was paid for O-2026-000001: it is open." in unpaid.err


def test_beyond_the_policy_takes_an_admin_and_a_reason(selling: Run) -> None:
    assert selling(*OLD).code == 0
    beyond = ("--override-policy", "--yes")

    plain = refund(selling, "--yes")
    tried = refund(selling, "--dry-run")
    silent = refund(selling, *beyond)
    support = refund(selling, *beyond, "--reason", "Ill", "--as", "sue@x.org")
    admin = refund(selling, *beyond, "--reason", "Ill", "--as", "ada@x.org")

    assert (plain.code, tried.code, silent.code, support.code, admin.code) == (6, 6, 2, 6, 0)
    assert "“Python” can be refunded for 14 days: until 2026-01-16T00:00:00Z." in plain.err
    assert "Against the policy: " in tried.err
    assert said(tried)["objections"]
    made = said(selling("refund", "show", "R-2026-000001", "--format", "json"))
    assert (made["overridden_by"], made["note"]) == ("ada@x.org", "Ill")
    assert made["overridden"] == said(tried)["objections"]
    assert "An admin may refund it all the same." in support.err


def test_support_refunds_within_the_policy(paid: Run) -> None:
    ran = refund(paid, "--yes", "--as", "sue@x.org")

    assert (ran.code, said(ran)["state"]) == (0, "succeeded")
    assert paid("refund", "list", "--as", "sam@x.org").code == 6
    assert refund(paid, "--yes", "--as", "sam@x.org").code == 6


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
    assert "R-2026-000001 is succeeded, so it cannot be approved." in again.err


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
    assert "R-2026-000001 is withdrawn, so it cannot be taken back." in again.err


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
    assert '"code": "refund.busy"' in named.err
    assert "Somebody else is asking Stripe about R-2026-000001 at the moment" in tried.err


def test_to_recover_what_is_over_or_waits_is_nothing_to_do_and_said(paid: Run, given: Set) -> None:
    assert refund(paid, "--amount", "5", "--yes").code == 0
    given(payments_approve_above="20 EUR")
    assert refund(paid, "--yes").code == 0

    over = paid("refund", "recover", "R-2026-000001")
    waits = paid("refund", "recover", "R-2026-000002")

    assert (over.code, waits.code) == (0, 0)
    assert over.err == "Nothing to go on with: R-2026-000001 is succeeded.\n"
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
    assert "error: R-2026-000001 is failed." in failed.err
    assert "error: R-2026-000001 is unknown" in unknown.err


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


def test_a_person_without_words_is_led_through(paid: Run, screen: OnScreen) -> None:
    shown = screen("refund", "create", "--plain", answers="sam@x.org\n1\n20\nIll\ny\n")

    for question in ("Whose money (e-mail)?", "Which order?", "How much, of 49.00 EUR?", "Why?"):
        assert question in shown.text
    assert shown.code == 0
    assert paid("refund", "show", "R-2026-000001", "--fields", "amount,note").out == (
        "amount\t20.00 EUR\nnote\tIll\n"
    )


def test_a_person_is_offered_what_is_left_alone(
    paid: Run, home: Path, stripe_standin: Standin, screen: OnScreen
) -> None:
    assert refund(paid, "--yes").code == 0
    gone = screen("refund", "create", "--plain", answers="sam@x.org\n")
    assert bought(paid, home, stripe_standin, "sam@x.org", "python") == "O-2026-000002"
    assert paid("refund", "create", "O-2026-000002", "--amount", "10", "--yes").code == 0
    picked = screen("refund", "create", "--plain", "--dry-run", answers="sam@x.org\n1\n\n\n")

    assert gone.code == 6
    assert "All that “sam@x.org” paid went back, or is about to." in gone.text
    assert "  1  O-2026-000002  39.00 EUR of 49.00 EUR by card, " in picked.text
    assert "O-2026-000001  " not in picked.text
    assert "To refund: 39.00 EUR (all that is left)" in picked.text


def test_a_script_without_an_order_is_told_what_is_missing(selling: Run) -> None:
    ran = selling("refund", "create", "--yes")

    assert (ran.code, ran.out) == (2, "")
    assert "ORDER is missing" in ran.err


def test_a_refund_that_is_not_there_is_missing(selling: Run) -> None:
    for words in (("show",), ("approve",), ("cancel",), ("recover",), ("resolve", "--void")):
        verb, *more = words
        ran = selling("refund", verb, "R-2026-000009", *more, *(["--yes"] * (verb != "show")))
        assert (ran.code, ran.out) == (4, ""), verb
        assert "There is no refund “R-2026-000009”." in ran.err
