"""A report as PDF: pages of A4 with the same words, charts and tables.

Knows where a page ends; refuses to know what the report says.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from academy_cli.analytics.charts import paper
from academy_cli.analytics.charts.drawing import WIDTH, drawn
from academy_cli.analytics.charts.paper import FAINT, GRID, Text
from academy_cli.analytics.report.values import MEANING, Report, Section, Table
from academy_cli.kit.saying import say
from academy_cli.kit.table import cut

MARGIN = 48.0
ROOM = A4[0] - 2 * MARGIN
SIZE, SMALL, LEADING = 10.0, 7.5, 14.0
LONGEST = 28
"""Letters of a cell."""


class _Sheet:
    """Pages that are filled from the top."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.y = canvas, A4[1] - MARGIN
        self._number = 1
        self._foot()

    def need(self, height: float) -> None:
        """Begin a new page where this one has no room."""
        if self.y - height < MARGIN:
            self.canvas.showPage()
            self._number += 1
            self.y = A4[1] - MARGIN
            self._foot()

    def line(self, said: Text, height: float = LEADING, x: float = MARGIN) -> None:
        """Write one line and go on below it."""
        self.need(height)
        self.y -= height
        paper.write(self.canvas, said, x, self.y)

    def words(self, text: str, size: float = SIZE, ink: str = paper.INK) -> None:
        """Write a text on as many lines as it needs; what a space without a break joins stays together."""
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and paper.width_of(Text(longer, size)) > ROOM:
                self.line(Text(line, size, ink), size * 1.4)
                longer = word
            line = longer
        self.line(Text(line, size, ink), size * 1.4)

    def _foot(self) -> None:
        said = Text(str(self._number), SMALL, FAINT, "end")
        paper.write(self.canvas, said, A4[0] - MARGIN, MARGIN / 2)


def page(report: Report) -> bytes:
    """The document, the same bytes for the same report."""
    to, says = BytesIO(), report.voice.says
    canvas = Canvas(to, pagesize=A4, invariant=1, pageCompression=1, lang=report.voice.language)
    canvas.setTitle(f"{report.title}, {report.days}")
    canvas.setCreator("academy")
    sheet = _Sheet(canvas)
    sheet.line(Text(report.title, 22, is_bold=True), 26)
    sheet.line(Text(report.days, 11, FAINT), 18)
    sheet.y -= 8
    for one in report.highlights:
        told = says(say("{}: {}", one.name, one.value))
        sheet.line(Text(told, 12, is_bold=True), 17)
        sheet.line(Text(one.before, SMALL, FAINT), 11)
    for section in report.sections:
        _section(sheet, section)
    sheet.y -= 18
    sheet.line(Text(says(MEANING), 14, is_bold=True), 22)
    for name, meaning in report.meanings:
        sheet.words(says(say("{}: {}", name, meaning)), 8.5)
    for note in report.notes:
        sheet.words(note, 8.5, FAINT)
    canvas.save()
    return to.getvalue()


def _section(sheet: _Sheet, section: Section) -> None:
    scale = ROOM / WIDTH
    drawings = [drawn(chart) for chart in section.charts]
    first = drawings[0].height * scale if drawings else 0
    sheet.need(80 + first)  # a title goes with what it is the title of
    sheet.y -= 18
    sheet.line(Text(section.title, 14, is_bold=True), 22)
    for words in section.words:
        sheet.words(words)
    for drawing in drawings:
        height = drawing.height * scale
        sheet.need(height + 8)
        sheet.y -= 8
        paper.draw(sheet.canvas, drawing, MARGIN, sheet.y, scale)
        sheet.y -= height
    if section.table is not None and section.table.rows:
        _table(sheet, section.table)


def _table(sheet: _Sheet, table: Table) -> None:
    rows = [tuple(cut(cell, LONGEST) for cell in row) for row in (table.heads, *table.rows)]
    size, widths = _fitted(rows)
    sheet.y -= 6
    for number, row in enumerate(rows):
        sheet.need(13)
        sheet.y -= 13
        x = MARGIN
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            is_number = at in table.numbers
            said = Text(cell, size, anchor="end" if is_number else "start", is_bold=not number)
            paper.write(sheet.canvas, said, x + width - 4 if is_number else x, sheet.y)
            x += width
        sheet.canvas.setStrokeColor(GRID)
        sheet.canvas.setLineWidth(0.5)
        sheet.canvas.line(MARGIN, sheet.y - 3.5, MARGIN + ROOM, sheet.y - 3.5)


def _fitted(rows: Sequence[Sequence[str]]) -> tuple[float, Sequence[float]]:
    """How large the letters of a table are, and how wide its columns, so that all have room."""
    wide = [
        max(paper.width_of(Text(cell, SMALL, is_bold=True)) for cell in column) + 8
        for column in zip(*rows, strict=True)
    ]
    part = min(1.0, ROOM / sum(wide))
    spare = max(0.0, ROOM - sum(wide)) / len(wide)
    return SMALL * part, [one * part + spare for one in wide]
