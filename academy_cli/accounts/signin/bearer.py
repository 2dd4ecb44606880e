"""Secrets that prove something to whoever shows them: made at random, kept as digests only.

Knows how they look; refuses to know what they open.
"""

from __future__ import annotations

import re
import secrets
from binascii import crc32
from hashlib import sha256

API_TOKEN = "acad_"
"""How tokens of programs begin, so that whoever scans for leaked secrets knows them."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM, _CHECK = 43, 6
"""Characters of base 62: 62**43 is above 2**256, and 62**6 above 2**32."""
_TOKEN = re.compile(rf"{API_TOKEN}([0-9A-Za-z]{{{_RANDOM}}})([0-9A-Za-z]{{{_CHECK}}})")
SHOWN = 10
"""So many of a token's characters are kept for people to recognise it by."""


def new_secret() -> str:
    """A secret of 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A program's token: 256 random bits between a prefix and a checksum, selected whole by a double click.

    As GitHub writes its own since 2021, so that scanners know it for certain without asking anybody.
    """
    drawn = _base62(secrets.randbits(256), _RANDOM)
    return f"{API_TOKEN}{drawn}{_checksum(drawn)}"


def may_be_token(text: str) -> bool:
    """Whether a text has the form and the checksum of a program's token; one that has not was never made."""
    found = _TOKEN.fullmatch(text)
    return found is not None and _checksum(found[1]) == found[2]


def _checksum(drawn: str) -> str:
    return _base62(crc32(drawn.encode()), _CHECK)


def _base62(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits = _DIGITS[digit] + digits
    return digits


def new_code() -> str:
    """A short public name that nobody can guess another one from."""
    return secrets.token_hex(8)


def digest_of(secret: str) -> str:
    """What is kept of a secret; 256 random bits need neither salt nor stretching."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
