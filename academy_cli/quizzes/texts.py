"""Texts compared: what makes no difference between two of them, and the short digest that names one.

Knows Unicode's forms; refuses to know whose texts they are.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection

IGNORED = ("case", "accents", "punctuation", "spaces")
"""What short answers can be told to leave out of account; the order in which it is done."""
BY_DEFAULT = ("case",)


def normal(text: str) -> str:
    """A text in its one form: composed characters (NFC), single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def compared(text: str, ignore: Collection[str]) -> str:
    """What is compared of a short answer.

    Characters that are the same but for their looks are one (NFKC: full width, ligatures), and so are
    typographic quotes and apostrophes; several spaces are one, and none count around the text.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_STRAIGHT)
    if "case" in ignore:
        plain = plain.casefold()
    if "accents" in ignore:
        parts = unicodedata.normalize("NFD", plain)
        plain = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
    if "punctuation" in ignore:
        plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "P")
    words = unicodedata.normalize("NFC", plain).split()
    return ("" if "spaces" in ignore else " ").join(words)


def name_of(*parts: str) -> str:
    """The name of what has no id: 12 hexadecimal digits that follow from its texts."""
    written = "\n".join(normal(part) for part in parts)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"'})
