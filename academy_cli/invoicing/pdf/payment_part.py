"""The payment part of a Swiss QR-bill at the foot of a page of its own.

Knows its measures (Style Guide QR-bill, in millimetres from the lower left corner); refuses to know what its
code holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from academy_cli.invoicing.document import Document
from academy_cli.invoicing.pdf.drawing import filled
from academy_cli.invoicing.pdf.text import Style, draw, pieces, width, wrapped
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import figures

HEIGHT, RECEIPT, WHOLE = 105.0, 62.0, 210.0
_CODE, _CROSS = 46.0, 7.0
_TITLE = Style(11, 13, is_bold=True, ink="#000000")


_SQUARES = (
    ("#ffffff", (0.0, 0.0), 20.0, 20.0),
    ("#000000", (1.4, 1.4), 17.2, 17.2),
    ("#ffffff", (8.3, 4.0), 3.4, 12.0),
    ("#ffffff", (4.0, 8.3), 12.0, 3.4),
)
"""The Swiss cross in twentieths of its size: what is drawn over what, from where, how wide and high."""


class Slip(NamedTuple):
    """What is on it; ``code`` are the rows of the QR code without its margin."""

    code: Sequence[Sequence[bool]]
    money: Money
    account: str
    payee: Sequence[str]
    payer: Sequence[str]
    information: str
    language: str


class _Words(NamedTuple):
    receipt: str
    part: str
    account: str
    payer: str
    currency: str
    amount: str
    acceptance: str
    information: str


_WORDS: Mapping[str, _Words] = {
    "de": _Words(
        "Empfangsschein", "Zahlteil", "Konto / Zahlbar an", "Zahlbar durch", "Währung", "Betrag",
        "Annahmestelle", "Zusätzliche Informationen",
    ),
    "fr": _Words(
        "Récépissé", "Section paiement", "Compte / Payable à", "Payable par", "Monnaie", "Montant",
        "Point de dépôt", "Informations supplémentaires",
    ),
    "en": _Words(
        "Receipt", "Payment part", "Account / Payable to", "Payable by", "Currency", "Amount",
        "Acceptance point", "Additional information",
    ),
}  # fmt: skip
"""Annex D of the guidelines, whose languages are German, French, Italian and English."""


def with_slip(document: Document, slip: Slip) -> bytes:
    """The PDF of a document with the slip on a last page. Raises MissingGlyphError."""
    return filled(document, lambda canvas: _page(canvas, slip))


def _page(canvas: Canvas, slip: Slip) -> None:
    canvas.showPage()
    words = _WORDS.get(slip.language, _WORDS["en"])
    canvas.setStrokeColor("#000000")
    canvas.setLineWidth(0.5)
    canvas.setDash(3, 3)
    canvas.line(0, HEIGHT * mm, WHOLE * mm, HEIGHT * mm)
    canvas.line(RECEIPT * mm, 0, RECEIPT * mm, HEIGHT * mm)
    canvas.setDash()
    _receipt(canvas, slip, words)
    _part(canvas, slip, words)


def _receipt(canvas: Canvas, slip: Slip, words: _Words) -> None:
    column = _Column(canvas, 5, 52, heading=6, text=8)
    _write(canvas, words.receipt, _TITLE, 5, HEIGHT - 5)
    column.y = HEIGHT - 12
    column.tell(words.account, (slip.account, *slip.payee))
    column.tell(words.payer, slip.payer)
    _money(canvas, slip, words, (5.0, 18.0), (6.0, 8.0))
    style = Style(6, 8, is_bold=True, ink="#000000")
    right = RECEIPT - 5 - width(words.acceptance, style) / mm
    _write(canvas, words.acceptance, style, right, 23)


def _part(canvas: Canvas, slip: Slip, words: _Words) -> None:
    left = RECEIPT + 5
    _write(canvas, words.part, _TITLE, left, HEIGHT - 5)
    _code(canvas, slip.code, left, HEIGHT - 17 - _CODE)
    _money(canvas, slip, words, (left, 51.0), (8.0, 10.0))
    column = _Column(canvas, left + 51, 87, heading=8, text=10)
    column.y = HEIGHT - 5
    column.tell(words.account, (slip.account, *slip.payee))
    column.tell(words.information, (slip.information,))
    column.tell(words.payer, slip.payer)


class _Column:
    """A column of headings with lines below each; millimetres."""

    def __init__(
        self, canvas: Canvas, x: float, room: float, *, heading: float, text: float
    ) -> None:
        self._canvas, self._x, self._room, self.y = canvas, x, room, 0.0
        self._heading = Style(heading, heading + 2, is_bold=True, ink="#000000")
        self._text = Style(text, text + 1, ink="#000000")

    def tell(self, heading: str, lines: Sequence[str]) -> None:
        """Write a heading and what is below it."""
        self._line(heading, self._heading)
        for line in lines:
            for part in wrapped(line, self._text, self._room * mm):
                self._line(part, self._text)
        self.y -= 3

    def _line(self, text: str, style: Style) -> None:
        _write(self._canvas, text, style, self._x, self.y)
        self.y -= style.leading / mm


def _money(
    canvas: Canvas,
    slip: Slip,
    words: _Words,
    at: tuple[float, float],
    sizes: tuple[float, float],
) -> None:
    """The currency and the amount, its thousands parted by spaces as the guidelines want."""
    x, room = at
    heading, text = (
        Style(sizes[0], 0, is_bold=True, ink="#000000"),
        Style(sizes[1], 0, ink="#000000"),
    )
    amount = figures(slip.money, "en").replace(",", "\N{NO-BREAK SPACE}")
    parts: tuple[tuple[str, str, float], ...] = (
        (words.currency, slip.money.currency.upper(), x),
        (words.amount, amount, x + room * 0.4 + 5),
    )
    for told, value, start in parts:
        _write(canvas, told, heading, start, 37)
        _write(canvas, value, text, start, 33)


def _write(canvas: Canvas, text: str, style: Style, x: float, top: float) -> None:
    line = pieces(text, style, is_rtl=False)
    draw(canvas, (x * mm, top * mm - style.size), line, style)


def _code(canvas: Canvas, rows: Sequence[Sequence[bool]], x: float, y: float) -> None:
    """The code with the Swiss cross in its middle, which its error correction bears."""
    cell = _CODE * mm / len(rows)
    canvas.setFillColor("#000000")
    for down, row in enumerate(rows):
        for across, is_dark in enumerate(row):
            if is_dark:
                top = (y + _CODE) * mm - (down + 1) * cell
                canvas.rect(x * mm + across * cell, top, cell, cell, stroke=0, fill=1)
    left, bottom = (x + (_CODE - _CROSS) / 2) * mm, (y + (_CODE - _CROSS) / 2) * mm
    unit = _CROSS * mm / 20
    for ink, start, wide, high in _SQUARES:
        canvas.setFillColor(ink)
        where = (left + start[0] * unit, bottom + start[1] * unit)
        canvas.rect(*where, wide * unit, high * unit, stroke=0, fill=1)
