"""Secrets that prove something to whoever shows them: made at random, kept as digests only.

Knows how they look; refuses to know what they open.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

API_TOKEN = "acad_"
"""How tokens of programs begin, so that whoever scans for leaked secrets knows them."""
SHOWN = 10
"""So many of a token's characters are kept for people to recognise it by."""


def new_secret(prefix: str = "") -> str:
    """A secret of 256 random bits, safe in a URL."""
    return prefix + secrets.token_urlsafe(32)


def new_code() -> str:
    """A short public name that nobody can guess another one from."""
    return secrets.token_hex(8)


def digest_of(secret: str) -> str:
    """What is kept of a secret; 256 random bits need neither salt nor stretching."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
