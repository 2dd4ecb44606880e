"""The marks by which campaigns are left: each names a message, and nobody can think one out.

Pure. What a mail program posts to the address of ``List-Unsubscribe`` (RFC 8058, section 3.1) has one in it.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

LENGTH = 32
"""Hexadecimal digits: 128 bits."""


def mark_of(number: int, key: str) -> str:
    """The mark of a message."""
    made = hmac.new(key.encode(), f"unsubscribe:{number}".encode(), sha256).hexdigest()
    return f"{number}-{made[:LENGTH]}"


def number_of(mark: str, key: str) -> int | None:
    """The message that a mark names; None for one that was thought out."""
    number, _, _ = mark.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    is_ours = hmac.compare_digest(mark_of(int(number), key).encode(), mark.encode())
    return int(number) if is_ours else None
