"""Texts of a template with their facts: ``{{ recipient.name }}``, in the language of the page.

Knows the names of facts; refuses every other placeholder, expressions and logic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

FACTS: Mapping[str, str] = {
    "recipient.name": "the name of the person",
    "course.title": "the title of the course",
    "course.summary": "what it is about; empty where nothing is said",
    "course.hours": "hours of study in words, such as “24 hours”; empty where none are stated",
    "score": "what was reached; empty where there is none",
    "completed": "the day it was completed, in words",
    "issued": "the day it was issued, in words",
    "valid_until": "the day it ends, in words; empty where it does not",
    "academy.name": "the name of the academy",
    "academy.site": "its address on the web, without https://; empty where there is none",
    "code": "the code to check it by",
}
NEEDED = ("recipient.name", "course.title", "code")
"""What has to stand on every page, as it is: by these a stranger sees that page and credential agree."""
LATIN = frozenset({"code", "academy.site"})
"""Facts that run left to right in every language."""
LAST_RESORT = "en"

_PLACE = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")
_BEGINS, _ENDS = "\u202a", "\u202c"
"""What runs left to right in a text that does not (UAX 9)."""


def page_language(languages: Sequence[str], wanted: str) -> str:
    """The language of a page: the one that is wanted, a wider one, English, or the first there is."""
    parts = wanted.split("-")
    wider = ("-".join(parts[:many]) for many in range(len(parts), 0, -1))
    found = next((one for one in (*wider, LAST_RESORT) if one in languages), None)
    return found or (languages[0] if languages else wanted)


def text_of(by_language: Mapping[str, str], language: str) -> str:
    """The text for a language, or the one for all."""
    return by_language.get(language) or by_language.get("", "")


def filled(text: str, values: Mapping[str, str], *, is_rtl: bool) -> str:
    """A text with its facts, composed (NFC), one space between words. Raises KeyError."""

    def value(found: re.Match[str]) -> str:
        said = values[found[1]]
        return f"{_BEGINS}{said}{_ENDS}" if is_rtl and said and found[1] in LATIN else said

    composed = unicodedata.normalize("NFC", _PLACE.sub(value, text))
    return " ".join(composed.split())


def places(text: str) -> list[str]:
    """The names of the facts that a text has places for, known or not."""
    return _PLACE.findall(text)


def own_words(text: str) -> str:
    """What a text says by itself, without its facts."""
    return _PLACE.sub("", text)


def has_letters(text: str) -> bool:
    """Whether a text says anything in letters by itself, so that it runs as its language does."""
    return any(letter.isalpha() for letter in own_words(text))


def upper(text: str, language: str) -> str:
    """A text in capitals as its language writes them: dotted I in Turkish, no accents in Greek."""
    first = language.partition("-")[0]
    if first in {"tr", "az"}:
        return text.replace("i", "İ").replace("ı", "I").upper()
    if first == "el":
        apart = unicodedata.normalize("NFD", text)
        return unicodedata.normalize("NFC", apart.replace("\u0301", "")).upper()
    return text.upper()
