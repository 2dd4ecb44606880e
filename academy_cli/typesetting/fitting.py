"""Text in its room: as large as wanted, else smaller, else on more lines, else refused.

Nothing ever runs off a page. Knows widths and where lines may break; refuses to know where on a page
they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from academy_cli.typesetting.shaping import Line, shaped
from academy_cli.typesetting.typefaces import Typeface

STEP = 0.5
"""Points by which a text is made smaller."""
SMALLER = 0.8
"""How much smaller a text is, as a share of its size, where it stands on more than one line."""
SHRUNK = 0.7
"""A text is made so much smaller, as a share of its size, before it is put on one line more."""

_WORD = re.compile(
    "(?P<space> ?)(?P<word>[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    "[\u3001\u3002\u30fc\uff01\uff09\uff0c\uff1a\uff1b\uff1f\u300d\u300f\u300b]*"
    "|[^ \u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
)
"""Between spaces, and every letter of Chinese and Japanese with what may not begin a line."""


class TooLongError(ValueError):
    """A text that has no room, however small."""


class Room(NamedTuple):
    """How large a text is wanted, how small it may be, how wide it may be in points, on how many lines.

    ``tracking`` is what comes between its letters, in thousandths of the size.
    """

    size: float
    least: float
    width: float
    lines: int = 1
    tracking: int = 0


class Fitted(NamedTuple):
    """Lines in their order, the size in points that they have, and how far they are apart in sizes.

    That is nothing where it is as far as is wanted.
    """

    lines: Sequence[Line]
    size: float
    leading: float = 0.0


class _Word(NamedTuple):
    text: str
    has_space: bool


def fitted(text: str, typeface: Typeface, room: Room, *, is_rtl: bool = False) -> Fitted:
    """A text in its room. Raises TooLongError, MissingLetterError and BadFontError.

    On the fewest lines that leave it near the wanted size, else on as many as make it largest.
    """
    best: Fitted | None = None
    for many in range(1, room.lines + 1):
        lines = _lines(text, typeface, many, is_rtl=is_rtl)
        if lines is None:
            break
        size = _largest(lines, room, room.size if many == 1 else on_more(room.size, room.least))
        if best is None or size > best.size:
            best = Fitted(lines, size)
        if size >= max(room.least, room.size * SHRUNK):
            break
    if best is None or best.size < room.least:
        raise TooLongError(text)
    return best


def extent(line: Line, size: float, tracking: int = 0) -> float:
    """How wide a line is, in points."""
    between = 0 if line.is_joined else tracking * max(0, line.letters - 1)
    return (line.width + between) * size / 1000


def on_more(size: float, least: float) -> float:
    """How large a text is at most on more than one line: smaller, where it may be."""
    return max(least, size * SMALLER)


def _largest(lines: Sequence[Line], room: Room, most: float) -> float:
    """The size at which the widest line just has room, in steps, and never more than is wanted."""
    widest = max(extent(line, 1, room.tracking) for line in lines)
    if widest * most <= room.width:
        return most
    steps = math.floor(room.width / widest / STEP + 1e-9)
    return steps * STEP


def _lines(text: str, typeface: Typeface, many: int, *, is_rtl: bool) -> Sequence[Line] | None:
    """A text on so many lines, filled evenly; None where it has fewer words."""
    if many == 1:
        return [shaped(text, typeface, is_rtl=is_rtl)]
    words = [_Word(found["word"], bool(found["space"])) for found in _WORD.finditer(text)]
    if len(words) < many:
        return None
    space = shaped(" ", typeface).width
    wide = [shaped(word.text, typeface, is_rtl=is_rtl).width for word in words]
    cuts = _evenly([w + space * word.has_space for w, word in zip(wide, words, strict=True)], many)
    return [
        shaped(_joined(words[start:end]), typeface, is_rtl=is_rtl)
        for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)
    ]


def _joined(words: Sequence[_Word]) -> str:
    return "".join(" " * word.has_space + word.text for word in words).strip()


def _evenly(widths: Sequence[int], many: int) -> list[int]:
    """Where to cut, so that the widest of the parts is as narrow as can be; the upper ones are wider.

    ``best[n]`` is, for the words up to n, the width of the widest line and where the lines begin.
    """
    sums = [0]
    for one in widths:
        sums.append(sums[-1] + one)
    best: list[tuple[int, list[int]]] = [(total, []) for total in sums]
    for made in range(1, many):
        best = [
            min(
                (
                    (max(best[cut][0], sums[end] - sums[cut]), [*best[cut][1], cut])
                    for cut in range(made, end)
                ),
                key=lambda found: (found[0], [-cut for cut in found[1]]),
                default=(sums[-1] + 1, []),
            )
            for end in range(len(sums))
        ]
    return best[-1][1]
