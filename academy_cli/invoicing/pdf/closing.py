"""The end of a document: sums, the tax of each rate, how it was paid, and what the law wants said.

Knows where each stands; refuses to add anything up.
"""

from __future__ import annotations

from collections.abc import Iterator

from academy_cli.invoicing.document import REVERSE_CHARGE, STANDARD, Document
from academy_cli.invoicing.pdf.sheet import ROOM, Sheet
from academy_cli.invoicing.pdf.spelled import in_french
from academy_cli.invoicing.pdf.table import COLUMNS
from academy_cli.invoicing.pdf.text import Style, wrapped
from academy_cli.invoicing.pdf.words import Words, day, method, percent, words_of
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import figures, printed

_ROW = Style(9.5, 15)
_LABEL = Style(7.5, 11, is_bold=True, ink="#5b6875")
_TOTAL = Style(13, 18, is_bold=True)
_NOTE = Style(9, 13.5)
_START = ROOM * 0.42
ALGERIA = "DZ"


def closing(sheet: Sheet, document: Document, words: Words) -> None:
    """Write what follows the lines, the sums never parted from each other by a page."""
    height = _ROW.leading * (len(document.groups) + 1) + _TOTAL.leading + 50
    if not sheet.has_room(height):
        sheet.turn()
    _sums(sheet, document, words)
    for note in notes(document, words):
        for line in wrapped(note, _NOTE, ROOM):
            if not sheet.has_room(_NOTE.leading):
                sheet.turn()
            sheet.line(line, _NOTE, 0, ROOM)
            sheet.down(_NOTE.leading)
        sheet.down(5)


def _sums(sheet: Sheet, document: Document, words: Words) -> None:
    room = ROOM - _START
    for group in document.groups:
        rate = percent(group.basis_points, document.language)
        net = figures(Money(group.net, document.currency), document.language)
        _sum(sheet, document, words.tax_of.format(rate=rate, net=net), group.tax)
    sheet.down(3)
    sheet.rule(_START, room)
    sheet.down(4)
    _sum(sheet, document, words.net_total, document.net)
    _sum(sheet, document, words.tax_total, document.tax)
    sheet.down(3)
    sheet.rule(_START, room, weight=1, ink="#1c2733")
    sheet.down(7)
    called = words.total_credited if document.is_credit else words.total
    total = printed(Money(document.gross, document.currency), document.language)
    sheet.line(called, _TOTAL, _START, room * 0.5)
    sheet.line(total, _TOTAL, _START + room * 0.5, room * 0.5, at_end=True)
    sheet.down(_TOTAL.leading + 26)


def _sum(sheet: Sheet, document: Document, called: str, amount: int) -> None:
    last = COLUMNS[-1]
    sheet.line(called, _ROW, _START, last.start - _START - 8)
    text = figures(Money(amount, document.currency), document.language)
    sheet.line(text, _ROW, last.start, last.room, is_number=True)
    sheet.down(_ROW.leading)


def notes(document: Document, words: Words) -> Iterator[str]:
    """The sentences at the end: what is corrected, why, how it was paid, and what the law wants said."""
    if before := document.corrects:
        said = words.corrects if document.is_credit else words.takes_back
        yield said.format(reference=before.reference, date=day(before.issued_at, words))
    if document.reason:
        yield words.reason.format(reason=document.reason)
    if document.paid_at:
        paid = method(document.method, words)
        said = words.paid_part if document.is_part else words.paid_by
        yield said.format(date=day(document.paid_at, words), method=paid)
    if document.treatment != STANDARD:
        is_reverse = document.treatment == REVERSE_CHARGE
        yield document.mention or (words.reverse_charge if is_reverse else words.exempt)
    elif document.mention:
        yield document.mention
    if document.seller.country == ALGERIA:
        total = Money(document.gross, document.currency)
        french = words_of("fr")
        said = french.credit_in_words if document.is_credit else french.in_words
        yield said.format(words=in_french(total))
    if document.seller.note:
        yield document.seller.note
