"""Money as whole minor units of one currency.

Knows how many decimals a currency has and what can be charged of it, as Stripe counts them
(https://docs.stripe.com/currencies#zero-decimal); refuses floats and sums across currencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from academy_cli.kit.saying import say

_ZERO = frozenset(
    {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf"}
    | {"xof", "xpf"}
)
_THREE = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
_WHOLE = frozenset(["isk", "ugx"])
"""Counted with two decimals, which are always 00 (docs.stripe.com/currencies#special-cases)."""
_CODE = re.compile(r"[A-Za-z]{3}")
_TWO = frozenset(
    _CODE.findall(
        "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf "
        "cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils "
        "inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad "
        "ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std "
        "szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd xcg yer zar zmw"
    )
)
_CHARGED = _ZERO | _THREE | _WHOLE | _TWO
"""What Stripe charges (docs.stripe.com/currencies#presentment-currencies): no gold, no codes for tests."""
NO_CURRENCY = "xxx"
"""Of what costs nothing and is sold in no currency (ISO 4217: no currency involved)."""
LARGEST = 10**15
"""Minor units; every sum of a book stays within 64 bits."""
_LEAST: Mapping[str, int] = {
    **dict.fromkeys(("usd", "eur", "chf", "aud", "cad", "nzd", "sgd", "brl", "inr", "jpy"), 50),
    **dict.fromkeys(("ars", "cop", "idr", "ils", "krw", "php", "rub", "zar"), 50),
    **dict.fromkeys(("myr", "aed", "pln", "ron"), 200),
    **dict.fromkeys(("mxn", "thb"), 1000),
    "gbp": 30,
    "bgn": 100,
    "dkk": 250,
    "nok": 300,
    "sek": 300,
    "hkd": 400,
    "czk": 1500,
    "huf": 17500,
}
"""The least that a card is charged, in minor units.

Source: docs.stripe.com/currencies#minimum-and-maximum-charge-amounts.
"""


_MOST: Mapping[str, int] = {"idr": 10**12 - 1, "cop": 10**10 - 1, "inr": 10**9 - 1}
_EIGHT_DIGITS = 10**8 - 1
"""The most that every way of paying is charged, in minor units; cards alone may be charged more.

Source: docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, and ``amount`` in
docs.stripe.com/api/charges/create.
"""


class MixedCurrenciesError(ValueError):
    """Amounts of two currencies have no sum."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(say("{} and {} have no sum", one.upper(), other.upper()))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents for eur) and a lower-case ISO 4217 code."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is no whole number, with TypeError: a float would be rounded by somebody sometime."""
        if type(self.amount) is not int:
            raise TypeError(f"money is whole minor units, not {self.amount!r}")

    def __add__(self, other: Money) -> Money:
        """The sum of two amounts of one currency. Raises MixedCurrenciesError."""
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference of two amounts of one currency. Raises MixedCurrenciesError."""
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        """As much, the other way."""
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        """Whether it is anything at all."""
        return self.amount != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise MixedCurrenciesError(self.currency, other.currency)
        return other.amount


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts of one currency, of which there may be none. Raises MixedCurrenciesError."""
    return sum(amounts, Money(0, currency))


def decimals(currency: str) -> int:
    """How many decimal places a currency's amounts have: 0, 2 or 3."""
    code = currency.lower()
    return 0 if code in _ZERO else 3 if code in _THREE else 2


def granule(currency: str) -> int:
    """The least step of what can be charged, in minor units: fils and krónur go by tens and hundreds.

    Source: docs.stripe.com/currencies, special cases and three-decimal currencies.
    """
    code = currency.lower()
    return 100 if code in _WHOLE else 10 if code in _THREE else 1


def least_charge(currency: str) -> int:
    """The least amount a card is charged, in minor units; one step where it is not known.

    Source: docs.stripe.com/currencies#minimum-and-maximum-charge-amounts.
    """
    return _LEAST.get(currency.lower(), granule(currency))


def most_charge(currency: str) -> int:
    """The most that is charged, in minor units, in whole steps."""
    most = _MOST.get(currency.lower(), _EIGHT_DIGITS)
    return most - most % granule(currency)


def is_charged(currency: str) -> bool:
    """Whether it is the code of money that Stripe charges: ``xau`` and ``xxx`` are codes, and none."""
    return currency.lower() in _CHARGED


def unchargeable(price: Money) -> str:
    """Why no card could be charged an amount, as the rest of a sentence; empty where one can, or it is 0."""
    step, least, most = (ask(price.currency) for ask in (granule, least_charge, most_charge))
    if not is_charged(price.currency):
        return say("cannot be paid: {} is no currency that Stripe charges", price.currency.upper())
    if price.amount < 0:
        return say("is no amount that anybody pays")
    if price.amount > most:
        return say(
            "is more than the most that is charged, {}", written(Money(most, price.currency))
        )
    if price.amount % step:
        return say(
            "has a fraction that no card is charged: {} is a step",
            written(Money(step, price.currency)),
        )
    if 0 < price.amount < least:
        least_said = written(Money(least, price.currency))
        return say("is less than the least that a card is charged, {}", least_said)
    return ""


def is_code(currency: str) -> bool:
    """Whether a text can be the code of a currency (ISO 4217)."""
    return _CODE.fullmatch(currency) is not None


def allocate(amount: int, weights: Sequence[int], step: int = 1) -> tuple[int, ...]:
    """Part an amount by weights into whole steps that sum to it exactly, by the largest remainder.

    Weights are not negative; where all are 0 they count alike. Of equal remainders the earlier part gets
    more; what is less than a step goes to the first. Raises ValueError for no parts or a negative weight.
    """
    if not weights or min(weights) < 0:
        raise ValueError(say("an amount is parted by one weight or more, none of them negative"))
    counted = list(weights) if any(weights) else [1] * len(weights)
    whole, sign = sum(counted), -1 if amount < 0 else 1
    steps, odd = divmod(abs(amount), step)
    parts = [steps * weight // whole for weight in counted]
    rest = [-(steps * weight % whole) for weight in counted]
    for index in sorted(range(len(parts)), key=rest.__getitem__)[: steps - sum(parts)]:
        parts[index] += 1
    first = next(index for index, weight in enumerate(counted) if weight)
    odds = [odd if index == first else 0 for index in range(len(parts))]
    return tuple(sign * (part * step + more) for part, more in zip(parts, odds, strict=True))


def portion(amount: int, numerator: int, denominator: int, step: int = 1) -> int:
    """A fraction of an amount, rounded half away from zero to whole steps, and never beyond it.

    For a percentage, and for the tax in a gross price. Raises ZeroDivisionError.
    """
    sign = -1 if amount < 0 else 1
    exact = abs(amount) * numerator
    rounded = (2 * exact + denominator * step) // (2 * denominator * step) * step
    return sign * (min(rounded, abs(amount)) if numerator <= denominator else rounded)


def parse(amount: str, currency: str) -> Money:
    """Read an amount in major units (``49.00``), exactly.

    Raises ValueError, with a sentence, for what is no amount, has too many decimals, or no currency code.
    """
    from decimal import Decimal, InvalidOperation  # every command knows money, few count any

    if not is_code(currency):
        raise ValueError(say("“{}” is not a three-letter currency code", currency))
    try:
        major = Decimal(amount)
    except InvalidOperation:
        raise ValueError(say("“{}” is not an amount", amount)) from None
    minor = major.scaleb(decimals(currency)) if major.is_finite() else Decimal("NaN")
    if not minor.is_finite() or minor < 0 or abs(minor) > LARGEST:
        raise ValueError(say("“{}” is not an amount", amount))
    if minor != minor.to_integral_value():
        raise ValueError(
            say(
                "“{}” has more decimals than {}, which has {}",
                amount,
                currency.upper(),
                decimals(currency),
            )
        )
    return Money(int(minor), currency.lower())


def written(money: Money) -> str:
    """Write an amount in major units with its code: ``49.00 EUR``; of no currency it is nothing: ``0``."""
    from decimal import Decimal

    if money.currency == NO_CURRENCY and not money.amount:
        return "0"
    places = decimals(money.currency)
    return f"{Decimal(money.amount).scaleb(-places):.{places}f} {money.currency.upper()}"
