"""How much room each thing on a page takes, at most.

Knows letters by rough measures of all fonts; refuses to draw.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple, assert_never

from academy_cli.certificates.paper.matrix import QUIET
from academy_cli.certificates.paper.template import (
    Align,
    Area,
    At,
    Box,
    Braid,
    Curve,
    Grows,
    Picture,
    Rosette,
    Scannable,
    Signatories,
    Stroke,
    Template,
    Thing,
    Type,
    Words,
)
from academy_cli.typesetting.fitting import STEP, Fitted, extent, on_more
from academy_cli.typesetting.leading import needed
from academy_cli.typesetting.shaping import shaped
from academy_cli.typesetting.typefaces import MissingLetterError

MM = 72 / 25.4
"""In points."""
POINT = 25.4 / 72
"""In millimetres."""
ASCENT, DESCENT = 0.72, 0.22
"""Of most letters, in sizes: capitals, and what hangs below the line."""
MOST_SIGNATORIES = 4
LINES_EACH = 2
"""Of a signatory's name, and of the role."""
BELOW = 1.4
"""From the line to the baseline of a name, and from there to that of the role, in sizes."""


class Slot(NamedTuple):
    """Where one person signs: the left end of the line, and how long it is."""

    x: float
    width: float


def area(thing: Thing, template: Template) -> Area:
    """The room that a thing takes, with the widest text and the most lines."""
    match thing:
        case Words():
            room = _words(thing, template)
        case Box():
            room = thing.area.grown(thing.paint.width * POINT / 2 if thing.paint.stroke else 0)
        case Stroke():
            room = _around([thing.start, thing.end])
        case Curve():
            room = _around([At(*numbers[at : at + 2]) for _, numbers in thing.steps
                            for at in range(0, len(numbers), 2)])  # fmt: skip
        case Picture():
            room = thing.area
        case Braid():
            room = thing.area.grown(thing.depth / 2)
        case Rosette():
            room = Area(*thing.at, 0, 0).grown(thing.outer)
        case Signatories():
            room = Area(*thing.at, thing.width, _signed(thing))
        case Scannable():
            room = Area(*thing.at, thing.size, thing.size)
        case _:
            assert_never(thing)
    return room


def quiet(code: Scannable, squares: int) -> Area:
    """A code with the zone around it that has to be free, for a code of so many squares on a side."""
    return Area(*code.at, code.size, code.size).grown(QUIET * code.size / squares)


def slots(one: Signatories, many: int) -> list[Slot]:
    """Where so many people sign."""
    width = min(one.most, (one.width - one.gap * (many - 1)) / many)
    whole = many * width + (many - 1) * one.gap
    free = one.width - whole
    start = one.at.x + {Align.LEFT: 0.0, Align.CENTER: free / 2, Align.RIGHT: free}[one.align]
    return [Slot(start + number * (width + one.gap), width) for number in range(many)]


def apart(found: Fitted, one: Words) -> Fitted:
    """A text with its lines so far apart that no two meet.

    Deep letters push lines apart, and are made smaller where those would take more room than the template
    gives to the most lines.
    """
    type_, leading = one.type, needed(found.lines)
    if leading <= type_.leading:
        return found
    room = type_.leading * on_more(type_.size, type_.least)
    most = max(type_.least, math.floor(room / leading / STEP) * STEP)
    return found._replace(size=min(found.size, most), leading=leading)


def baselines(one: Words, size: float, many: int, leading: float = 0.0) -> Iterator[float]:
    """Where the lines of a text stand, in millimetres from above; so far apart as it says, or further."""
    step = size * (leading or one.type.leading) * POINT
    above = {Grows.DOWN: 0.0, Grows.BOTH: (many - 1) / 2, Grows.UP: many - 1.0}[one.grows]
    return (one.at.y + (number - above) * step for number in range(many))


def letters(type_: Type) -> tuple[float, float]:
    """How far letters reach above and below their baseline, in millimetres."""
    return type_.size * ASCENT * POINT, type_.size * DESCENT * POINT


def _signed(one: Signatories) -> float:
    """How high signatures are, with names and roles on as many lines as may be."""
    high = BELOW + (LINES_EACH - 1) * one.name.leading
    return ((one.name.size + one.role.size) * high + one.role.size * DESCENT) * POINT


def _words(one: Words, template: Template) -> Area:
    width = one.width or _natural(one, template)
    left = one.at.x - {Align.LEFT: 0.0, Align.CENTER: width / 2, Align.RIGHT: width}[one.align]
    above, below = letters(one.type)
    several = list(baselines(one, on_more(one.type.size, one.type.least), one.lines))
    top, bottom = min(one.at.y, *several), max(one.at.y, *several)
    return Area(left, top - above, width, bottom - top + above + below)


def _natural(one: Words, template: Template) -> float:
    """How wide a text without facts is in the language in which it is widest, in millimetres."""
    face = template.typefaces.get(one.type.typeface)
    if face is None:
        return 0.0
    try:
        lines = [shaped(text, face) for text in one.by_language.values()]
    except MissingLetterError:
        return 0.0  # which is another finding
    return max(extent(line, one.type.size, one.type.tracking) for line in lines) * POINT


def _around(points: list[At]) -> Area:
    across, down = [one.x for one in points], [one.y for one in points]
    return Area(min(across), min(down), max(across) - min(across), max(down) - min(down))
