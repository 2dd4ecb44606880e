"""Money as whole minor units of one currency.

Knows how many decimals a currency has, as Stripe counts them
(https://docs.stripe.com/currencies#zero-decimal); refuses floats and sums across currencies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZERO = frozenset(
    {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf"}
    | {"xof", "xpf"}
)
_THREE = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
_CODE = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents for eur) and a lower-case ISO 4217 code."""

    amount: int
    currency: str


def decimals(currency: str) -> int:
    """How many decimal places a currency's amounts have: 0, 2 or 3."""
    code = currency.lower()
    return 0 if code in _ZERO else 3 if code in _THREE else 2


def parse(amount: str, currency: str) -> Money:
    """Read an amount in major units (``49.00``), exactly.

    Raises ValueError, with a sentence, for what is no amount, has too many decimals, or no currency code.
    """
    from decimal import Decimal, InvalidOperation  # every command knows money, few count any

    if not _CODE.fullmatch(currency):
        raise ValueError(f"“{currency}” is not a three-letter currency code")
    try:
        major = Decimal(amount)
    except InvalidOperation:
        raise ValueError(f"“{amount}” is not an amount") from None
    minor = major.scaleb(decimals(currency)) if major.is_finite() else Decimal("NaN")
    if not minor.is_finite() or minor < 0 or abs(minor) > 10**15:
        raise ValueError(f"“{amount}” is not an amount")
    if minor != minor.to_integral_value():
        raise ValueError(
            f"“{amount}” has more decimals than {currency.upper()}, which has {decimals(currency)}"
        )
    return Money(int(minor), currency.lower())


def written(money: Money) -> str:
    """Write an amount in major units with its code: ``49.00 EUR``."""
    from decimal import Decimal

    places = decimals(money.currency)
    return f"{Decimal(money.amount).scaleb(-places):.{places}f} {money.currency.upper()}"
