"""What people do for themselves before they are somebody to a service: how it is judged and put on record.

Knows one account at a time; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.errors import BadAddressError
from academy_cli.accounts.signin.credential_errors import WeakPasswordError
from academy_cli.accounts.signin.weakness import weakness
from academy_cli.audit.service import Act, record


def record_own(
    connection: Connection,
    user: Row[Any],
    act: Act,
    at: datetime,
    source: Mapping[str, str],
) -> None:
    """Put on record what somebody did to their own account, as the last thing of a transaction."""
    themselves = Actor(f"user:{user.id}", user.email, user.id, source=source)
    record(connection, at=at, actor=themselves, act=act._replace(subject=themselves.name))


def address_of(written: str) -> str:
    """The one form of an address; of what is none, something that nobody's account has."""
    try:
        return canonical_address(written)
    except BadAddressError:
        return ""


def require_strong(password: str, *own: str) -> None:
    """Refuse a password that anybody could guess. Raises WeakPasswordError."""
    if why := weakness(password, own):
        raise WeakPasswordError(why)
