"""Slugs: the short lower-case names people type.

Knows how any title becomes ``a-z0-9`` words joined by hyphens; refuses to know what is named.
"""

from __future__ import annotations

import re
import unicodedata

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
    | dict.fromkeys("'’ʼ`´", "")
)
"""Latin letters that Unicode does not take apart, and apostrophes, which join (``don't`` -> ``dont``)."""


def slugify(title: str) -> str:
    """Turn a title into a slug; empty when it holds no Latin letter or digit.

    ``Größe & Maß 2`` becomes ``grosse-mass-2``.
    """
    decomposed = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def is_slug(word: str) -> bool:
    """Whether a word is a slug: lower-case ASCII words joined by single hyphens."""
    return SLUG.fullmatch(word) is not None
