"""Charts and words on pages of PDF, in every script that the fonts which come along have.

Knows reportlab; refuses to know what is drawn. A letter that no font has is a box, for figures shall not fail
because of a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from academy_cli.analytics.charts.drawing import Drawing, Line, Rect, Words
from academy_cli.typesetting import shaping
from academy_cli.typesetting.shelf import named
from academy_cli.typesetting.typefaces import MissingLetterError, Typeface, registered

FONTS = ("noto-sans-arabic", "heebo", "droid-sans-fallback")
INK, FAINT, GRID, AXIS, BAR = "#16202b", "#515e6b", "#d8dee4", "#7a8794", "#0b63a5"
MISSING = "\N{WHITE SQUARE}"
MARGIN = 24.0


class Text(NamedTuple):
    """A text that is drawn at its baseline, ``x`` being where its anchor says."""

    text: str
    size: float
    ink: str = INK
    anchor: str = "start"
    is_bold: bool = False


def page(drawings: Sequence[Drawing], title: str) -> bytes:
    """Charts below each other on one page that is as large as they are."""
    width = max(one.width for one in drawings) + 2 * MARGIN
    height = sum(one.height + MARGIN for one in drawings) + MARGIN
    to = BytesIO()
    canvas = Canvas(to, pagesize=(width, height), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("academy")
    top = height - MARGIN
    for one in drawings:
        draw(canvas, one, MARGIN, top)
        top -= one.height + MARGIN
    canvas.save()
    return to.getvalue()


def draw(canvas: Canvas, drawing: Drawing, left: float, top: float, scale: float = 1) -> None:
    """Draw a chart with its upper left corner at a place of the page."""
    canvas.saveState()
    canvas.translate(left, top)
    canvas.scale(scale, scale)
    for shape in drawing.shapes:
        match shape:
            case Rect(x, y, width, height, _):
                canvas.setFillColor(BAR)
                canvas.rect(x, -y - height, width, height, stroke=0, fill=1)
            case Line(x1, y1, x2, y2, is_axis):
                canvas.setStrokeColor(AXIS if is_axis else GRID)
                canvas.setLineWidth(0.8)
                canvas.line(x1, -y1, x2, -y2)
            case Words(x, y, text, anchor, size, is_faint):
                ink = FAINT if is_faint else INK
                write(canvas, Text(text, size, ink, anchor, is_bold=size > 12), x, -y)
    canvas.restoreState()


def write(canvas: Canvas, said: Text, x: float, y: float) -> None:
    """Write a text on a line."""
    line = _shaped(said.text, is_bold=said.is_bold)
    width = line.width * said.size / 1000
    x -= {"start": 0.0, "middle": width / 2, "end": width}[said.anchor]
    canvas.setFillColor(said.ink)
    for piece in line.pieces:
        canvas.setFont(registered(piece.font).fontName, said.size)
        canvas.drawString(x, y, piece.text)
        x += piece.width * said.size / 1000


def width_of(said: Text) -> float:
    """How wide a text is, in points."""
    return _shaped(said.text, is_bold=said.is_bold).width * said.size / 1000


def _shaped(text: str, *, is_bold: bool) -> shaping.Line:
    face = Typeface(tuple(map(named, ("inter-semibold" if is_bold else "inter", *FONTS))))
    kept = "".join(letter if _has(face, letter) else MISSING for letter in text)
    return shaping.shaped(kept, face)


def _has(face: Typeface, letter: str) -> bool:
    try:
        face.font_of(letter)
    except MissingLetterError:
        return False
    return True
