"""Who was erased after a backup was made, and comes back with it.

Knows that a number and the moment of an account tell one person from another; refuses to erase anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.models import User


def erased_since(live: Database, restored: Connection) -> Sequence[str]:
    """The addresses in what was restored of people whom the live academy erased; none if it is unreadable."""
    gone = _erased(live)
    if not gone:
        return ()
    there = select(User.id, User.created_at, User.email).where(User.erased_at.is_(None))
    found = restored.execute(there)
    return tuple(sorted(one.email for one in found if (one.id, one.created_at) in gone))


def _erased(live: Database) -> Collection[tuple[int, datetime]]:
    try:
        engine = live.existing()
        if engine is None:
            return ()
        with read(engine) as connection:
            erased = select(User.id, User.created_at).where(User.erased_at.is_not(None))
            return {(one.id, one.created_at) for one in connection.execute(erased)}
    except AcademyError:
        return ()
