"""Passwords: how they are hashed, checked, and hashed anew when hashing has to cost more.

Knows bcrypt, and that it reads 72 bytes and no zero byte; refuses to know whose password it is.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from hashlib import sha256
from typing import NamedTuple

SCHEME = "1$"
"""bcrypt over the base64 of the sha256 of the password in UTF-8, Unicode form NFKC."""
ENDLESS = 4000
"""Characters that no password has, in whatever spelling; putting more of them in order takes ever longer."""
_KEPT = re.compile(r"1\$\$2[aby]\$(?:0[4-9]|1\d|2\d)\$[./A-Za-z0-9]{53}")


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
        """Hold a password against a kept hash; against none it is wrong, after as much work.

        So it is against a hash of a lower cost: nobody can tell who has not been here since the cost rose.
        """
        import bcrypt

        if kept is None or not _KEPT.fullmatch(kept) or len(password) > ENDLESS:
            bcrypt.hashpw(b"", bcrypt.gensalt(self.cost))
            return Verdict(is_right=False)
        right = kept.removeprefix(SCHEME)
        if bcrypt.checkpw(_prepared(password), right.encode()):
            return Verdict(is_right=True, is_outdated=_cost(right) < self.cost)
        for cost in range(_cost(right), self.cost):  # 2**4 + (2**4 + 2**5) = 2**6
            bcrypt.hashpw(b"", bcrypt.gensalt(cost))
        return Verdict(is_right=False)


def _prepared(password: str) -> bytes:
    """What bcrypt is given: however long a password is, all of it counts (bcrypt alone reads 72 bytes)."""
    text = unicodedata.normalize("NFKC", password)
    return base64.b64encode(sha256(text.encode("utf-8", "surrogatepass")).digest())


def _cost(kept: str) -> int:
    """The cost in a hash as bcrypt writes it: ``$2b$12$…``."""
    return int(kept.split("$")[2])
