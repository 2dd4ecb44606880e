"""Which passwords anybody could guess.

Knows lengths, a person's own words and what everybody takes (NIST SP 800-63B, section 3.1.1.2: no rules of
composition); refuses to know how passwords are kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from academy_cli.kit.saying import say

SHORTEST, LONGEST = 10, 1000
"""Characters."""
_ROWS = (
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
_AROUND = "0123456789!?.*#$-_ "
_DISGUISE = str.maketrans("@4031!$57", "aaoeiisst")
"""Figures and signs that stand for letters, and make no word harder to guess."""
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
    text = unicodedata.normalize("NFKC", password[: LONGEST + 1])
    plain = text.casefold()
    reasons = (
        (len(text) < SHORTEST, say("it has fewer than {} characters", SHORTEST)),
        (max(len(text), len(password)) > LONGEST, say("it has more than {:,} characters", LONGEST)),
        (len(set(plain)) < 4, say("it is made of fewer than 4 different characters")),
        (
            _leads_on(plain),
            say("its characters follow one another on the keyboard or in the alphabet"),
        ),
        (_is_common(plain), say("it is one of those that everybody takes")),
        (plain in _words(own), say("it is the person's own name or address")),
    )
    return next((reason for is_so, reason in reasons if is_so), None)


def _is_common(plain: str) -> bool:
    """Whether it is a common word: alone or repeated, in disguise, with figures and signs around it."""
    once = _once(plain)
    bare = (once, once.rstrip(_AROUND), once.strip(_AROUND), _once(once.strip(_AROUND)))
    return any(one in _COMMON or one.translate(_DISGUISE) in _COMMON for one in bare)


def _once(text: str) -> str:
    """What a text repeats, if it is a repetition."""
    at = (text + text).find(text, 1)
    return text[:at].strip(_AROUND) if at < len(text) else text


def _leads_on(plain: str) -> bool:
    rows = (row * (min(len(plain), LONGEST) // len(row) + 2) for row in _ROWS)
    return any(plain in row or plain in row[::-1] for row in rows)


def _words(own: Iterable[str]) -> Iterator[str]:
    for said in own:
        word = said.casefold()
        for one in (word, word.partition("@")[0], word.replace(" ", "")):
            yield from (one, one * 2)
