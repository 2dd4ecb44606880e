"""What courses may cost, as people type it: ``free``, ``..20``, ``10..20``, ``50..``.

Knows how a range is read; refuses to know what is for sale.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import is_charged
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.catalog.views import PriceRange

_RANGE = re.compile(r"(?P<lowest>\d{1,9}(?:\.\d{1,3})?)?\.\.(?P<highest>\d{1,9}(?:\.\d{1,3})?)?")


class NoRangeError(AcademyError):
    """Words that are no range of prices."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.no-range",
            say("“{}” is no range of prices.", written),
            "Write it like --price free, --price ..20, --price 10..20 or --price 50.. --currency eur.",
        )


class UnsoldCurrencyError(AcademyError):
    """A word that is the code of no currency that courses can be sold in."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.no-currency",
            say("“{}” is no currency that courses are sold in.", written),
            "Write its three letters, such as --currency eur; what a course costs: academy price list",
        )


def price_range(written: str | None, currency: str | None) -> PriceRange | None:
    """The range that somebody typed; a currency alone is any price in it.

    Raises NoRangeError and UnsoldCurrencyError.
    """
    from academy_cli.catalog.views import PriceRange

    if currency is not None and not is_charged(currency):
        raise UnsoldCurrencyError(currency)
    code = currency.lower() if currency else None
    if written is None:
        return PriceRange(currency=code) if code else None
    if written == "free":
        return PriceRange(is_free=True)
    found = _RANGE.fullmatch(written)
    if found is None or not any(found.groups()):
        raise NoRangeError(written)
    lowest, highest = (Decimal(one) if one else None for one in found.group("lowest", "highest"))
    if lowest is not None and highest is not None and lowest > highest:
        raise NoRangeError(written)
    return PriceRange(lowest, highest, code)
