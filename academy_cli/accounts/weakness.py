"""Which passwords anybody could guess.

Knows lengths, a person's own words and what everybody takes (NIST SP 800-63B, section 3.1.1.2: no rules of
composition); refuses to know how passwords are kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

SHORTEST, LONGEST = 10, 1000
"""Characters."""
_ROWS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_COMMON = frozenset(
    {
        "academy",
        "admin",
        "administrator",
        "azerty",
        "baseball",
        "batman",
        "bonjour",
        "changeme",
        "contrasena",
        "dragon",
        "football",
        "freedom",
        "hallo",
        "iloveyou",
        "learning",
        "letmein",
        "login",
        "master",
        "monkey",
        "motdepasse",
        "password",
        "passwort",
        "princess",
        "secret",
        "shadow",
        "starwars",
        "student",
        "sunshine",
        "superman",
        "teacher",
        "trustno",
        "welcome",
        "whatever",
    }
)
"""What leads the lists of leaked passwords; figures after one make it no better."""


def weakness(password: str, own: Iterable[str] = ()) -> str | None:
    """Why a password will not do; None for one that will. ``own`` are a person's name and address."""
    text = unicodedata.normalize("NFKC", password)
    plain = text.casefold()
    reasons = (
        (len(text) < SHORTEST, f"it has fewer than {SHORTEST} characters"),
        (len(text) > LONGEST, f"it has more than {LONGEST:,} characters"),
        (len(set(plain)) < 4, "it is made of fewer than 4 different characters"),
        (_leads_on(plain), "its characters follow one another on the keyboard or in the alphabet"),
        (_is_common(plain), "it is one of those that everybody takes"),
        (plain in _words(own), "it is the person's own name or address"),
    )
    return next((reason for is_so, reason in reasons if is_so), None)


def _is_common(plain: str) -> bool:
    return plain in _COMMON or plain.rstrip("0123456789!?.*#") in _COMMON


def _leads_on(plain: str) -> bool:
    rows = (row * (min(len(plain), LONGEST) // len(row) + 2) for row in _ROWS)
    return any(plain in row or plain in row[::-1] for row in rows)


def _words(own: Iterable[str]) -> Iterator[str]:
    for said in own:
        word = said.casefold()
        for one in (word, word.partition("@")[0], word.replace(" ", "")):
            yield from (one, one * 2)
