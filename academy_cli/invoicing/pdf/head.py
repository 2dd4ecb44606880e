"""The head of a document: who sells, what it is, who buys, and when.

Knows where each stands; refuses amounts.
"""

from __future__ import annotations

from collections.abc import Iterator

from academy_cli.invoicing.document import Document
from academy_cli.invoicing.pdf.sheet import ROOM, Sheet
from academy_cli.invoicing.pdf.text import Style
from academy_cli.invoicing.pdf.words import Words, day

_SELLER = Style(13, 17, is_bold=True)
_TITLE = Style(22, 27, is_bold=True)
_SMALL = Style(8.5, 12.5, ink="#5b6875")
_LABEL = Style(7.5, 11, ink="#5b6875")
_FACT = Style(9.5, 13)
_BUYER = Style(10, 14)
_BUYER_NAME = Style(10, 14, is_bold=True)
_HALF = ROOM * 0.56


def head(sheet: Sheet, document: Document, words: Words) -> None:
    """Fill the top of the first page."""
    top = sheet.y
    _seller(sheet, document)
    below, sheet.y = sheet.y, top
    called = words.credit_note if document.is_credit else words.invoice
    sheet.line(called, _TITLE, _HALF + 12, ROOM - _HALF - 12, at_end=True)
    sheet.down(_TITLE.leading + 3)
    sheet.line(document.reference, _FACT, _HALF + 12, ROOM - _HALF - 12, at_end=True)
    sheet.y = min(below, sheet.y - _FACT.leading) - 26
    top = sheet.y
    _buyer(sheet, document, words)
    below, sheet.y = sheet.y, top
    _facts(sheet, document, words)
    sheet.y = min(below, sheet.y) - 24


def _seller(sheet: Sheet, document: Document) -> None:
    seller = document.seller
    sheet.down(sheet.text(seller.name, _SELLER, 0, _HALF))
    sheet.down(2)
    for line in seller.address:
        sheet.down(sheet.text(line, _SMALL, 0, _HALF))
    if seller.country_name:
        sheet.down(sheet.text(seller.country_name, _SMALL, 0, _HALF))
    for one in seller.ids:
        sheet.down(sheet.text(f"{one.label} {one.value}", _SMALL, 0, _HALF))


def _buyer(sheet: Sheet, document: Document, words: Words) -> None:
    buyer = document.buyer
    sheet.down(sheet.text(words.buyer, _LABEL, 0, _HALF))
    sheet.down(2)
    sheet.down(sheet.text(buyer.name or buyer.email, _BUYER_NAME, 0, _HALF))
    for line in buyer.address:
        sheet.down(sheet.text(line, _BUYER, 0, _HALF))
    if buyer.country:
        sheet.down(sheet.text(buyer.country_said, _BUYER, 0, _HALF))
    if buyer.name:
        sheet.down(sheet.text(buyer.email, _SMALL, 0, _HALF))
    if buyer.tax_number:
        told = words.tax_number.format(number=buyer.tax_number)
        sheet.down(sheet.text(told, _SMALL, 0, _HALF))


def _facts(sheet: Sheet, document: Document, words: Words) -> None:
    """What belongs to it, a label beside each."""
    start, room = _HALF + 12, ROOM - _HALF - 12
    label = room * 0.46
    for name, fact in _dated(document, words):
        sheet.down(1)
        sheet.line(name, _LABEL, start, label - 6, down=1.5)
        sheet.line(fact, _FACT, start + label, room - label, at_end=True)
        sheet.down(_FACT.leading + 2)


def _dated(document: Document, words: Words) -> Iterator[tuple[str, str]]:
    yield words.issued, day(document.issued_at, words)
    yield words.supplied, day(document.supplied_at, words)
    if document.paid_at:
        yield words.paid, day(document.paid_at, words)
    yield words.order, document.order
