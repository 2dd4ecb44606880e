"""The words of coupons: their one form, and new ones that nobody can guess or misread.

Knows letters; refuses to know which codes there are.
"""

from __future__ import annotations

import re
import secrets

LETTERS = "CDFGHJKMNPQRTVWXY3479"
"""Of two that look alike (0 and O, 1 and I, 2 and Z, 5 and S, 6 and G, 8 and B) one at most, and no vowel,
so that no code is a word."""
PARTS, LENGTH = 3, 4
LONGEST = 40
_CODE = re.compile(r"[A-Z0-9](?:-?[A-Z0-9])+")


def canonical(code: str) -> str | None:
    """A code in the form that it is kept in, whatever the case of its letters; None for what is none.

    It has 2 to 40 letters of ASCII, digits and single dashes within.
    """
    form = code.strip().upper()
    return form if len(form) <= LONGEST and _CODE.fullmatch(form) else None


def drawn() -> str:
    """A new code of 52 bits, like ``K7QM-9RTX-3CDP``: a million guesses hit none of a million such codes."""
    parts = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(PARTS))
    return "-".join(parts)
