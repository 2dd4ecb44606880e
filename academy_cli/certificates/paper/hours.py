"""Hours of study in words, with the plural that each language wants.

Knows the rules of the Unicode CLDR for whole numbers, in a table of its own as ``dates`` has one; refuses
fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from academy_cli.certificates.paper.numerals import written


class _Rule(NamedTuple):
    """Which of the forms, divided by ``|``, goes with a number; ``{n}`` is the number."""

    which: Callable[[int], int]
    forms: str


def _one(number: int) -> int:
    return 0 if number == 1 else 1


def _never(_number: int) -> int:
    return 0


def _polish(number: int) -> int:
    return 0 if number == 1 else _few(number)


def _russian(number: int) -> int:
    return 0 if number % 10 == 1 and number % 100 != 11 else _few(number)


def _few(number: int) -> int:
    is_few = 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14
    return 1 if is_few else 2


def _czech(number: int) -> int:
    return 0 if number == 1 else 1 if number in (2, 3, 4) else 2


def _romanian(number: int) -> int:
    return 0 if number == 1 else 1 if 1 <= number % 100 <= 19 else 2


def _arabic(number: int) -> int:
    if number in (1, 2):
        return number - 1
    return 2 if 3 <= number % 100 <= 10 else 3


def _hebrew(number: int) -> int:
    return number - 1 if number in (1, 2) else 2


_RULES: Mapping[str, _Rule] = {
    "en": _Rule(_one, "{n} hour|{n} hours"),
    "fr": _Rule(_one, "{n} heure|{n} heures"),
    "de": _Rule(_one, "{n} Stunde|{n} Stunden"),
    "es": _Rule(_one, "{n} hora|{n} horas"),
    "it": _Rule(_one, "{n} ora|{n} ore"),
    "pt": _Rule(_one, "{n} hora|{n} horas"),
    "ca": _Rule(_one, "{n} hora|{n} hores"),
    "ro": _Rule(_romanian, "{n} oră|{n} ore|{n} de ore"),
    "nl": _Rule(_never, "{n} uur"),
    "sv": _Rule(_one, "{n} timme|{n} timmar"),
    "da": _Rule(_one, "{n} time|{n} timer"),
    "nb": _Rule(_one, "{n} time|{n} timer"),
    "no": _Rule(_one, "{n} time|{n} timer"),
    "fi": _Rule(_one, "{n} tunti|{n} tuntia"),
    "pl": _Rule(_polish, "{n} godzina|{n} godziny|{n} godzin"),
    "cs": _Rule(_czech, "{n} hodina|{n} hodiny|{n} hodin"),
    "hu": _Rule(_never, "{n} óra"),
    "ru": _Rule(_russian, "{n} час|{n} часа|{n} часов"),
    "uk": _Rule(_russian, "{n} година|{n} години|{n} годин"),
    "el": _Rule(_one, "{n} ώρα|{n} ώρες"),
    "tr": _Rule(_never, "{n} saat"),
    "ar": _Rule(_arabic, "ساعة واحدة|ساعتان|{n} ساعات|{n} ساعة"),
    "fa": _Rule(_never, "{n} ساعت"),
    "he": _Rule(_hebrew, "שעה אחת|שעתיים|{n} שעות"),
    "id": _Rule(_never, "{n} jam"),
    "vi": _Rule(_never, "{n} giờ"),
    "zh": _Rule(_never, "{n}小时"),
    "zh-Hant": _Rule(_never, "{n}小時"),
    "zh-TW": _Rule(_never, "{n}小時"),
    "zh-HK": _Rule(_never, "{n}小時"),
    "ja": _Rule(_never, "{n}時間"),
    "ko": _Rule(_never, "{n}시간"),
}
LANGUAGES = frozenset(_RULES)


def in_words(hours: int, language: str) -> str:
    """Hours as a language (BCP 47) says them; those of a language that is not known are ``24 h``."""
    parts = language.split("-")
    wider = ("-".join(parts[:many]) for many in range(len(parts), 0, -1))
    rule = next((_RULES[one] for one in wider if one in _RULES), _Rule(_never, "{n} h"))
    form = rule.forms.split("|")[rule.which(hours)]
    return written(form.format(n=hours), language)
