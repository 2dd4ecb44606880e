"""What no font can draw goes out as text that says the same, and operators are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.access.actor import operator
from academy_cli.invoicing.document import Buyer, Document
from academy_cli.invoicing.errors import MissingGlyphError
from academy_cli.invoicing.pdf.drawing import drawn
from academy_cli.invoicing.pdf.words import LANGUAGES as WORDED
from academy_cli.invoicing.pdf.words import words_of
from academy_cli.invoicing.plaintext import WHY, plain
from academy_cli.invoicing.service import Invoices
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import printed
from academy_cli.models import Invoice, OutboxMessage
from tests.invoicing.sales import credit, credited, invoiced, sale
from tests.invoicing.samples import LANGUAGES, correction, credit_note, invoice
from tests.school import School

YAMADA = Buyer("山田太郎", "y@x.org", ("東京都千代田区1-1",), "JP", "T1234567890123")
DRAWN, UNDRAWN, NOTE = "INV-2026-000001", "INV-2026-000002", "CN-2026-000001"


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school in which Ann bought something, and Yamada something that was refunded in part."""
    found = School(database_url, tmp_path)
    engine = found.academy.database.engine
    invoiced(engine, sale(1))
    invoiced(engine, sale(2, buyer=YAMADA))
    credited(engine, credit(1000, of=2))
    yield found
    found.academy.close()


def invoices(school: School) -> Invoices:
    return Invoices(school.academy.database, operator("mail"), clock=school.academy.clock)


def facts(document: Document) -> Iterator[str]:
    """What has to stand on a document."""
    seller, buyer = document.seller, document.buyer
    yield from (
        seller.name,
        *seller.address,
        seller.country_name,
        *(one.value for one in seller.ids),
    )
    yield from (buyer.name, *buyer.address, buyer.country_name, buyer.tax_number)
    yield from (document.reference, document.order, *(one.description for one in document.lines))
    for amount in (document.net, document.tax, document.gross):
        yield printed(Money(amount, document.currency), document.language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_what_the_document_says(language: str) -> None:
    for document in (invoice(language), credit_note(language), correction(language)):
        said = plain(document)

        assert said.startswith(WHY[language])
        assert [one for one in facts(document) if one not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invoice_of_a_part_says_so_and_not_that_nothing_is_left(language: str) -> None:
    words = words_of(language)

    part, whole = plain(invoice(language, is_part=True)), plain(invoice(language))

    end, nothing = (
        said.rpartition("}")[2].strip(") .") for said in (words.paid_part, words.paid_by)
    )
    assert (end in part, nothing in part) == (True, False)
    assert (end in whole, nothing in whole) == (False, True)
    assert drawn(invoice(language, is_part=True))


def test_it_says_why_in_every_language() -> None:
    assert WHY.keys() == set(WORDED)


def test_nothing_in_it_steers_a_terminal() -> None:
    said = plain(invoice(buyer=Buyer("山\x1b[31m\u202e田\nTotal: 0", "y@x.org")))

    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\nTotal: 0" not in said


def test_a_document_of_other_letters_is_enclosed_as_text_and_as_it_was(school: School) -> None:
    before = school.rows(Invoice)
    file, note = (invoices(school).enclosure(one) for one in (UNDRAWN, NOTE))

    assert (file.name, file.media_type) == (f"{UNDRAWN}.txt", "text/plain")
    assert "山田太郎" in file.content.decode("utf-8-sig")
    assert UNDRAWN in note.content.decode("utf-8-sig")
    assert school.rows(Invoice) == before


def test_a_document_that_can_be_drawn_is_enclosed_as_its_pdf(school: School) -> None:
    file = invoices(school).enclosure(DRAWN)

    assert (file.name, file.media_type) == (f"{DRAWN}.pdf", "application/pdf")
    assert file == invoices(school).pdf(DRAWN)
    assert school.rows(OutboxMessage) == []


def test_operators_are_told_of_it_once_a_day(school: School) -> None:
    for one in (UNDRAWN, NOTE, UNDRAWN):
        invoices(school).enclosure(one)

    [told] = school.rows(OutboxMessage)
    assert told.recipient == "operators"
    assert f"{UNDRAWN} went out as text" in told.values
    assert "U+5C71" in told.values


def test_the_pdf_names_the_letter_and_what_to_do(school: School) -> None:
    with pytest.raises(MissingGlyphError) as refused:
        invoices(school).pdf(UNDRAWN)

    assert "No font has “山” (U+5C71), which is in “山田太郎”." in refused.value.message
    assert f"academy invoice show {UNDRAWN}" in refused.value.hint
