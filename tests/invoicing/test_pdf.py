"""A document is drawn the same each time, in each language, and nothing of it runs off the page."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

from academy_cli.invoicing.document import Buyer, Document, body
from academy_cli.invoicing.errors import MissingGlyphError
from academy_cli.invoicing.issuing import SaleLine
from academy_cli.invoicing.pdf.drawing import drawn
from academy_cli.invoicing.pdf.sheet import MARGIN, WIDTH
from academy_cli.invoicing.pdf.words import words_of
from tests.invoicing.samples import LANGUAGES, correction, credit_note, invoice

ROOT = Path(__file__).parents[2]
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 4
DRAW = """
import sys
from hashlib import sha256
from academy_cli.invoicing.document import read
from academy_cli.invoicing.pdf.drawing import drawn
sys.stdout.write(sha256(drawn(read(sys.stdin.read()))).hexdigest())
"""


def text(document: Document) -> str:
    """What a reader finds in it; Arabic letters as they are typed, whatever form they are drawn in."""
    return "\n".join(_pages(document))


def _pages(document: Document) -> Iterator[str]:
    pdf = pypdfium2.PdfDocument(drawn(document))
    for page in pdf:
        found = page.get_textpage().get_text_range()
        yield unicodedata.normalize("NFKC", found.replace("\r\n", "\n"))
    pdf.close()


def edges(document: Document) -> Iterator[tuple[float, float]]:
    """From where to where each letter stands across its page, in points."""
    pdf = pypdfium2.PdfDocument(drawn(document))
    for page in pdf:
        letters = page.get_textpage()
        for at in range(letters.count_chars()):
            left, _, right, _ = letters.get_charbox(at, loose=True)
            yield left, right
    pdf.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_document_has_the_same_bytes_wherever_it_is_drawn(language: str) -> None:
    document = invoice(language)
    here = [sha256(drawn(document)).hexdigest() for _ in range(2)]

    ran = subprocess.run(
        [sys.executable, "-c", DRAW], input=body(document), capture_output=True, text=True, cwd=ROOT,
        check=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert {*here, ran.stdout} == {here[0]}


def test_what_was_drawn_before_does_not_matter() -> None:
    alone = drawn(invoice("ar"))
    drawn(credit_note("ar"))

    assert drawn(invoice("ar")) == alone


def test_another_document_has_other_bytes() -> None:
    assert drawn(invoice()) != drawn(replace(invoice(), reason="x"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invoice_can_be_searched_in_its_language(language: str) -> None:
    document, words = invoice(language), words_of(language)

    found = text(document)

    assert words.invoice in found
    assert "INV-2026-000123" in found
    assert document.order in found
    for said in (document.seller.name, *document.seller.address, document.buyer.email):
        assert unicodedata.normalize("NFKC", said) in found


def test_amounts_are_written_as_people_of_the_language_do() -> None:
    assert "CHF 74.00" in text(invoice("en"))
    assert "1 234,50 €" in text(invoice("fr"))
    assert "49,00 €" in text(invoice("de"))
    assert "¥4,900" in text(invoice(currency="jpy", lines=(SaleLine("Python", 4900, 1000),)))
    assert "KWD 49.000" in text(invoice(currency="kwd", lines=(SaleLine("Python", 49000),)))


def test_arabic_is_joined_and_reads_from_the_right() -> None:
    found = text(invoice("ar"))

    assert "فاتورة" in found
    assert "أساسيات لغة" in found
    assert "Python" in found
    assert "26 نوفمبر 2026" in found or "نوفمبر" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_credit_note_names_the_invoice_that_it_corrects(language: str) -> None:
    found = text(credit_note(language))

    assert words_of(language).credit_note in found
    assert "INV" in found if language == "ar" else "INV-2026-000123" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_names_the_credit_note_that_it_takes_back(language: str) -> None:
    wanted = "CN" if language == "ar" else "CN-2026-000123"  # whose parts pdfium orders by itself

    assert wanted in text(correction(language))


def test_reverse_charge_is_said_in_the_usual_words_or_in_ones_own() -> None:
    assert "Steuerschuldnerschaft des Leistungsempfängers" in text(invoice("de"))
    assert "Art. 196" in text(invoice("de", mention="Art. 196"))


def test_an_algerian_total_is_in_words_too() -> None:
    said = "quatre mille neuf cents dinars algériens et cinquante centimes"

    assert said in text(invoice("ar")).replace("\n", " ")
    assert said not in text(invoice("en"))


def test_many_lines_take_many_pages_and_none_is_lost() -> None:
    lines = tuple(SaleLine(f"Course {at:03d} " + "and more " * (at % 9), 100) for at in range(90))

    pages = list(_pages(invoice(lines=lines)))

    assert len(pages) > 3
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))
    found = "\n".join(pages)
    assert all(f"Course {at:03d}" in found for at in range(90))
    assert sum("Total\n" in page or "CHF 90.00" in page for page in pages) == 1


def test_a_text_that_is_longer_than_a_page_goes_on_upon_the_next_one() -> None:
    words = " ".join(f"word{at:04d}" for at in range(900))
    document = invoice(lines=(SaleLine(words, 4900, 810),), mention=words)

    found = list(_pages(document))

    assert len(found) > 3
    assert all("".join(found).count(f"word{at:04d}") == 2 for at in range(900))
    for page in found:
        assert page.count("Lakeside Academy · 12 rue du Lac") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_never_run_off_the_page(language: str) -> None:
    buyer = Buyer(LONG, f"{'a' * 64}@{'b' * 60}.example.org", (LONG, LONG), "CH", LONG)
    lines = (SaleLine(LONG, 10**15 - 1, 1900), SaleLine(" ".join([LONG] * 3), 5))
    document = invoice(language, buyer=buyer, lines=lines)
    document = replace(document, seller=replace(document.seller, name=LONG, note=LONG))

    for left, right in edges(document):
        assert left >= MARGIN - 1
        assert right <= WIDTH - MARGIN + 1


def test_a_letter_that_no_font_has_is_named() -> None:
    with pytest.raises(MissingGlyphError) as refused:
        drawn(invoice(buyer=Buyer("山田", "y@x.org")))

    assert "No font has “山” (U+5C71), which is in “山田”." in str(refused.value)


def test_marks_of_direction_are_not_drawn() -> None:
    marked = invoice(buyer=Buyer("\u202eAnn\u202c \u200fLee", "ann@x.org"))

    assert "Ann Lee" in text(marked)


def test_no_font_is_left_to_the_reader() -> None:
    assert b"Helvetica" not in drawn(invoice())


def test_a_language_without_words_of_its_own_is_english() -> None:
    assert "Billed to" in text(replace(invoice(), language="pt-BR"))
