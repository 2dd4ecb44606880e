"""Passwords: how they are hashed, checked, and hashed anew when hashing has to cost more.

Knows bcrypt, and that it reads 72 bytes and no zero byte; refuses to know whose password it is.
"""

from __future__ import annotations

import base64
import unicodedata
from hashlib import sha256
from typing import NamedTuple

SCHEME = "1$"
"""bcrypt over the base64 of the sha256 of the password in UTF-8, Unicode form NFKC."""


class Verdict(NamedTuple):
    """Whether a password is right, and whether its hash should be made anew."""

    is_right: bool
    is_outdated: bool = False


class Hasher(NamedTuple):
    """Hashing at one cost: each step doubles the work (bcrypt's cost factor)."""

    cost: int

    def hashed(self, password: str) -> str:
        """A hash to keep; another one each time."""
        import bcrypt

        return SCHEME + bcrypt.hashpw(_prepared(password), bcrypt.gensalt(self.cost)).decode()

    def verdict(self, password: str, kept: str | None) -> Verdict:
        """Hold a password against a kept hash; against none it is wrong, after as much work."""
        import bcrypt

        if kept is None or not kept.startswith(SCHEME):
            self.hashed(password)
            return Verdict(is_right=False)
        right = kept.removeprefix(SCHEME)
        is_right = bcrypt.checkpw(_prepared(password), right.encode())
        return Verdict(is_right, is_outdated=is_right and _cost(right) < self.cost)


def _prepared(password: str) -> bytes:
    """What bcrypt is given: however long a password is, all of it counts (bcrypt alone reads 72 bytes)."""
    text = unicodedata.normalize("NFKC", password)
    return base64.b64encode(sha256(text.encode("utf-8", "surrogatepass")).digest())


def _cost(kept: str) -> int:
    """The cost in a hash as bcrypt writes it: ``$2b$12$…``."""
    return int(kept.split("$")[2])
