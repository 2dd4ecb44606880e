"""What a course costs at a moment: which of the prices that were ever set for it holds then.

Knows that prices follow each other and none is ever changed; refuses to know who set one, and rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple


class Listed(NamedTuple):
    """A price that was set and not taken back; an ``amount`` of None ends the sale in its currency."""

    number: int
    currency: str
    amount: int | None
    starts_at: datetime

    @property
    def place(self) -> tuple[datetime, int]:
        """Its place among others: of two that begin together, the one that was set later follows."""
        return self.starts_at, self.number


def holding(listed: Iterable[Listed], at: datetime) -> Mapping[str, Listed]:
    """The price that holds at a moment, by currency; also those that say it is not sold in one."""
    begun = sorted((one for one in listed if one.starts_at <= at), key=lambda one: one.place)
    return {one.currency: one for one in begun}


def sold(listed: Iterable[Listed], at: datetime) -> Mapping[str, int]:
    """The amounts for which a course is sold at a moment, by currency; none at all is a free course."""
    held = sorted(holding(listed, at).items())
    return {currency: one.amount for currency, one in held if one.amount is not None}
