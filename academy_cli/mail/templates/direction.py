"""Which way a language is written, and how words of another direction are kept apart in plain text.

Knows scripts and Unicode's isolates (UAX 9); refuses to know what is written.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LANGUAGES = frozenset(
    (
        *("ar", "arc", "ary", "arz", "ckb", "dv", "fa", "glk", "he", "ks"),
        *("lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"),
    )
)
_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"])
_FIRST_STRONG, _POP = "\u2068", "\u2069"


@lru_cache(maxsize=64)
def is_right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from the right; its script says so, if the tag has one."""
    first, *parts = language.split("-")
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), "")
    return script in _SCRIPTS if script else first in _LANGUAGES


def isolated(words: str, *, is_rtl: bool) -> str:
    """Words between isolates, where they hold letters that run the other way."""
    if not is_rtl and words.isascii():
        return words
    against = ("L",) if is_rtl else ("R", "AL")
    if any(unicodedata.bidirectional(letter) in against for letter in words):
        return f"{_FIRST_STRONG}{words}{_POP}"
    return words
