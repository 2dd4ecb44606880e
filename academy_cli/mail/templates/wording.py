"""Moments and lists as people of a language write them.

Knows Unicode's CLDR through Babel; refuses a time zone other than UTC, because mail knows no reader's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@lru_cache(maxsize=256)
def moment(at: datetime, language: str) -> str:
    """A moment in UTC: ``December 6, 2026, 8:30 AM UTC``; ISO 8601 where the language is not known."""
    locale = _locale(language)
    if locale is None:
        return f"{at:%Y-%m-%d %H:%M} UTC"
    from babel.dates import format_date, format_time

    day, hour = format_date(at, "long", locale), format_time(at, "short", locale=locale)
    joined = str(locale.datetime_formats["long"]).replace("'", "")
    return joined.replace("{1}", day).replace("{0}", f"{hour} UTC")


def listed(texts: Sequence[str], language: str) -> str:
    """Several texts as one: ``a, b and c``."""
    locale = _locale(language)
    if locale is None:
        return ", ".join(texts)
    from babel.lists import format_list

    return format_list(texts, locale=locale)


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    parts = language.split("-")
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None
