"""Lines of text: how wide they are, where they break, and how they are drawn.

Knows shaping by HarfBuzz, through reportlab; refuses to know where on a page a line stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import ShapedStr, shapeStr
from reportlab.pdfgen.canvas import Canvas

from academy_cli.invoicing.pdf.fonts import BOLD, REGULAR, Face, drawable
from academy_cli.typesetting.bidi import Run, direction, mirrored, runs

_SPACES = re.compile(r"[ \t\r\n\v\f]+")
"""Where a line may break: not at a no-break space."""


class Style(NamedTuple):
    """How a text looks; ``size`` and ``leading``, from one line to the next, in points."""

    size: float
    leading: float
    is_bold: bool = False
    ink: str = "#1c2733"

    @property
    def face(self) -> Face:
        """The fonts of its weight."""
        return BOLD if self.is_bold else REGULAR


class Piece(NamedTuple):
    """A part of a line in one font, as it is drawn."""

    font: str
    text: str
    width: float


def pieces(text: str, style: Style, *, is_rtl: bool) -> tuple[Piece, ...]:
    """A line as it stands, from left to right. Raises MissingGlyphError."""
    found = runs(drawable(text), is_rtl=direction(text, is_rtl=is_rtl))
    return tuple(piece for run in found for piece in _of_run(run, style))


def width(text: str, style: Style) -> float:
    """How wide a line is, in points. Raises MissingGlyphError."""
    return sum(piece.width for piece in pieces(text, style, is_rtl=False))


def wrapped(text: str, style: Style, room: float) -> tuple[str, ...]:
    """A text in lines of some width, broken between words, and within one that is longer than a line."""
    lines: list[str] = []
    for word in _SPACES.split(text.strip()):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, style) <= room:
            lines[-1] = longer
        else:
            lines += _cut(word, style, room)
    return tuple(lines) or ("",)


def draw(canvas: Canvas, at: tuple[float, float], line: tuple[Piece, ...], style: Style) -> None:
    """Draw a line from its left end on a baseline."""
    x, y = at
    canvas.setFillColor(style.ink)
    for piece in line:
        canvas.setFont(piece.font, style.size)
        canvas.drawString(x, y, piece.text)
        x += piece.width


def _cut(word: str, style: Style, room: float) -> Iterator[str]:
    rest = word
    while width(rest, style) > room and len(rest) > 1:
        least, most = 1, len(rest)
        while most - least > 1:
            middle = (least + most) // 2
            is_too_long = width(rest[:middle], style) > room
            least, most = (least, middle) if is_too_long else (middle, most)
        yield rest[:least]
        rest = rest[least:]
    yield rest


def _of_run(run: Run, style: Style) -> Iterator[Piece]:
    font_of = partial(style.face.of, is_rtl=run.is_rtl)
    parts = [(name, "".join(letters)) for name, letters in groupby(run.text, font_of)]
    for name, part in reversed(parts) if run.is_rtl else parts:
        assert name is not None  # ``drawable`` insists on it
        yield _piece(name, part, style, is_rtl=run.is_rtl)


def _piece(font: str, text: str, style: Style, *, is_rtl: bool) -> Piece:
    if is_rtl and font == style.face.arabic and direction(text, is_rtl=False):
        shaped = shapeStr(text, font, style.size, force=True)
        if isinstance(shaped, ShapedStr):
            advance = sum(one.x_advance for one in shaped.__shapeData__)
            return Piece(font, shaped, advance * style.size / 1000)
    shown = mirrored(text) if is_rtl else text
    return Piece(font, shown, stringWidth(shown, font, style.size))
