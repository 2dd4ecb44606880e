"""Invoices from the terminal: list, show, pdf, send, verify and export."""

from __future__ import annotations

import csv
import json
import sqlite3
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from zipfile import ZipFile

import pytest

from academy_cli.invoicing.document import Buyer
from tests.cli.books import bought, bounced, refunded
from tests.cli.conftest import Run, Set

FIRST, NOTE, BACK, SECOND = (
    "INV-2026-000001",
    "CN-2026-000001",
    "INV-2026-000002",
    "INV-2026-000003",
)


@pytest.fixture
def books(staffed: Run, home: Path) -> Run:
    """An academy in which Sam's purchase was refunded in vain, and Tom bought something."""
    bought(home, "sam@x.org")
    refunded(home, 2000)
    bounced(home)
    bought(home, "tom@x.org", 2, language="de", buyer=Buyer("=HYPERLINK(1)", "tom@x.org"))
    return staffed


def test_documents_are_listed_the_newest_first(books: Run) -> None:
    ran = books("invoice", "list", "--fields", "reference,kind,email,total,corrects")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"{SECOND}\tinvoice\ttom@x.org\t49.00 CHF\t\n"
        f"{BACK}\tinvoice\tsam@x.org\t20.00 CHF\t{NOTE}\n"
        f"{NOTE}\tcredit_note\tsam@x.org\t20.00 CHF\t{FIRST}\n"
        f"{FIRST}\tinvoice\tsam@x.org\t49.00 CHF\t\n"
    )


def test_a_list_is_narrowed(books: Run) -> None:
    def ids(*words: str) -> list[str]:
        return books("invoice", "list", *words, "--format", "ids").out.split()

    assert ids("--user", "tom@x.org") == [SECOND]
    assert ids("--kind", "credit_note") == ids("--series", "cn") == [NOTE]
    assert ids("--order", "O-2026-000002") == [SECOND]
    assert ids("--from", "2026-11-27") == []
    assert len(ids("--until", "2026-11-26")) == 4
    assert ids("--sort", "reference", "--limit", "1") == [NOTE]
    assert books("invoice", "list", "--sort", "lines").code == 2


def test_money_is_minor_units_and_a_currency_for_programs(books: Run) -> None:
    [one] = json.loads(books("invoice", "list", "--user", "tom@x.org", "--format", "json").out)

    assert one["total"] == {"amount": 4900, "currency": "chf"}


def test_a_document_is_shown_with_its_lines_and_rates(books: Run) -> None:
    ran = books("invoice", "show", FIRST, "--format", "table")

    assert ran.code == 0
    assert f"corrected_by  {NOTE}" in ran.out
    assert "left          49.00 CHF" in ran.out
    assert "billed to  Ann Lee, 1 High Street, London N1, United Kingdom" in ran.out
    assert "  1. Python basics\n     45.33 CHF + 8.1 % 3.67 CHF = 49.00 CHF\n" in ran.out


def test_all_of_a_document_is_there_for_programs(books: Run) -> None:
    told = json.loads(books("invoice", "show", NOTE, "--format", "json").out)

    assert told["corrects"] == FIRST
    assert told["lines"][0]["total"] == {"amount": 2000, "currency": "chf"}
    assert told["seller"]["ids"] == [{"label": "UID", "value": "CHE-123.456.789 MWST"}]


def test_what_there_is_not_ends_with_4(books: Run) -> None:
    ran = books("invoice", "show", "INV-2026-000099")

    assert (ran.code, ran.out) == (4, "")
    assert ran.err == (
        "error: There is no invoice “INV-2026-000099”.\n"
        "hint: See which there are: academy invoice list\n"
    )


def test_a_pdf_is_written_and_never_over_a_file(books: Run, home: Path) -> None:
    ran, again = books("invoice", "pdf", FIRST), books("invoice", "pdf", FIRST)

    size = (home / f"{FIRST}.pdf").stat().st_size
    assert (ran.code, ran.out, ran.err) == (0, f"file\t{FIRST}.pdf\nbytes\t{size}\n", "")
    assert (home / f"{FIRST}.pdf").read_bytes().startswith(b"%PDF-")
    assert (again.code, again.out) == (5, "")
    assert books("invoice", "pdf", FIRST, "--out", "other.pdf").code == 0
    assert (home / "other.pdf").read_bytes() == (home / f"{FIRST}.pdf").read_bytes()


def test_a_learner_sees_their_own_alone(books: Run) -> None:
    assert books("invoice", "list", "--as", "tom@x.org", "--format", "ids").out == f"{SECOND}\n"
    assert books("invoice", "show", FIRST, "--as", "tom@x.org").code == 4
    assert books("invoice", "verify", "--as", "tom@x.org").code == 6
    assert books("invoice", "send", SECOND, "--as", "tom@x.org", "--yes").code == 6


