"""Which academy this is to the provider, and whether its money is real.

Both are decided once: the key when the first order is made, the mode by the first key that is used. Works in
the caller's transaction; refuses to commit.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import Connection, select, update

from academy_cli.db.bulk import insert_rows
from academy_cli.models import Installation
from academy_cli.payments.errors import LiveModeError


def key(connection: Connection) -> str:
    """What this academy's database marks the provider's objects with, made when it is first asked for.

    Of several who ask first at the same moment, as the jobs of a new academy's worker do, one makes it.
    """
    found = known_key(connection)
    if found is None:
        columns, row = ("id", "key", "created_at"), (1, token_hex(16), datetime.now(UTC))
        insert_rows(connection, Installation, columns, [row], skip_existing=True)
        found = known_key(connection)
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
    if mode(connection) is None:
        first = update(Installation).where(Installation.is_live.is_(None))
        connection.execute(first.values(is_live=is_live))
    if mode(connection) != is_live:
        raise LiveModeError(key_is_live=is_live)


def is_live(connection: Connection) -> bool:
    """Whether money that comes in by hand is real: it is, unless this is a database for test money."""
    return mode(connection) is not False


def mode(connection: Connection) -> bool | None:
    """Whether this academy's money is real; None until a key was used."""
    found: bool | None = connection.scalar(select(Installation.is_live))
    return found
