"""Pages as a document fills them: from the top, mirrored for languages that are written from the right.

Knows margins and where a line begins; refuses to know what is written.
"""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from academy_cli.invoicing.pdf.text import Style, draw, pieces, width, wrapped

WIDTH, HEIGHT = A4
MARGIN, BOTTOM = 54.0, 92.0
"""Points; what is below ``BOTTOM`` is the foot of the page."""
ROOM = WIDTH - 2 * MARGIN
LEAST_SIZE = 6.0


class Sheet:
    """A canvas with a place on it: ``y`` is how far down the page is filled.

    Positions across are points from where lines begin: the left margin, or the right one.
    """

    def __init__(self, canvas: Canvas, *, is_rtl: bool, on_page: Callable[[Sheet], None]) -> None:
        self.canvas, self.is_rtl, self.page = canvas, is_rtl, 1
        self.y = HEIGHT - MARGIN
        self._on_page = on_page

    def down(self, by: float) -> None:
        """Leave some room."""
        self.y -= by

    def has_room(self, height: float) -> bool:
        """Whether something of a height still fits on the page."""
        return bool(self.y - height >= BOTTOM)

    def turn(self) -> None:
        """End the page and begin another one."""
        self.end()
        self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT - MARGIN

    def end(self) -> None:
        """End the page."""
        self._on_page(self)

    def text(self, text: str, style: Style, start: float, room: float) -> float:
        """Write a text below ``y`` in lines of some width; gives the height that it took."""
        lines = wrapped(text, style, room)
        for number, line in enumerate(lines):
            self.line(line, style, start, room, down=number * style.leading)
        return len(lines) * style.leading

    def line(
        self,
        text: str,
        style: Style,
        start: float,
        room: float,
        *,
        down: float = 0,
        at_end: bool = False,
        is_number: bool = False,
    ) -> None:
        """Write one line, smaller if it does not fit; at the end of its room, or a number at the right.

        Digits of a column stand below each other in every language.
        """
        fitting = _fitting(text, style, room)
        line = pieces(text, fitting, is_rtl=self.is_rtl)
        wide = sum(piece.width for piece in line)
        left = self.left(start, room)
        is_right = is_number or (at_end != self.is_rtl)
        x = left + room - wide if is_right else left
        draw(self.canvas, (x, self.y - style.size - down), line, fitting)

    def rule(self, start: float, room: float, *, weight: float = 0.6, ink: str = "#c9d1d9") -> None:
        """Draw a line across."""
        left = self.left(start, room)
        self.canvas.setStrokeColor(ink)
        self.canvas.setLineWidth(weight)
        self.canvas.line(left, self.y, left + room, self.y)

    def left(self, start: float, room: float) -> float:
        """Where something that begins at ``start`` and takes ``room`` has its left end."""
        return WIDTH - MARGIN - start - room if self.is_rtl else MARGIN + start


def _fitting(text: str, style: Style, room: float) -> Style:
    wide = width(text, style)
    if wide <= room:
        return style
    return style._replace(size=max(LEAST_SIZE, style.size * room / wide))
