"""Bars drawn on a terminal: side by side by plotext, below each other in plain rows.

Knows how wide a screen is; refuses to know what is drawn. plotext takes every letter for one column, so names
of which some are wide, or have marks, are laid out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from academy_cli.kit.table import cut, display_width, one_line

HEIGHT, NARROWEST, NAME = 16, 40, 30
BLOCK = "▇"


class Bars(NamedTuple):
    """Bars with their names, and what people read of their sizes."""

    title: str
    names: Sequence[str]
    sizes: Sequence[float | None]
    texts: Sequence[str]


def columns(bars: Bars, ticks: dict[float, str], width: int) -> Iterator[str]:
    """Bars side by side, beside a scale whose numbers are given with their words."""
    import plotext

    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plot_size(max(width, NARROWEST), HEIGHT)
    plotext.bar(list(bars.names), [size or 0 for size in bars.sizes], width=0.6)
    plotext.ylim(min(ticks), max(ticks))
    plotext.yticks(list(ticks), list(ticks.values()))
    plotext.title(bars.title)
    drawn = str(plotext.uncolorize(plotext.build()))
    yield from (line.rstrip() for line in drawn.splitlines())


def rows(bars: Bars, width: int) -> Iterator[str]:
    """Bars below each other, each with its size behind it."""
    names = [cut(one_line(name), NAME) for name in bars.names]
    before = max(map(display_width, names), default=0)
    behind = max(map(display_width, bars.texts), default=0)
    room = max(width, NARROWEST) - before - behind - 2
    most = max((abs(size) for size in bars.sizes if size), default=0)
    yield bars.title
    for name, size, text in zip(names, bars.sizes, bars.texts, strict=True):
        length = round(room * abs(size) / most) if size and most else 0
        pad = " " * (before - display_width(name))
        yield f"{name}{pad} {BLOCK * length}{' ' * bool(length)}{text}".rstrip()
