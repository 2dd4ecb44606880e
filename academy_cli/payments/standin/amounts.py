"""What amounts Stripe takes: currencies, their smallest units, the least and the most of a charge.

Knows https://docs.stripe.com/currencies; refuses fractions: an amount is a number of smallest units.
"""

from __future__ import annotations

import re

from academy_cli.payments.standin.refusals import RefusedError

_CODE = re.compile("[a-z]{3}")
ZERO_DECIMAL = frozenset(
    _CODE.findall("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")
)
THREE_DECIMAL = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))
WHOLE_ONLY = frozenset(("isk", "ugx"))
"""Two decimals for old times' sake, always 00: https://docs.stripe.com/currencies#special-cases."""
TWO_DECIMAL = frozenset(
    _CODE.findall(
        "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad "
        "cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl "
        "htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur "
        "mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd "
        "scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd xcg yer "
        "zar zmw"
    )
)
CURRENCIES = ZERO_DECIMAL | THREE_DECIMAL | WHOLE_ONLY | TWO_DECIMAL
LEAST = {
    **dict.fromkeys(("usd", "aud", "brl", "cad", "chf", "eur", "inr", "nzd", "sgd"), 50),
    **dict.fromkeys(("ars", "cop", "idr", "ils", "krw", "php", "rub", "zar"), 50),
    "gbp": 30,
    "aed": 200,
    "dkk": 250,
    "nok": 300,
    "sek": 300,
    "hkd": 400,
    "jpy": 50,
    "czk": 1500,
    "huf": 17500,
    "mxn": 1000,
    "myr": 200,
    "pln": 200,
    "ron": 200,
    "thb": 1000,
    "bgn": 100,
}
"""https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. For others Stripe converts to the
currency that is settled; the stand-in settles each currency in itself, and takes one unit."""
MOST = 99_999_999
MOST_OF = {"idr": 999_999_999_999, "cop": 9_999_999_999, "inr": 999_999_999}
"""Eight digits, by the same page, and more of some currencies. It lets cards be charged up to twelve digits;
the stand-in holds every way of paying to what all of them take.
"""


def check_currency(currency: str, param: str = "currency") -> None:
    """Refuse what is no currency of Stripe's, in lower case as its pages ask for."""
    if currency not in CURRENCIES:
        known = ", ".join(sorted(CURRENCIES))
        raise RefusedError(
            400,
            f"Invalid currency: {currency}. Stripe currently supports these currencies: {known}",
            param=param,
        )


def check_digits(amount: int, currency: str, param: str = "amount") -> None:
    """Refuse amounts whose last digits the currency does not have.

    The code for ISK is of
    https://support.stripe.com/questions/deprecation-of-fractional-isk-charges-and-refunds; for the last digit
    of three-decimal currencies no page gives one.
    """
    if currency in WHOLE_ONLY and amount % 100:
        raise RefusedError(
            400,
            f"Invalid amount. Currency {currency.upper()} has become effectively zero-decimal and charged "
            "amounts must be evenly divisible by 100.",
            code="invalid_charge_amount_no_decimal_compatible",
            param=param,
        )
    if currency in THREE_DECIMAL and amount % 10:
        raise RefusedError(
            400,
            f"Invalid amount. The last digit of an amount in {currency.upper()} must be 0.",
            param=param,
        )


def check_charge(amount: int, currency: str, param: str = "amount") -> None:
    """Refuse to charge what is no amount, too little or too much.

    https://docs.stripe.com/error-codes#amount-too-small and ``#amount-too-large``.
    """
    check_currency(currency)
    check_positive(amount, param)
    check_digits(amount, currency, param)
    if amount < LEAST.get(currency, 1):
        raise RefusedError(
            400,
            f"Amount must be at least {spelled(LEAST[currency], currency)}",
            code="amount_too_small",
            param=param,
        )
    if amount > (most := MOST_OF.get(currency, MOST)):
        raise RefusedError(
            400,
            f"Amount must be no more than {spelled(most, currency)}",
            code="amount_too_large",
            param=param,
        )


def check_positive(amount: int, param: str = "amount") -> None:
    """Refuse nothing and less than nothing."""
    if amount < 1:
        raise RefusedError(
            400,
            "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer",
            param=param,
        )


def spelled(amount: int, currency: str) -> str:
    """An amount in words, such as errors have."""
    digits = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    whole, part = divmod(amount, 10**digits)
    return f"{whole}.{part:0{digits}d} {currency}" if digits else f"{whole} {currency}"
