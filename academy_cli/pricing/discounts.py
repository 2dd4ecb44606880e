"""What a coupon takes off the lines of an order, to the smallest unit.

Knows amounts alone; refuses to know whose coupon it is, and whether it may be used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from academy_cli.kit.money import Money, allocate, granule, portion

WHOLE = 10_000
"""Hundredths of a percent in all of something."""


class Reduction(NamedTuple):
    """A part of what something costs, in hundredths of a percent, or else an amount."""

    basis_points: int | None
    amount: Money | None

    @property
    def written(self) -> str:
        """``25 %``, ``12.5 %``, ``10.00 EUR``."""
        if self.amount is not None:
            from academy_cli.kit.money import written

            return written(self.amount)
        return f"{percent(self.basis_points or 0)} %"


def discounts(
    reduction: Reduction, prices: Sequence[int], currency: str, holds: Sequence[bool]
) -> tuple[int, ...]:
    """What is taken off each price, in minor units: never more than it, and nothing where it does not hold.

    A part is taken of their sum and rounded half away from zero, once; either is parted by the prices, by the
    largest remainder. Where prices are whole steps (``granule``), so are discounts.
    """
    weights = [price if is_held else 0 for price, is_held in zip(prices, holds, strict=True)]
    most, step = sum(weights), granule(currency)
    step = 1 if any(weight % step for weight in weights) else step
    if most == 0:
        return (0,) * len(prices)
    if reduction.amount is not None:
        taken = min(reduction.amount.amount, most)
    else:
        taken = portion(most, reduction.basis_points or 0, WHOLE, step)
    return allocate(taken, weights, step)


def percent(basis_points: int) -> str:
    """Hundredths of a percent as people write it: ``25``, ``12.5``, ``0.05``."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def basis_points(percentage: str) -> int | None:
    """Hundredths of a percent of what somebody typed: ``25``, ``12.5 %``, ``12,5``; None for what is none.

    It is more than nothing, no more than all, and has two decimals at most.
    """
    whole, _, decimals = (
        percentage.strip().removesuffix("%").strip().replace(",", ".").partition(".")
    )
    digits = whole + decimals
    if not whole or not digits.isascii() or not digits.isdecimal() or len(decimals) > 2:
        return None
    found = int(whole[:6]) * 100 + int(decimals.ljust(2, "0"))
    return found if 0 < found <= WHOLE and len(whole) <= 6 else None
