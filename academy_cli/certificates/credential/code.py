"""Verification codes: what is printed on a certificate and typed by who checks it.

Fifteen symbols of Crockford's base 32 (75 random bits) and one that checks them, as XXXX-XXXX-XXXX-XXXX.
Knows how a code is written and misread; refuses to know what it is of.
Source: www.crockford.com/base32.html.
"""

from __future__ import annotations

import secrets

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U: they are taken for 1, 1, 0 and V, or make words."""
CHECKS = SYMBOLS + "*~$=U"
"""What stands for 0 to 36: 37 is a prime, so one wrong symbol or two swapped ones are always seen."""
LENGTH = 15
COUNT = 32**LENGTH
"""How many codes there are."""
_GROUP = 4
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = str.maketrans("", "", "- \u00a0\u2010\u2011\u2012\u2013")


def new() -> str:
    """A code that nobody can guess, as it is stored: sixteen letters and digits without hyphens.

    Those that another sign would check are left out, for a code also stands in addresses and names of files.
    """
    while True:
        code = completed(secrets.randbelow(COUNT))
        if code[-1] in SYMBOLS:
            return code


def completed(numbered: int) -> str:
    """The code of a number below ``COUNT``."""
    symbols = "".join(SYMBOLS[numbered >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return symbols + CHECKS[numbered % 37]


def read(written: str) -> str | None:
    """A code as it is stored, however it was typed; None for what is none, such as one that was misread."""
    typed = written.translate(_BETWEEN).upper()
    if len(typed) != LENGTH + 1:
        return None
    symbols = typed[:LENGTH].translate(_MEANT)
    check = typed[LENGTH] if typed[LENGTH] == "U" else typed[LENGTH].translate(_MEANT)
    if not set(symbols) <= set(SYMBOLS):
        return None
    return symbols + check if CHECKS[number(symbols) % 37] == check else None


def is_like(written: str) -> bool:
    """Whether it has as many symbols as a code, and a digit among them, however wrong they are."""
    typed = written.translate(_BETWEEN).upper()
    is_long = len(typed) == LENGTH + 1 and typed.isascii()
    return is_long and typed[:LENGTH].isalnum() and any(one.isdigit() for one in typed)


def number(code: str) -> int:
    """The number that ``completed`` made a code of; the last symbol only checks it."""
    found = 0
    for symbol in code[:LENGTH]:
        found = found * 32 + SYMBOLS.index(symbol)
    return found


def shown(code: str) -> str:
    """A stored code as people read it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
