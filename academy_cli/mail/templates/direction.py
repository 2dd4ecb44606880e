"""How words of another direction are kept apart in plain text.

Knows Unicode's isolates (UAX 9); refuses to know what is written.
"""

from __future__ import annotations

import unicodedata

_FIRST_STRONG, _POP = "\u2068", "\u2069"


def isolated(words: str, *, is_rtl: bool) -> str:
    """Words between isolates, where they hold letters that run the other way."""
    if not is_rtl and words.isascii():
        return words
    against = ("L",) if is_rtl else ("R", "AL")
    if any(unicodedata.bidirectional(letter) in against for letter in words):
        return f"{_FIRST_STRONG}{words}{_POP}"
    return words
