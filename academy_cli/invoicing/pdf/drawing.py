"""A document as a PDF: a pure function of what it says, and of the fonts that come along.

Knows what stands where on a page; refuses a clock, settings, and to decide an amount.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from academy_cli.invoicing.document import Document
from academy_cli.invoicing.pdf import fonts
from academy_cli.invoicing.pdf.closing import closing
from academy_cli.invoicing.pdf.head import head
from academy_cli.invoicing.pdf.sheet import BOTTOM, ROOM, Sheet
from academy_cli.invoicing.pdf.table import table
from academy_cli.invoicing.pdf.text import Style, wrapped
from academy_cli.invoicing.pdf.words import Words, language_of, words_of

_FOOT = Style(7.5, 10.5, ink="#5b6875")


def drawn(document: Document) -> bytes:
    """The PDF of a document, the same bytes each time. Raises MissingGlyphError."""
    return filled(document, lambda _: None)


def filled(document: Document, more: Callable[[Canvas], None]) -> bytes:
    """The same, with something more after the last page. Raises MissingGlyphError."""
    fonts.load()
    pages = _written(document, 0, Canvas(BytesIO(), pagesize=A4)).page
    to = BytesIO()
    canvas = Canvas(
        to, pagesize=A4, invariant=1, pageCompression=1, initialFontName=fonts.REGULAR.latin,
        lang=document.language,
    )  # fmt: skip
    canvas.setTitle(f"{title(document)} {document.reference}")
    canvas.setAuthor(document.seller.name)
    canvas.setSubject(document.order)
    canvas.setCreator("academy")
    _written(document, pages, canvas)
    more(canvas)
    canvas.save()
    return to.getvalue()


def title(document: Document) -> str:
    """What a document is called in its language."""
    words = words_of(document.language)
    return words.credit_note if document.is_credit else words.invoice


def _written(document: Document, pages: int, canvas: Canvas) -> Sheet:
    words = words_of(document.language)

    def foot(sheet: Sheet) -> None:
        _foot(sheet, document, words, pages)

    is_rtl = language_of(document.language) == "ar"
    sheet = Sheet(canvas, is_rtl=is_rtl, on_page=foot)
    head(sheet, document, words)
    table(sheet, document, words)
    closing(sheet, document, words)
    sheet.end()
    return sheet


def _foot(sheet: Sheet, document: Document, words: Words, pages: int) -> None:
    """Who the seller is, with all their numbers, and which page it is."""
    seller = document.seller
    kept, sheet.y = sheet.y, BOTTOM - 12
    sheet.rule(0, ROOM)
    sheet.down(7)
    parts = [
        seller.name,
        ", ".join(seller.address),
        *(f"{one.label} {one.value}" for one in seller.ids),
    ]
    said = " \N{MIDDLE DOT} ".join(part for part in parts if part)
    lines = wrapped(said, _FOOT, ROOM - 90)
    for line in lines[:5]:
        sheet.line(line, _FOOT, 0, ROOM - 90)
        sheet.down(_FOOT.leading)
    sheet.y = BOTTOM - 19
    page = words.page.format(page=sheet.page, pages=pages)
    sheet.line(page, _FOOT, ROOM - 80, 80, at_end=True)
    sheet.y = kept
