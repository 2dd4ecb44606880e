"""Refunds from the terminal: shown beforehand, asked, done once, approved, recovered and resolved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import Screen
from tests.cli.selling import bought, refund, rows, said
from tests.payments.standin.provider import Standin

OnScreen = Callable[..., Screen]
OLD = ("payment", "record", "sam@x.org", "python", "--method", "cash", "--on", "2026-01-02",
       "--long-ago")  # fmt: skip


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


def test_what_else_keeps_a_learner_in_is_said_before_a_refund(paid: Run) -> None:
    assert paid("enrollment", "create", "sam@x.org", "python", "--kind", "gift").code == 0

    whole = refund(paid, "--dry-run")
    part = refund(paid, "--amount", "1", "--dry-run")

    assert "progress is kept.\nThey stay in “Python” by a grant (gift).\n" in whole.err
    assert said(whole)["stays"] == ["“Python” by a grant (gift)"]
    assert "They stay in" not in part.err


def test_where_nothing_else_does_nobody_stays_in(paid: Run) -> None:
    ran = refund(paid, "--dry-run")

    assert said(ran)["stays"] == []


def test_the_two_reasons_of_a_refund_say_whose_they_are(paid: Run) -> None:
    assert refund(paid, "--yes", "--reason", "Ill").code == 0

    show = ("refund", "show", "R-2026-000001")
    drawn = paid(*show, "--format", "table").out
    named = paid(*show, "--fields", "reason,note").out

    assert "\nreason (Stripe is told)  requested_by_customer\n" in drawn
    assert "\nreason (yours, note)     Ill\n" in drawn
    assert named == "reason\trequested_by_customer\nnote\tIll\n"


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
