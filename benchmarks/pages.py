"""How fast certificates are drawn, against a plain loop over reportlab that draws the same page.

Knows the plain way: fonts as they are, the frame drawn anew, a code whose mask is chosen; refuses to know how
academy draws.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.sheet import Sheet
from academy_cli.typesetting.shelf import FOLDER
from benchmarks.measure import Figure, in_turn, ratio

PAGES, ROUNDS = 20, 5
LARGEST_KB = 45
FACES = {"text": "eb-garamond", "strong": "eb-garamond-semibold", "italic": "eb-garamond-italic"}
NAVY, GOLD, GREY = HexColor("#1b2a49"), HexColor("#a5803f"), HexColor("#55606c")


def pages(_scratch: Path, _environ: dict[str, str]) -> Iterator[Figure]:
    """The classic template, page by page, and how large its pages are."""
    _registered()
    template = templates.named("classic")
    people = [_person(number) for number in range(PAGES)]
    drawn(template, people[0])
    ours, plain = in_turn(
        [
            lambda: _seconds(lambda one: drawn(template, one), people),
            lambda: _seconds(naive, people),
        ],
        ROUNDS,
    )
    yield ratio("a page, against a plain loop over reportlab", ours, plain, 0.5)
    for name in templates.shipped():
        sizes = [len(drawn(templates.named(name), sheet)) / 1000 for sheet in SAMPLES.values()]
        detail = f"{len(sizes)} samples, {min(sizes):.0f} to {max(sizes):.0f} kB"
        yield Figure(f"the largest page of {name}", max(sizes), LARGEST_KB, "kB", detail)


def _person(number: int) -> Sheet:
    sample = SAMPLES["short"]
    return sample._replace(
        recipient=f"Amelia Hartwell {number}", signed=f"{sample.signed[:-4]}{number:04}"
    )


def _seconds(draw: object, people: Sequence[Sheet]) -> float:
    assert callable(draw)
    begun = time.process_time()
    for one in people:
        draw(one)
    return time.process_time() - begun


@cache
def _registered() -> None:
    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(f"plain-{name}", str(FOLDER / f"{file}.ttf")))


def plainly(many: int, to: str) -> None:
    """Draw so many pages the plain way, each into a file."""
    _registered()
    folder = Path(to)
    folder.mkdir()
    for number in range(many):
        (folder / f"{number}.pdf").write_bytes(naive(_person(number)))


def naive(one: Sheet) -> bytes:
    """The classic page as anybody would write it."""
    to = BytesIO()
    page = Canvas(to, pagesize=(297 * mm, 210 * mm))
    page.setFillColor(HexColor("#fdfbf5"))
    page.rect(0, 0, 297 * mm, 210 * mm, stroke=0, fill=1)
    _frame(page)
    for text, face, size, y, color in (
        (one.academy.upper(), "strong", 13, 36, GOLD),
        ("Certificate of Completion", "text", 42, 57, NAVY),
        ("This is to certify that", "italic", 15, 72, GREY),
        (one.recipient, "strong", 38, 95.5, NAVY),
        ("has successfully completed the course", "italic", 15, 112, GREY),
        (one.title, "strong", 23, 126, NAVY),
        (f"{one.hours} hours of study", "text", 13, 140.5, GREY),
        (f"completed on {one.completed}", "text", 13, 147.5, GREY),
        (f"Result: {one.score}", "text", 13, 154.5, GREY),
    ):
        page.setFont(f"plain-{face}", size)
        page.setFillColor(color)
        page.drawCentredString(148.5 * mm, (210 - y) * mm, text)
    for number, who in enumerate(one.signatories):
        x = (30 + 70 * number) * mm
        page.line(x, 40 * mm, x + 62 * mm, 40 * mm)
        page.setFont("plain-text", 12)
        page.drawString(x, 34 * mm, who.name)
        page.setFont("plain-italic", 10)
        page.drawString(x, 30 * mm, who.role)
    _code(page, one.signed)
    page.setFont("plain-text", 9)
    page.drawRightString(233 * mm, 33 * mm, one.code)
    page.drawRightString(233 * mm, 24 * mm, f"Valid until {one.valid_until}")
    page.save()
    return to.getvalue()


def _frame(page: Canvas) -> None:
    page.setStrokeColor(GOLD)
    page.setLineWidth(0.28)
    for strand in range(6):
        for length, place in ((263, _across), (176, _down)):
            for side in (0, 1):
                line = page.beginPath()
                for step in range(length + 1):
                    off = 2.5 * math.sin(2 * math.pi * (step / 8 + strand / 6))
                    x, y = place(step, off, side)
                    (line.lineTo if step else line.moveTo)(x * mm, y * mm)
                page.drawPath(line)
    page.setStrokeColor(NAVY)
    page.setLineWidth(1.6)
    page.rect(7.5 * mm, 7.5 * mm, 282 * mm, 195 * mm)


def _across(step: float, off: float, side: int) -> tuple[float, float]:
    return 17 + step, 12 + 186 * side + off


def _down(step: float, off: float, side: int) -> tuple[float, float]:
    return 12 + 273 * side + off, 17 + step


def _code(page: Canvas, text: str) -> None:
    rows = segno.make(text, error="m", micro=False).matrix
    side = 34 * mm / len(rows)
    for row, squares in enumerate(rows):
        for column, is_dark in enumerate(squares):
            if is_dark:
                x, y = 238 * mm + column * side, 58 * mm - (row + 1) * side
                page.rect(x, y, side, side, stroke=0, fill=1)
