"""What a page consists of: everything that a template says, once it is read.

Lengths are in millimetres from the upper left corner, sizes of letters in points, colours as ``#rrggbb``.
Values alone; refuses to know YAML, files and what a placeholder stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, TypeAlias

from academy_cli.typesetting.typefaces import Typeface


class Align(Enum):
    """Which part of a text stands at its place."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Grows(Enum):
    """Where further lines of a text go: its first, its middle or its last one stands at its place."""

    DOWN = "down"
    BOTH = "both"
    UP = "up"


class Scanned(Enum):
    """What the QR code holds: the signed certificate, or the address of its page."""

    SIGNED = "signed"
    URL = "url"


class At(NamedTuple):
    """A place on the page."""

    x: float
    y: float


class Area(NamedTuple):
    """A rectangle: its upper left corner, its width and its height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def meets(self, other: Area) -> bool:
        """Whether the two have more than an edge in common."""
        beside = self.right <= other.x or other.right <= self.x
        return not (beside or self.bottom <= other.y or other.bottom <= self.y)

    def holds(self, other: Area) -> bool:
        """Whether the other one lies within, edges included."""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom

    def grown(self, by: float) -> Area:
        """It with as much around it."""
        return Area(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


class Paint(NamedTuple):
    """How a shape is drawn: filled, outlined, or both; an empty colour is none. ``width`` in points."""

    fill: str = ""
    stroke: str = ""
    width: float = 1.0


class Type(NamedTuple):
    """How letters look: typeface by name, size and the least one in points, tracking in thousandths of it."""

    typeface: str
    size: float
    least: float
    color: str
    tracking: int = 0
    leading: float = 1.25
    is_upper: bool = False


class Words(NamedTuple):
    """A text with places for facts, one for each language, or under "" one for all of them.

    ``at`` is on the baseline of the line that ``grows`` names; no line is wider than ``width``.
    """

    by_language: Mapping[str, str]
    at: At
    type: Type
    align: Align
    width: float
    lines: int = 1
    grows: Grows = Grows.DOWN


class Box(NamedTuple):
    """A rectangle, its corners rounded by a radius."""

    area: Area
    paint: Paint
    radius: float = 0.0


class Stroke(NamedTuple):
    """A straight line; ``width`` in points."""

    start: At
    end: At
    color: str
    width: float


class Curve(NamedTuple):
    """A drawn shape: commands and points of SVG's paths (M, L, C, Z), absolute and in millimetres."""

    steps: tuple[tuple[str, tuple[float, ...]], ...]
    paint: Paint


class Picture(NamedTuple):
    """An image of the template, by the path of its file."""

    file: str
    area: Area


class Braid(NamedTuple):
    """A band of interlaced waves around a rectangle, which runs through the middle of the band."""

    area: Area
    depth: float
    wave: float
    strands: int
    color: str
    width: float


class Rosette(NamedTuple):
    """A ring of interlaced waves around a middle, as on banknotes, between two radii."""

    at: At
    inner: float
    outer: float
    petals: int
    strands: int
    color: str
    width: float


class Signatories(NamedTuple):
    """The people who sign, side by side within an area, each below a line with name and role.

    ``align`` is where they stand when there are fewer than have room; ``most`` is the width of each.
    """

    at: At
    width: float
    most: float
    gap: float
    align: Align
    name: Type
    role: Type
    line: str
    from_right: bool = False


class Scannable(NamedTuple):
    """The QR code; its quiet zone of four modules has to be free around it."""

    at: At
    size: float
    color: str
    holds: Scanned


Thing: TypeAlias = (
    "Words | Box | Stroke | Curve | Picture | Braid | Rosette | Signatories | Scannable"
)


class Element(NamedTuple):
    """One thing on the page: only where a fact is there, if one is named; it may stay on its side."""

    thing: Thing
    if_there: str = ""
    stays: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A page: its measures, its paper's colour, its typefaces by name, and what is on it in order.

    A page is mirrored where its language runs right to left and it ``mirrors``. ``digest`` is the SHA-256, in
    hexadecimal, of all that it is made of; one is another when that is the same.
    """

    name: str
    title: str
    width: float
    height: float
    paper: str
    languages: tuple[str, ...]
    mirrors: bool
    typefaces: Mapping[str, Typeface]
    elements: tuple[Element, ...]
    images: Mapping[str, bytes] = field(repr=False)
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def page(self) -> Area:
        """All of it."""
        return Area(0, 0, self.width, self.height)