def test_a_document_is_sent_again_after_it_was_asked(books: Run) -> None:
    asked, ran = books("invoice", "send", NOTE), books("invoice", "send", NOTE, "--yes")

    assert asked.code == 6
    assert (ran.code, ran.err) == (0, "It leaves with: academy mail send\n")
    assert ran.out.splitlines() == [
        f"reference\t{NOTE}", "email\tsam@x.org", "template\trefund", f"event\tinvoice-sent:{NOTE}:1",
    ]  # fmt: skip
    assert books("mail", "send", "--yes").code == 0


def test_a_name_that_no_font_has_keeps_no_mail_from_leaving(books: Run, home: Path) -> None:
    bought(home, "tom@x.org", 3, buyer=Buyer("山田太郎", "tom@x.org"))
    number = "INV-2026-000004"

    drawn = books("invoice", "pdf", number)
    books("invoice", "send", number, "--yes")
    sent = books("mail", "send", "--yes", "--format", "json")

    assert drawn.code == 3
    assert "No font has “山” (U+5C71)" in drawn.err
    assert f"academy invoice show {number}" in drawn.err
    assert sent.code == 0
    [letter] = [one for one in map(letter_of, home.rglob("*.eml")) if one.is_multipart()]
    [enclosed] = letter.iter_attachments()
    assert enclosed.get_filename() == f"{number}.txt"
    assert "山田太郎" in enclosed.get_content()


def letter_of(path: Path) -> EmailMessage:
    return BytesParser(policy=default).parsebytes(path.read_bytes())


def test_of_what_took_a_credit_note_back_there_is_no_letter(books: Run) -> None:
    ran = books("invoice", "send", BACK, "--yes")

    assert ran.code == 6
    assert f"hint: Write it to a file instead: academy invoice pdf {BACK}\n" in ran.err


def test_sound_books_are_proved(books: Run) -> None:
    ran = books("invoice", "verify")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("documents\t4\nheads\tCN-2026:1:")


def test_books_that_were_changed_end_with_9(books: Run, home: Path) -> None:
    with sqlite3.connect(home / "academy.db") as connection:
        connection.execute("drop trigger invoices_no_update")
        connection.execute("update invoices set language = 'fr' where reference = ?", (FIRST,))
    connection.close()

    ran = books("invoice", "verify", "--format", "json")

    [finding] = json.loads(ran.out)["findings"]
    assert finding["reference"] == FIRST
    assert ran.code == 9
    assert json.loads(ran.err)["error"]["code"] == "invoice.books-differ"


def test_rows_for_an_accountant_have_signs_and_no_formulas(books: Run, home: Path) -> None:
    ran = books("invoice", "export", "books.csv")

    assert (ran.code, ran.out) == (0, "file\tbooks.csv\nrows\t4\n")
    with (home / "books.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["gross"] for row in rows] == ["49.00", "-20.00", "20.00", "49.00"]
    assert rows[0]["rate"] == "8.10"
    assert rows[3]["buyer"] == "'=HYPERLINK(1)"


def test_rows_are_of_some_days(books: Run) -> None:
    ran = books("invoice", "export", "-", "--format", "jsonl", "--from", "2026-11-27")

    assert (ran.code, ran.out, ran.err) == (0, "", "0 rows.\n")


def test_an_export_can_be_an_e_invoice(books: Run, home: Path, given: Set) -> None:
    ran = books("invoice", "export", "e.pdf", "--facturx", FIRST)
    refused = books("invoice", "export", "e2.pdf", "--facturx", SECOND)
    given(invoices_iban="CH93 0076 2011 6238 5295 7")
    paid = books("invoice", "export", "q.pdf", "--qr-bill", FIRST)

    assert (ran.code, ran.out[:11]) == (0, "file\te.pdf\n")
    assert b"/OutputIntents" in (home / "e.pdf").read_bytes()
    assert refused.code == 3
    assert "the buyer has no country" in refused.err
    assert paid.code == 6
    assert "takes no QR-bill: it was paid on 2026-" in paid.err
    assert f"Without a payment slip: academy invoice pdf {FIRST}" in paid.err


def test_an_erased_buyer_keeps_their_invoices(books: Run) -> None:
    ran = books(
        "user", "erase", "sam@x.org", "--certificates", "keep", "--yes", "--reason", "Asked"
    )

    assert ran.code == 0
    assert "invoices" in ran.out
    assert "an issued invoice must be kept as it is" in ran.out
    assert "Ann Lee" in books("invoice", "show", FIRST).out
    assert books("invoice", "verify").code == 0


def test_everybody_can_have_all_of_their_invoices(books: Run, home: Path) -> None:
    assert books("user", "export", "sam@x.org", "sam.zip").code == 0

    with ZipFile(home / "sam.zip") as archive:
        told = json.loads(archive.read("invoices.json"))

    assert [one["reference"] for one in told] == [FIRST, NOTE, BACK]
    assert told[0]["body"]["buyer"]["name"] == "Ann Lee"
