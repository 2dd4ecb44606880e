"""Messages out of the outbox as letters: in the recipient's language, and with the files that go along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from academy_cli.mail.composing import Composition, Identity
from academy_cli.mail.letter import Attachment, Letter
from academy_cli.mail.queue import Taken
from academy_cli.mail.templates.shelf import Shelf

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
WHO = Identity("Lakeside Academy", "https://learn.example.org", "mail@learn.example.org")
PAID: Mapping[str, object] = {
    "name": "Ann",
    "order": "O-2026-000123",
    "titles": ["Python", "Rust"],
    "total": "€49.00",
    "paid_at": "2026-11-26T08:30:00Z",
}


def message(template: str, values: Mapping[str, object], language: str | None = None) -> Taken:
    """A message that is ours to send."""
    called, who = "academy-81-1f@learn.example.org", "ann@x.org"
    return Taken(81, "payment:1", template, who, language, values, AT, 0, called, None, AT)


def invoice(reference: str) -> Attachment:
    """A file that says which it is."""
    return Attachment(f"{reference}.pdf", "application/pdf", b"%PDF " + reference.encode())


def letter(values: Mapping[str, object], language: str | None = None) -> Letter:
    return Composition(Shelf(), WHO, {"invoice": invoice})(message("receipt", values, language))


def test_a_file_goes_along_that_the_values_name() -> None:
    (file,) = letter({**PAID, "invoice": "A-2026-000007"}).attachments

    assert (file.name, file.content) == ("A-2026-000007.pdf", b"%PDF A-2026-000007")


def test_without_a_name_no_file_goes_along() -> None:
    assert letter(PAID).attachments == ()


def test_a_mail_takes_no_file_of_another_kind() -> None:
    assert letter({**PAID, "certificate": "K7QM"}).attachments == ()


def test_a_file_that_nothing_draws_is_not_left_out() -> None:
    composition = Composition(Shelf(), WHO)

    with pytest.raises(ValueError, match="nothing draws the invoice"):
        composition(message("receipt", {**PAID, "invoice": "A-2026-000007"}))


def test_it_says_what_was_paid_for_in_the_recipient_s_language() -> None:
    assert letter(PAID, "fr").subject == "Votre reçu pour Python et Rust"
    assert letter(PAID, "en-GB").subject == "Your receipt for Python and Rust"
    assert "O-2026-000123" in letter(PAID).text


def test_the_same_message_is_the_same_letter() -> None:
    assert letter(PAID) == letter(dict(PAID))


def test_answers_go_where_the_academy_wants_them() -> None:
    asking = WHO._replace(reply_to="help@learn.example.org")

    made = Composition(Shelf(), asking)(message("receipt", PAID))

    assert made.headers["Reply-To"] == "help@learn.example.org"


def test_operators_have_an_address_at_the_academy() -> None:
    told = message("notice", {"about": "The sync failed", "detail": "It has errors."})

    made = Composition(Shelf(), WHO)(told._replace(recipient="operators"))

    assert made.recipient.email == "operators@learn.example.org"
