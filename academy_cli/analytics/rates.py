"""Amounts told in another currency, at rates that somebody states; each result says at which.

Knows decimals; refuses to know what any currency is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from academy_cli.analytics.errors import BadRateError, NoRateError
from academy_cli.kit.money import Money, decimals, is_code


class Rates(NamedTuple):
    """A currency that amounts are told in, and what one of each other currency is worth in it."""

    currency: str
    worth: Mapping[str, Decimal]

    def converted(self, money: Money) -> Money:
        """An amount in the wanted currency, rounded to its smallest unit, halves away from zero.

        Raises NoRateError.
        """
        if money.currency == self.currency:
            return money
        rate = self._rate(money.currency)
        places = decimals(self.currency) - decimals(money.currency)
        exact = (Decimal(money.amount) * rate).scaleb(places)
        return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), self.currency)

    def said(self, currency: str) -> str | None:
        """A rate in words: ``1 USD = 0.92 EUR``; none for the currency itself. Raises NoRateError."""
        if currency == self.currency:
            return None
        return f"1 {currency.upper()} = {self._rate(currency):f} {self.currency.upper()}"

    def _rate(self, currency: str) -> Decimal:
        if currency not in self.worth:
            raise NoRateError(currency, self.currency)
        return self.worth[currency]


def rates(currency: str, stated: Sequence[str]) -> Rates:
    """Rates as they are typed, ``usd=0.92`` each. Raises BadRateError."""
    if not is_code(currency):
        raise BadRateError(currency)
    return Rates(currency.lower(), dict(map(_rate, stated)))


def _rate(written: str) -> tuple[str, Decimal]:
    currency, _, worth = written.partition("=")
    try:
        rate = Decimal(worth.strip())
    except InvalidOperation:
        raise BadRateError(written) from None
    if not is_code(currency.strip()) or not rate.is_finite() or rate <= 0:
        raise BadRateError(written)
    return currency.strip().lower(), rate
