"""What was sold, line by line, over as many pages as it takes.

Knows columns; refuses to add anything up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from academy_cli.invoicing.document import Document, Line
from academy_cli.invoicing.pdf.sheet import ROOM, Sheet
from academy_cli.invoicing.pdf.text import Style, wrapped
from academy_cli.invoicing.pdf.words import Words, percent
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import figures

_HEAD = Style(7.5, 11, is_bold=True, ink="#5b6875")
_CELL = Style(9.5, 13)
_AGAIN = Style(8.5, 12, ink="#5b6875")
_PADDING = 6.0
_TOGETHER = 12
"""Lines of a description that no page parts."""


class Column(NamedTuple):
    """A column of numbers: where it begins, and how wide it is, in points."""

    start: float
    room: float


_WIDTHS = (52.0, 76.0, 76.0, 82.0)
_NAME = ROOM - sum(_WIDTHS)
COLUMNS = tuple(Column(_NAME + sum(_WIDTHS[:at]) + 6, wide - 6) for at, wide in enumerate(_WIDTHS))
"""The rate, the net, the tax, and the whole."""


def table(sheet: Sheet, document: Document, words: Words) -> None:
    """Write all lines; each page that they take has the table's head."""
    _head(sheet, document, words)
    for line in document.lines:
        names = wrapped(line.description, _CELL, _NAME - 8)
        height = min(len(names), _TOGETHER) * _CELL.leading + 2 * _PADDING
        _make_room(sheet, height, document, words)
        sheet.down(_PADDING)
        for column, text in zip(COLUMNS, _numbers(line, document), strict=True):
            sheet.line(text, _CELL, column.start, column.room, is_number=True)
        for name in names:
            _make_room(sheet, _CELL.leading, document, words)
            sheet.line(name, _CELL, 0, _NAME - 8)
            sheet.down(_CELL.leading)
        sheet.down(_PADDING)
        sheet.rule(0, ROOM, ink="#e3e8ec")
    sheet.down(14)


def _make_room(sheet: Sheet, height: float, document: Document, words: Words) -> None:
    """Go on upon another page, under the table's head, where something does not fit on this one."""
    if not sheet.has_room(height):
        sheet.turn()
        sheet.line(document.reference, _AGAIN, 0, ROOM)
        sheet.down(_AGAIN.leading + 10)
        _head(sheet, document, words)


def _head(sheet: Sheet, document: Document, words: Words) -> None:
    sheet.line(words.description, _HEAD, 0, _NAME - 8)
    code = document.currency.upper()
    for column, text in zip(
        COLUMNS, (words.rate, words.net, words.tax, f"{words.amount} {code}"), strict=True
    ):
        sheet.line(text, _HEAD, column.start, column.room, is_number=True)
    sheet.down(_HEAD.leading + 4)
    sheet.rule(0, ROOM, weight=1, ink="#1c2733")


def _numbers(line: Line, document: Document) -> Iterator[str]:
    yield percent(line.basis_points, document.language)
    for amount in (line.net, line.tax, line.share.gross):
        yield figures(Money(amount, document.currency), document.language)
