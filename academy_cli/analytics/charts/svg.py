"""Charts as SVG: one that stands alone as a file, or a part of a page.

Knows SVG 1.1 and how it is read aloud; refuses to know what is drawn. Colours are names of a stylesheet, so a
page in the dark has others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from academy_cli.analytics.charts.drawing import Drawing, Line, Rect, Shape, Words

STYLE = """
.chart { --ink: #16202b; --faint: #515e6b; --grid: #d8dee4; --axis: #7a8794; --bar: #0b63a5; }
@media (prefers-color-scheme: dark) {
  .chart { --ink: #e8edf2; --faint: #a9b5c1; --grid: #36424d; --axis: #8794a1; --bar: #6cb4ee; }
}
@media print {
  .chart { --ink: #16202b; --faint: #515e6b; --grid: #d8dee4; --axis: #7a8794; --bar: #0b63a5; }
}
.chart text { font: 11px system-ui, "Segoe UI", "Noto Sans", sans-serif; fill: var(--ink); }
.chart text.faint { fill: var(--faint); }
.chart text.title { font-size: 14px; font-weight: 600; }
.chart line { stroke: var(--grid); }
.chart line.axis { stroke: var(--axis); }
.chart rect { fill: var(--bar); }
"""
"""How charts look on a light ground, on a dark one and on paper."""
GAP = 18.0
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def part(drawing: Drawing, name: str) -> str:
    """A chart as a part of a page, whose style is there; ``name`` is unique on the page."""
    return _element(drawing, name, "")


def file(drawings: Sequence[Drawing]) -> bytes:
    """Charts below each other as one file."""
    height = sum(one.height for one in drawings) + GAP * (len(drawings) - 1)
    width = max(one.width for one in drawings)
    parts, y = [], 0.0
    for number, one in enumerate(drawings):
        parts.append(
            _element(one, f"chart-{number}", f' x="0" y="{_said(y)}" height="{_said(one.height)}"')
        )
        y += one.height + GAP
    told = " ".join(one.told for one in drawings)
    size = f"{_said(width + 24)} {_said(height + 24)}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 {size}"'
    lines = [
        f'{head} width="{_said(width + 24)}" height="{_said(height + 24)}">',
        f"<title>{_text(told)}</title>",
        f"<style>{STYLE}.ground {{ fill: #fff; }}",
        "@media (prefers-color-scheme: dark) { .ground { fill: #12181f; } }</style>",
        f'<rect class="ground" x="-12" y="-12" width="{_said(width + 24)}" height="{_said(height + 24)}"/>',
        *parts,
        "</svg>",
    ]
    return "\n".join(lines).encode()


def _element(drawing: Drawing, name: str, place: str) -> str:
    size = f'viewBox="0 0 {_said(drawing.width)} {_said(drawing.height)}"'
    read_by = f'role="img" aria-labelledby="{name}-title {name}-told"'
    return "\n".join(
        [
            f'<svg class="chart"{place} width="{_said(drawing.width)}" {size} {read_by}>',
            f'<title id="{name}-title">{_text(drawing.title)}</title>',
            f'<desc id="{name}-told">{_text(drawing.told)}</desc>',
            *map(_shape, drawing.shapes),
            "</svg>",
        ]
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Rect(x, y, width, height, tip):
            size = f'width="{_said(width)}" height="{_said(height)}"'
            return f'<rect x="{_said(x)}" y="{_said(y)}" {size}><title>{_text(tip)}</title></rect>'
        case Line(x1, y1, x2, y2, is_axis):
            kind = ' class="axis"' if is_axis else ""
            ends = f'x2="{_said(x2)}" y2="{_said(y2)}"'
            return f'<line{kind} x1="{_said(x1)}" y1="{_said(y1)}" {ends}/>'
        case Words(x, y, text, anchor, size, is_faint):
            kind = ' class="faint"' if is_faint else ' class="title"' if size > 12 else ""
            at = f'x="{_said(x)}" y="{_said(y)}" text-anchor="{anchor}"'
            return f"<text{kind} {at}>{_text(text)}</text>"


def _text(written: str) -> str:
    """A text for XML, which has no place for control characters, whatever stands for them."""
    return escape(_UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", written))


def _said(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
