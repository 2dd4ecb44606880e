"""What is kept of a payment that goes back, to the smallest step of its currency.

A function of values; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from academy_cli.kit.money import Money, granule, portion

NONE: Mapping[str, int] = {}


class Fee(NamedTuple):
    """A part of what was paid, in hundredths of a percent, or an amount for each currency in minor units."""

    basis_points: int = 0
    fixed: Mapping[str, int] = NONE


def kept(fee: Fee, paid: Money) -> Money | None:
    """What is kept of something that was paid; None where no fee is named in its currency.

    It is counted from what was paid, not from what is left of it: whoever got half of it back before pays
    the same fee as others.
    """
    if fee.fixed:
        named = fee.fixed.get(paid.currency)
        return None if named is None else Money(min(named, paid.amount), paid.currency)
    part = portion(paid.amount, fee.basis_points, 10_000, granule(paid.currency))
    return Money(part, paid.currency)


def back(left: Money, fee: Money) -> Money:
    """What goes back of what is left: whole steps of the currency, in favour of nobody's fractions.

    Never less than nothing.
    """
    step = granule(left.currency)
    amount = max(0, left.amount - fee.amount)
    return Money(amount - amount % step, left.currency)
