"""Points as rows keep them: whole thousandths, rounded down, and the exact fraction where that is another.

Knows how they are written and read back; refuses to know what they were given for.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

MOST_KNOWN = 4096
"""Of many attempts few are worth what no other is."""
A_POINT = 1000
"""Thousandths of one."""


class Worth(NamedTuple):
    """What something is worth, exactly, and what it could have been worth at most."""

    points: Fraction
    out_of: int

    @property
    def percent(self) -> int | None:
        """Rounded down, so that nothing is lifted to a pass; None where there was nothing to be had."""
        return int(self.points * 100 // self.out_of) if self.out_of else None

    def is_below(self, other: Worth) -> bool:
        """Whether it is a smaller share than another is."""
        return self.points * other.out_of < other.points * self.out_of


@lru_cache(maxsize=MOST_KNOWN)
def thousandths(points: Fraction) -> int:
    """Points as a whole number of thousandths, rounded down."""
    return int(points * A_POINT // 1)


@lru_cache(maxsize=MOST_KNOWN)
def exact(points: Fraction) -> str | None:
    """The points as a fraction, where thousandths are not exact."""
    return str(points) if (points * A_POINT).denominator != 1 else None


def read(kept: int, fraction: str | None) -> Fraction:
    """The exact points that were kept in thousandths, and as a fraction where those are not exact."""
    return Fraction(kept, A_POINT) if fraction is None else Fraction(fraction)


def shown(kept: int) -> Decimal:
    """Points for people: two decimals at most, and never more than they are."""
    whole = Decimal(kept // 10).scaleb(-2)
    return whole if whole % 1 else whole.quantize(Decimal(1))


def percent(kept: int, out_of: int) -> int | None:
    """The percentage of points kept in thousandths: the same as of the exact points, for both round down."""
    return kept * 100 // (out_of * A_POINT) if out_of else None
