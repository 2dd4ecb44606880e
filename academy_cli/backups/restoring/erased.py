"""Who was erased after a backup was made, and comes back with it.

Knows that a number and the moment of an account tell one person from another, and that what is brought back
takes along whom the one before it knew to be erased; refuses to erase anybody.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import SQLAlchemyError

from academy_cli.backups.restoring.places import Place
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.models import AuditEntry, User

CARRIED = "erased_before"
"""Under which word an entry of the audit log holds them."""
_PEOPLE = select(User.id, User.created_at, User.email)


def ever_erased(live: Database, place: Place) -> Collection[str]:
    """Whom the live academy or one that is kept erased, or learned of when a backup was brought back.

    What nobody can read says nothing.
    """
    found: set[str] = set()
    with suppress(AcademyError, SQLAlchemyError):
        engine = live.existing()
        if engine is not None:
            with read(engine) as connection:
                found.update(_known(connection))
    with suppress(AcademyError):
        for one in place.kept():
            with suppress(AcademyError, SQLAlchemyError), place.reading(one) as connection:
                found.update(_known(connection))
    return found


def back(gone: Collection[str], restored: Connection) -> Sequence[str]:
    """The addresses of those of them who are in what was restored."""
    if not gone:
        return ()
    there = restored.execute(_PEOPLE.where(User.erased_at.is_(None)))
    return tuple(sorted(one.email for one in there if _person(one) in gone))


def carried(gone: Collection[str], restored: Connection) -> Sequence[str]:
    """Those of them of whom what was restored does not say so itself, for its audit log."""
    erased = restored.execute(_PEOPLE.where(User.erased_at.is_not(None)))
    return sorted(set(gone) - {_person(one) for one in erased})


def _known(connection: Connection) -> Iterator[str]:
    """Whom a database knows to be erased."""
    yield from map(_person, connection.execute(_PEOPLE.where(User.erased_at.is_not(None))))
    told = select(AuditEntry.details).where(AuditEntry.action == "backup.restore")
    for details in connection.scalars(told):
        yield from json.loads(details or "{}").get(CARRIED, ())


def _person(row: Row[int, datetime, str]) -> str:
    """A number and a moment: nobody else had both."""
    return f"{row[0]} {row[1].isoformat()}"
