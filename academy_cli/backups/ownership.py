"""Which academy backups are of, and which one is here.

Knows that a database may be lost, or out of reach; refuses to look at an archive.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from academy_cli.backups import destination
from academy_cli.backups.views import BackupView
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.payments import installation


def known_instance(database: Database) -> str | None:
    """Which academy a database is of; empty where nothing ever asked which, None where there is none.

    A server's database without tables is none.
    """
    if not database.status().revision:
        return None
    return instance_of(database)


def instance_of(database: Database) -> str:
    """Which academy a database is of; empty where there is none, or nothing ever asked which."""
    engine = database.existing()
    if engine is None:
        return ""
    with read(engine) as connection:
        return installation.known_key(connection) or ""


def readable_instance(database: Database) -> str:
    """The same of a database at any revision; empty also where nobody can read it."""
    try:
        if not database.status().revision:
            return ""
        with read(database.engine) as connection:
            return installation.known_key(connection) or ""
    except (AcademyError, SQLAlchemyError):
        return ""


def is_of(database: Database, instance: str) -> bool:
    """Whether a backup of an academy is of the one that is here, or nobody would miss what is here.

    One that nothing ever asked which it is never made a backup: with anybody in it, it is another one.
    """
    known = readable_instance(database)
    if known:
        return known == instance
    try:
        return not destination.occupant(database)
    except (AcademyError, SQLAlchemyError):
        return True


def newest_of_each(backups: Sequence[BackupView]) -> Sequence[BackupView]:
    """The newest backup of each academy, of backups that stand in order from the newest."""
    found: dict[str, BackupView] = {}
    for one in backups:
        found.setdefault(one.instance, one)
    return list(found.values())
