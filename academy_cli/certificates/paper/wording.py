"""Texts of a template with their facts: ``{{ recipient.name }}``, in the language of the page.

Knows the names of facts; refuses every other placeholder, expressions and logic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from academy_cli.kit.saying import say

FACTS: Mapping[str, str] = {
    "recipient.name": say("the name of the person"),
    "course.title": say("the title of the course"),
    "course.summary": say("what it is about; empty where nothing is said"),
    "course.hours": say("hours of study in words, such as “24 hours”; empty where none are stated"),
    "score": say("what was reached; empty where there is none"),
    "completed": say("the day it was completed, in words"),
    "issued": say("the day it was issued, in words"),
    "valid_until": say("the day it ends, in words; empty where it does not"),
    "academy.name": say("the name of the academy"),
    "academy.site": say("its address on the web, without https://; empty where there is none"),
    "code": say("the code to check it by"),
}
NEEDED = ("recipient.name", "course.title", "code")
"""What has to stand on every page, as it is: by these a stranger sees that page and credential agree."""
LATIN = frozenset({"code", "academy.site"})
"""Facts that run left to right in every language."""
NAMES = frozenset({"academy.name"})
"""Facts that need not be of the page's language, and may be set in capitals."""
LAST_RESORT = "en"

_PLACE = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")
_GREEK_ACCENT = re.compile("([\u0370-\u03ff\u1f00-\u1fff][\u0300-\u036f]*?)\u0301")
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


def filled(
    text: str, values: Mapping[str, str], *, is_rtl: bool, capitals_of: str | None = None
) -> str:
    """A text with its facts, composed (NFC), one space between words. Raises KeyError.

    In capitals where ``capitals_of`` is a language: as that has them, but for names that are of another.
    """

    def own(said: str) -> str:
        return said if capitals_of is None else upper(said, capitals_of)

    def value(name: str) -> str:
        said = unicodedata.normalize("NFC", values[name])
        is_kept = name in NAMES and capitals_of is not None and _is_dotted(capitals_of)
        said = said if is_kept else own(said)
        return f"{_BEGINS}{said}{_ENDS}" if is_rtl and said and name in LATIN else said

    parts = _PLACE.split(text)
    said = (value(one) if number % 2 else own(one) for number, one in enumerate(parts))
    return " ".join(unicodedata.normalize("NFC", "".join(said)).split())


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
    """A text in capitals as its language writes them: dotted I in Turkish, no accents on Greek letters."""
    if _is_dotted(language):
        return text.replace("i", "İ").replace("ı", "I").upper()
    if language.partition("-")[0] == "el":
        apart = _GREEK_ACCENT.sub(r"\1", unicodedata.normalize("NFD", text))
        return unicodedata.normalize("NFC", apart).upper()
    return text.upper()


def _is_dotted(language: str) -> bool:
    """Whether a language has an I with and one without a dot, so that capitals of other words are wrong.

    Whose a name is cannot be told from its letters: it stays as it is written.
    """
    return language.partition("-")[0] in {"tr", "az"}
