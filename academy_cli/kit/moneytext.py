"""Money as people of a language write it, and what they type read back.

Knows separators and symbols of the languages that academy speaks, after Unicode's CLDR; refuses to guess
where an amount can be read in two ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from academy_cli.kit.money import Money, decimals, is_code, parse, written
from academy_cli.kit.saying import say

NO_BREAK, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


class _Manner(NamedTuple):
    """How a language writes amounts: what parts decimals, what parts thousands, whether a symbol leads."""

    point: str
    group: str
    leads: bool = False


_MANNERS: Mapping[str, _Manner] = {
    "en": _Manner(".", ",", leads=True),
    "fr": _Manner(",", THIN),
    "de": _Manner(",", "."),
    "ar": _Manner(".", ","),
    "es": _Manner(",", "."),
    "it": _Manner(",", "."),
    "pt": _Manner(",", "."),
    "nl": _Manner(",", "."),
    "de-ch": _Manner(".", "’"),
    "it-ch": _Manner(".", "’"),
}
_SYMBOLS = {"eur": "€", "gbp": "£", "jpy": "¥"}
_OF_ENGLISH = {**_SYMBOLS, "usd": "$"}
"""A bare dollar sign is the American one in English alone."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_SPACES = re.compile(r"[\s'’_\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT MARK}]+")
_WITH_CODE = re.compile(
    r"(?P<before>[A-Za-z]{3}|[€£¥$])?(?P<number>[0-9.,]+)(?P<after>[A-Za-z]{3}|[€£¥$])?"
)


def printed(money: Money, language: str) -> str:
    """An amount with its currency: ``€1,234.50``, ``1 234,50 €``; ``49.00 EUR`` where nothing is known."""
    manner = _manner(language)
    if manner is None:
        return written(money)
    symbols = _OF_ENGLISH if language.lower().startswith("en") else _SYMBOLS
    symbol = symbols.get(money.currency, money.currency.upper())
    digits, sign = figures(money, language), "-" if money.amount < 0 else ""
    digits = digits.removeprefix("-")
    if not manner.leads:
        return f"{sign}{digits}{NO_BREAK}{symbol}"
    return f"{sign}{symbol}{'' if len(symbol) == 1 else NO_BREAK}{digits}"


def figures(money: Money, language: str) -> str:
    """The amount alone: ``1,234.50``, for columns whose head names the currency."""
    manner = _manner(language) or _Manner(".", "")
    places = decimals(money.currency)
    whole, cents = divmod(abs(money.amount), 10**places)
    grouped = f"{whole:,}".replace(",", manner.group)
    sign = "-" if money.amount < 0 else ""
    return f"{sign}{grouped}{manner.point}{cents:0{places}d}" if places else f"{sign}{grouped}"


def read(text: str, currency: str | None = None, language: str | None = None) -> Money:
    """What somebody typed: ``20``, ``1 234,50``, ``€49.00``, ``49 chf``; digits of any script.

    Without a language a comma may mean either, so ``1,234`` is refused where it could be both. Raises
    ValueError, with a sentence, for that, for what is no amount, and for no currency or another one.
    """
    plain = _SPACES.sub("", "".join(map(_ascii, text)))
    found = _WITH_CODE.fullmatch(plain)
    if found is None:
        raise ValueError(say("“{}” is not an amount", text))
    named = _code(found["before"] or "") or _code(found["after"] or "")
    if named and currency and named != currency.lower():
        raise ValueError(say("“{}” is not in {}", text, currency.upper()))
    code = named or currency
    if code is None:
        raise ValueError(say("“{}” names no currency, such as in 49.00 EUR", text))
    if not is_code(code):
        raise ValueError(say("“{}” is not a three-letter currency code", code))
    return parse(_plain(found["number"], text, code, language), code)


def _plain(number: str, text: str, currency: str, language: str | None) -> str:
    """Digits with at most one point, whatever somebody's separators were."""
    manner = _manner(language) if language else None
    if manner is not None:
        return _by_manner(number, text, manner)
    marks = {mark for mark in ".," if mark in number}
    if len(marks) == 2:
        point = max(marks, key=number.rindex)
        group = "," if point == "." else "."
        return _by_manner(number, text, _Manner(point, group))
    if not marks:
        return number
    mark = marks.pop()
    if number.count(mark) > 1:
        return _by_manner(number, text, _Manner(" ", mark))
    if mark == "." or len(number.partition(mark)[2]) != 3:
        return number.replace(mark, ".")
    either = number.replace(mark, "")
    raise ValueError(
        say("“{}” can be read in two ways: write {} or {}", text, either, number.replace(mark, "."))
        if decimals(currency) == 3
        else say("“{}” can be read in two ways: write {}", text, either)
    )


def _by_manner(number: str, text: str, manner: _Manner) -> str:
    whole, point, cents = number.partition(manner.point)
    grouped = whole.replace(manner.group, "") if manner.group in ".," else whole
    other = manner.group in ".," and manner.group in whole
    if (
        (other and not _GROUPED.fullmatch(whole))
        or not grouped.isdigit()
        or (point and not cents.isdigit())
    ):
        raise ValueError(say("“{}” is not an amount", text))
    return f"{grouped}.{cents}" if cents else grouped


def _ascii(letter: str) -> str:
    """A digit of any script as ours; Arabic's own separators as points and commas."""
    if letter in "٫٬":
        return "." if letter == "٫" else ","
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


def _code(text: str) -> str | None:
    return {"€": "eur", "£": "gbp", "¥": "jpy", "$": "usd"}.get(text, text.lower()) or None


def _manner(language: str | None) -> _Manner | None:
    """The manner of a language, the nearest there is: that of ``fr-CA`` is that of ``fr``."""
    parts = (language or "").lower().replace("_", "-").split("-")
    while parts:
        if found := _MANNERS.get("-".join(parts)):
            return found
        parts.pop()
    return None
