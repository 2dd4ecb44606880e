"""A chart as shapes: rectangles, lines and words, each with what it is for.

Knows where everything stands, in points from the upper left; refuses to know colours, which each kind of page
gives to what a shape is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from academy_cli.analytics.charts.scales import Scale, scale, told
from academy_cli.analytics.charts.values import Bar, Chart, Form
from academy_cli.analytics.voice import Voice
from academy_cli.kit.saying import say
from academy_cli.kit.table import cut, display_width

WIDTH, TITLE, HEIGHT, FOOT, ROW = 640.0, 30.0, 200.0, 26.0, 26.0
LEFT, RIGHT = 52.0, 12.0
LETTER = 6.2
"""How wide a letter of ``SMALL`` is at most, on average."""
SMALL, LARGE = 11.0, 14.0
NAME = 30
"""Letters of a name before a row; of a longer one the rest is in the table."""


class Rect(NamedTuple):
    """A rectangle of a bar."""

    x: float
    y: float
    width: float
    height: float
    tip: str


class Line(NamedTuple):
    """A line of a scale; the one at nothing ``is_axis``."""

    x1: float
    y1: float
    x2: float
    y2: float
    is_axis: bool = False


class Words(NamedTuple):
    """A text on a line; ``anchor`` is where its x is: ``start``, ``middle`` or ``end``."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = SMALL
    is_faint: bool = False


Shape: TypeAlias = Rect | Line | Words


class Drawing(NamedTuple):
    """Shapes in a room of some points, and what they show, in words."""

    width: float
    height: float
    title: str
    told: str
    shapes: tuple[Shape, ...]


def drawn(chart: Chart) -> Drawing:
    """The shapes of a chart."""
    sizes = [one.size for one in chart.bars if one.size is not None]
    many = _columns if chart.form is Form.COLUMNS else _rows
    height = TITLE + HEIGHT + FOOT
    if chart.form is Form.ROWS:
        height = TITLE + ROW * len(chart.bars) + FOOT
    title = Words(0, 18, chart.title, size=LARGE)
    shapes = (title, *many(chart, scale(sizes)))
    return Drawing(WIDTH, height, chart.title, chart.told, shapes)


def _tip(one: Bar, voice: Voice) -> str:
    return voice.says(say("{}: {}", one.name, one.text))


def _columns(chart: Chart, by: Scale) -> Iterator[Shape]:
    """Bars side by side, and as many of their names as have room."""
    bars = chart.bars
    top, bottom, room = TITLE, TITLE + HEIGHT, WIDTH - LEFT - RIGHT

    def y_of(size: float) -> float:
        return bottom - by.part(size) * HEIGHT

    for tick in by.ticks:
        yield Line(LEFT, y_of(tick), WIDTH - RIGHT, y_of(tick), is_axis=tick == 0)
        yield Words(LEFT - 6, y_of(tick) + 4, told(tick, chart.voice), "end", is_faint=True)
    step = room / max(len(bars), 1)
    widest = max((display_width(one.name) for one in bars), default=1) * LETTER + 10
    every = max(1, -int(-widest // step))
    for number, one in enumerate(bars):
        x = LEFT + number * step
        if one.size is not None:
            upper, lower = sorted((y_of(one.size), y_of(0)))
            tip = _tip(one, chart.voice)
            yield Rect(x + step * 0.15, max(top, upper), step * 0.7, lower - upper, tip)
        elif display_width(one.text) * LETTER < step:
            yield Words(x + step / 2, y_of(0) - 5, one.text, "middle", is_faint=True)
        if (len(bars) - 1 - number) % every == 0:
            yield Words(x + step / 2, bottom + 18, one.name, "middle", is_faint=True)


def _rows(chart: Chart, by: Scale) -> Iterator[Shape]:
    """Bars below each other, their names before and their sizes behind them."""
    bars = chart.bars
    names = [cut(one.name, NAME) for one in bars]
    left = max((display_width(name) for name in names), default=0) * LETTER + 14
    texts = max((display_width(one.text) for one in bars), default=0) * LETTER + 14
    room = WIDTH - left - texts

    def x_of(size: float) -> float:
        return left + by.part(size) * room

    yield Line(x_of(0), TITLE, x_of(0), TITLE + ROW * len(bars), is_axis=True)
    for number, (name, one) in enumerate(zip(names, bars, strict=True)):
        y = TITLE + number * ROW
        yield Words(left - 8, y + 17, name, "end")
        begun, ended = sorted((x_of(one.size or 0), x_of(0)))
        if one.size is not None:
            yield Rect(begun, y + 4, ended - begun, ROW - 8, _tip(one, chart.voice))
        yield Words(ended + 6, y + 17, one.text, is_faint=one.size is None)
