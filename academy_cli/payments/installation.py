"""Which academy this is to the provider, and whether its money is real.

Both are decided once: the key when the first order is made, the mode by the first key that is used. Works in
the caller's transaction; refuses to commit.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import Connection, insert, select, update

from academy_cli.models import Installation
from academy_cli.payments.errors import LiveModeError


def key(connection: Connection) -> str:
    """What this academy's database marks the provider's objects with, made when it is first asked for."""
    found = connection.scalar(select(Installation.key))
    if found is None:
        found = token_hex(16)
        values = {"id": 1, "key": found, "is_live": None, "created_at": datetime.now(UTC)}
        connection.execute(insert(Installation).values(**values))
    return str(found)


def known_key(connection: Connection) -> str | None:
    """The key, if it was made already."""
    found: str | None = connection.scalar(select(Installation.key))
    return found


def require_mode(connection: Connection, *, is_live: bool) -> None:
    """Insist that a key's money is of the kind this academy's is; the first one decides.

    Raises LiveModeError.
    """
    key(connection)
    known = connection.scalar(select(Installation.is_live))
    if known is None:
        first = update(Installation).where(Installation.is_live.is_(None))
        connection.execute(first.values(is_live=is_live))
    elif known != is_live:
        raise LiveModeError(key_is_live=is_live)


def is_live(connection: Connection) -> bool:
    """Whether money that comes in by hand is real: it is, unless this is a database for test money."""
    return mode(connection) is not False


def mode(connection: Connection) -> bool | None:
    """Whether this academy's money is real; None until a key was used."""
    found: bool | None = connection.scalar(select(Installation.is_live))
    return found
