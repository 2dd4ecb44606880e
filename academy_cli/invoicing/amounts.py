"""What tax is in prices, and how a credit is parted over what was invoiced.

Pure: knows whole minor units and rates in basis points; refuses to round a line by itself, for tax is rounded
once per rate (EN 16931, BR-CO-17).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from academy_cli.kit.money import allocate, portion
from academy_cli.kit.saying import say

WHOLE = 10_000
"""A hundred percent, in basis points."""


class Share(NamedTuple):
    """A price with what of it is tax; ``gross`` is always their sum."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """What is paid."""
        return self.net + self.tax

    def __sub__(self, other: Share) -> Share:
        """What is left of it, which may be less than nothing."""
        return Share(self.net - other.net, self.tax - other.tax)


NOTHING = Share(0, 0)


class Rated(NamedTuple):
    """A price with tax in it, and the rate of that tax in basis points."""

    gross: int
    basis_points: int


def added(shares: Iterable[Share]) -> Share:
    """The sum of some shares."""
    every = list(shares)
    return Share(sum(one.net for one in every), sum(one.tax for one in every))


def taxed(prices: Sequence[Rated]) -> tuple[Share, ...]:
    """Part each price into net and tax, so that the tax of a rate is that of the rate's whole sum.

    That sum's tax is rounded half away from zero, then parted by the largest remainder, so that no line
    differs by more than one unit from what it would have by itself.
    """
    found = [NOTHING] * len(prices)
    for rate in rates(prices):
        places = [at for at, price in enumerate(prices) if price.basis_points == rate]
        weights = [prices[at].gross for at in places]
        tax = portion(sum(weights), rate, WHOLE + rate)
        for at, part in zip(places, allocate(tax, weights), strict=True):
            found[at] = Share(prices[at].gross - part, part)
    return tuple(found)


def rates(prices: Iterable[Rated]) -> tuple[int, ...]:
    """The rates of some prices, the highest first."""
    return tuple(sorted({price.basis_points for price in prices}, reverse=True))


def parted(amount: int, left: Sequence[int]) -> tuple[int, ...]:
    """Part a credit over lines by what of each is not yet credited, and never more than that.

    Raises ValueError where there is less left than the amount.
    """
    if amount > sum(left):
        raise ValueError(say("{} is more than the {} that are left", amount, sum(left)))
    return allocate(amount, left)


def credited(gross: int, whole: Share, before: Share) -> Share:
    """How much of a rate's credit is tax, given what was invoiced at that rate and credited before.

    All credits together have the tax that this share of the invoice has, rounded once; so whatever parts a
    refund comes in, a full one gives back exactly the net and the tax that were invoiced, and none before it
    more. Raises ValueError where there is less left.
    """
    left = whole - before
    if gross > left.gross:
        raise ValueError(say("{} is more than the {} that are left", gross, left.gross))
    sum_of_tax = portion(before.gross + gross, whole.tax, whole.gross) if whole.gross else 0
    tax = min(max(sum_of_tax - before.tax, gross - left.net, 0), left.tax, gross)
    return Share(gross - tax, tax)
