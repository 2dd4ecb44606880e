"""Bars drawn on a terminal: side by side by plotext, below each other in plain rows.

Knows how wide a screen is; refuses to know what is drawn. plotext takes every letter for one column, so names
of which some are wide, or have marks, are laid out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from academy_cli.kit.table import GAP, cut, display_width, one_line

HEIGHT, NARROWEST, NAME = 15, 40, 30
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
    plotext.xticks(*_named(bars.names, width))
    plotext.yticks(list(ticks), list(ticks.values()))
    drawn = str(plotext.uncolorize(plotext.build()))
    yield bars.title
    yield from (line.rstrip() for line in drawn.splitlines())


def _named(names: Sequence[str], width: int) -> tuple[list[int], list[str]]:
    """The places of bars that have a name below them: the last one, and each so many before it."""
    widest = max(map(display_width, names), default=0) + len(GAP)
    step = -(-widest * len(names) // max(width - len("100k│"), 1))
    places = [at for at in range(len(names)) if not (len(names) - 1 - at) % step]
    return [at + 1 for at in places], [names[at] for at in places]


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
