"""Texts compared: what makes no difference between two of them, and the short digest that names one.

Knows Unicode's forms; refuses to know whose texts they are.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection

IGNORED = ("case", "accents", "punctuation", "spaces")
"""What short answers can be told to leave out of account; the order in which it is done."""
BY_DEFAULT = ("case",)
MARKS = 4
"""So deep marks within others are looked for."""
_MARKED = re.compile(
    r"(?<!`)(?P<tick>`++)(?P<code>.+?)(?<!`)(?P=tick)(?!`)|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?<!\*)(?P<star>\*{1,3}+)(?=\S)(?P<strong>.+?)(?<=\S)(?P=star)"
    r"|(?<!\w)(?P<line>_{1,3}+)(?=\S)(?P<soft>.+?)(?<=\S)(?P=line)(?!\w)",
    re.DOTALL,
)
"""Code, an escaped sign, and what stands out, as CommonMark marks them within a line."""


def normal(text: str) -> str:
    """A text in its one form: composed characters (NFC), single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def unmarked(text: str, depth: int = MARKS) -> str:
    """A text of Markdown as readers see it and other places write it: without the marks within its lines."""

    def inside(found: re.Match[str]) -> str:
        if found["tick"] or found["escaped"]:
            return found["code"] or found["escaped"]
        told = found["strong"] or found["soft"]
        return unmarked(told, depth - 1) if depth else told

    return normal(_MARKED.sub(inside, text))


def compared(text: str, ignore: Collection[str]) -> str:
    """What is compared of a short answer.

    Characters that are the same but for their looks are one (NFKC: full width, ligatures), and so are
    typographic quotes, apostrophes and hyphens, and digits of every script; characters that nobody sees do
    not count, several spaces are one, and none count around the text.
    """
    plain = seen(unicodedata.normalize("NFKC", text)).translate(_STRAIGHT)
    if "case" in ignore:
        plain = _caseless(plain)
    if "accents" in ignore:
        parts = unicodedata.normalize("NFD", plain)
        plain = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
    if "punctuation" in ignore:
        plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "P")
    words = unicodedata.normalize("NFC", plain).split()
    return ("" if "spaces" in ignore else " ").join(words)


def seen(text: str) -> str:
    """A text without characters that nobody sees, its digits as 0 to 9."""
    if text.isascii():
        return text
    return "".join(_seen(sign) for sign in text)


def _seen(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    return "" if kind == "Cf" else sign


def _caseless(text: str) -> str:
    """A text whose case makes no difference, in Turkish either, where I and ı are one letter, as are İ and i.

    What language it is in nobody says, so all four are the same (Unicode's CaseFolding.txt, status T).
    """
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")


def name_of(*parts: str) -> str:
    """The name of what has no id: 12 hexadecimal digits that follow from its texts."""
    written = "\n".join(normal(part) for part in parts)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("\u2010\u2011\u2212", "-"),
    }
)
