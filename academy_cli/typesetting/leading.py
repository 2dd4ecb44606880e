"""How far lines have to be apart, so that letters of one do not meet those of the next.

Most fonts keep within what a template says. Some have letters that reach far above and below the line, such
as those of Arabic: of lines in them the letters themselves are looked at. Refuses to know where lines stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from academy_cli.typesetting.shaping import Line
from academy_cli.typesetting.typefaces import Font, extents, reaches

DEEP = 1500
"""A font is deep whose letters may reach further from top to bottom, in thousandths of the size."""
GAP = 60
"""What is left free between letters of two lines, in thousandths of the size."""


def needed(lines: Sequence[Line]) -> float:
    """From line to line, in sizes; 0 where no two lines have letters of a deep font."""
    steps = [
        _depth(upper) + _height(lower) + GAP
        for upper, lower in pairwise(lines)
        if _is_deep(upper) or _is_deep(lower)
    ]
    return max(steps, default=0) / 1000


def _is_deep(line: Line) -> bool:
    return any(_goes_deep(piece.font) for piece in line.pieces)


@lru_cache(maxsize=64)
def _goes_deep(font: Font) -> bool:
    above, below = extents(font)
    return above + below > DEEP


def _height(line: Line) -> int:
    return max((reaches(piece.font, piece.text)[0] for piece in line.pieces), default=0)


def _depth(line: Line) -> int:
    return max((reaches(piece.font, piece.text)[1] for piece in line.pieces), default=0)
