"""Numerals as a language's region writes them.

Knows where Arabic letters go with Arabic or Persian numerals (Unicode CLDR); refuses to touch any others.
"""

from __future__ import annotations

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC_REGIONS = frozenset(
    ("BH", "EG", "IQ", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SD", "SY", "YE")
)
"""Where they are usual; Arabic of no region keeps the numerals that are read everywhere."""


def written(text: str, language: str) -> str:
    """A text with the numerals of a language (BCP 47)."""
    first, *parts = language.split("-")
    if first in {"fa", "ps"}:
        return text.translate(_PERSIAN)
    if first == "ar" and _ARABIC_REGIONS & set(parts):
        return text.translate(_ARABIC)
    return text
