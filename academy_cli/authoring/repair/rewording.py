"""Values written otherwise: numbers, dates, lengths of time and languages as people write them.

Each function gives the one way that academy reads, or nothing where it would have to guess. Pure functions
of texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from academy_cli.kit.language import canonical_tag
from academy_cli.kit.spelling import nearest

_TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "y"), "true"),
    **dict.fromkeys(("false", "no", "off", "n"), "false"),
}
_NUMBER = re.compile(
    r"(-?[0-9]{1,9})(?:\.0+)?\s*(?:m|min|mins|minutes?|%|percent)?\.?", re.IGNORECASE
)
_LENGTH = re.compile(r"(?:about |ca\.? ?|~ ?)?([0-9]{1,5})\s*-?\s*([a-zµ]+)\.?", re.IGNORECASE)
_ISO_LENGTH = re.compile(r"P(T?)([1-9][0-9]{0,3})([YMWDH])", re.IGNORECASE)
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunden"), "hour"),
    **dict.fromkeys(("d", "day", "days", "tage", "tag"), "day"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "wochen"), "week"),
    **dict.fromkeys(("mo", "mon", "month", "months", "monate"), "month"),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "jahre"), "year"),
}
_ISO_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_ISO_CLOCK = {"H": "hour", "M": "minute"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "italiano": "it",
    "dutch": "nl",
    "portuguese": "pt",
    "português": "pt",
    "polish": "pl",
    "polski": "pl",
    "russian": "ru",
    "japanese": "ja",
    "korean": "ko",
    "chinese": "zh",
    "arabic": "ar",
    "hebrew": "he",
    "turkish": "tr",
    "swedish": "sv",
    "hindi": "hi",
    "ukrainian": "uk",
    "greek": "el",
}
_CLOCK = re.compile(r"([0-2]?\d):([0-5]\d(?::[0-5]\d)?)\s*(?:UTC|GMT|Z)", re.IGNORECASE)
_ADDRESS = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>|(?:mailto:)\s*(\S+)", re.IGNORECASE)


def number(said: str) -> str:
    """`"10"`, `10 min` and `10.0` as 10."""
    found = _NUMBER.fullmatch(said)
    return str(int(found[1])) if found else ""


def truth(said: str) -> str:
    """`yes`, `On` and `"true"` as true."""
    return _TRUTHS.get(said.casefold(), "")


def choice(said: str, words: Sequence[str]) -> str:
    """The one word that is meant: in another case, with another hyphen, or misspelt a little."""
    wanted = re.sub(r"[\s_-]+", "-", said.casefold())
    if wanted in words:
        return wanted
    close = nearest(wanted, words)
    return close if close and SequenceMatcher(None, wanted, close).ratio() >= 0.8 else ""


def moment(said: str) -> str:
    """A date that can be read in one way only, by ISO 8601; a time needs a zone, which nobody can guess."""
    day, _, rest = _split(said)
    found = _day(day)
    if found is None:
        return ""
    if not rest:
        return found.isoformat()
    clock = _CLOCK.fullmatch(rest)
    return f"{found.isoformat()}T{int(clock[1]):02}:{clock[2]}Z" if clock else ""


def _split(said: str) -> tuple[str, str, str]:
    clock = re.search(r"[T ](?=\d{1,2}:)", said)
    return (said[: clock.start()], " ", said[clock.end() :]) if clock else (said, "", "")


def _day(said: str) -> date | None:
    try:
        if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", said):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", said):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", said):
            return _told_apart(int(found[1]), int(found[2]), int(found[3]))
        return _worded(said)
    except ValueError:
        return None


def _told_apart(first: int, second: int, year: int) -> date | None:
    """A day and a month in some order; nothing where both may be a month, unless they are the same."""
    if first > 12 or first == second:
        return date(year, second, first)
    return date(year, first, second) if second > 12 else None


def _worded(said: str) -> date | None:
    words = re.findall(r"[A-Za-z]+|\d+", said)
    months = [word for word in words if word[:3].casefold() in _MONTHS and word.isalpha()]
    numbers = [int(word) for word in words if word.isdigit()]
    rest = {word for word in words if word.isalpha()} - set(months) - {"st", "nd", "rd", "th"}
    if len(months) != 1 or len(numbers) != 2 or rest:
        return None
    day, year = sorted(numbers)
    return date(year, _MONTHS.index(months[0][:3].casefold()) + 1, day) if year > 999 else None


def duration(said: str) -> str:
    """`10h`, `90 Min.` and `P12M` as `10 hours`, `90 minutes` and `12 months`."""
    if found := _ISO_LENGTH.fullmatch(said):
        units = _ISO_CLOCK if found[1] else _ISO_UNITS
        return _counted(int(found[2]), units.get(found[3].upper()))
    found = _LENGTH.fullmatch(said)
    return _counted(int(found[1]), _UNITS.get(found[2].casefold())) if found else ""


def _counted(number: int, unit: str | None) -> str:
    return f"{number} {unit}{'s' if number != 1 else ''}" if unit else ""


def email(said: str) -> str:
    """The address in `Ada <ada@example.org>` and `mailto:ada@example.org`."""
    found = _ADDRESS.fullmatch(said)
    return (found[1] or found[2]).casefold() if found else ""


def language(said: str) -> str:
    """`en_US`, `en_US.UTF-8` and `English` as BCP 47 writes them."""
    tag = canonical_tag(said.partition(".")[0].replace("_", "-"))
    return tag or _LANGUAGES.get(said.casefold(), "")
