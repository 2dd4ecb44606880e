"""Access tokens: JSON Web Tokens (RFC 7519) that say for a quarter of an hour who somebody is.

Knows keys and claims; refuses rows. A token names a user by number and a session, nothing personal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from academy_cli.accounts.signin.credential_errors import WeakKeyError

LASTS = timedelta(minutes=15)
SHORTEST = 32
"""Characters of a key; a shorter one could be found out from a token (RFC 7518, section 3.2)."""
LONGEST = 1000
"""Characters; none of ours has half as many, so nothing longer is taken apart."""
_ALGORITHM = "HS256"
_NEEDED = ["sub", "sid", "iat", "exp"]


class Claims(NamedTuple):
    """What a token says: which user, in which session."""

    user_id: int
    session: str


class Keys(NamedTuple):
    """Secrets that sign: the first one signs, all of them are accepted, so that they can be changed."""

    secrets: Sequence[str]

    def signed(self, claims: Claims, at: datetime) -> str:
        """A token for some claims, from a moment on."""
        import jwt

        said = {"sub": str(claims.user_id), "sid": claims.session, "iat": at, "exp": at + LASTS}
        key = self.secrets[0]
        return jwt.encode(said, key, _ALGORITHM, headers={"kid": key_id(key)})

    def claims(self, token: str, at: datetime) -> Claims | None:
        """What a token says; None when nobody of us signed it, or when it has expired."""
        import jwt

        if len(token) > LONGEST:
            return None
        try:
            named = jwt.get_unverified_header(token).get("kid")
            key = next((key for key in self.secrets if key_id(key) == named), self.secrets[0])
            said = jwt.decode(
                token,
                key,
                [_ALGORITHM],
                options={"require": _NEEDED, "verify_exp": False, "verify_iat": False},
            )
            claims = Claims(int(said["sub"]), str(said["sid"]))
            expires = datetime.fromtimestamp(int(said["exp"]), UTC)
        except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
            return None
        return claims if at < expires else None


def keys_of(said: str) -> Keys | None:
    """The keys that a setting names, parted by spaces; None for none. Raises WeakKeyError."""
    secrets = said.split()
    if any(len(key) < SHORTEST for key in secrets):
        raise WeakKeyError(SHORTEST)
    return Keys(secrets) if secrets else None


def key_id(key: str) -> str:
    """A public name of a key."""
    return sha256(b"academy key " + key.encode()).hexdigest()[:12]
