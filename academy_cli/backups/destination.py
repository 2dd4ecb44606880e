"""What is in a database that an academy is to be copied to, and whether it is the one that is copied.

Knows which databases hold nothing that anybody would miss; refuses to change one.
"""

from __future__ import annotations

from sqlalchemy import Connection, exists, inspect, select, text

from academy_cli.db.address import sqlite_file
from academy_cli.db.errors import ForeignError
from academy_cli.db.revision import HEAD, current, holds_tables
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.paths import is_there
from academy_cli.kit.saying import say
from academy_cli.models import Course, User

_OURS = frozenset({"audit_log", "courses", "contents", "revisions"})
"""Tables that an academy has at every revision."""
_SERVED = """select concat(oid, ' of a server since ', pg_postmaster_start_time())
    from pg_database where datname = current_database()"""


def occupant(database: Database) -> str:
    """What academy is there, in half a sentence; nothing where nobody would miss it.

    Nobody misses tables without a person and a course. Raises ForeignError for what is no academy.
    """
    status = database.status()
    if not status.size_bytes:
        return ""
    with read(database.engine) as connection:
        revision = current(connection)
        is_ours = revision and set(inspect(connection).get_table_names()) >= _OURS
        if not is_ours and (revision or holds_tables(connection)):
            raise ForeignError(database.url)
        if not revision:
            return ""
        if revision != HEAD:
            return say("it is at revision {}", revision)
        return _people_and_courses(connection)


def require_ours(database: Database) -> None:
    """Insist on an academy, damaged or of any revision, or on nothing. Raises ForeignError."""
    if not database.status().size_bytes:
        return
    with read(database.engine) as connection:
        is_ours = current(connection) and set(inspect(connection).get_table_names()) & _OURS
        if not is_ours and (current(connection) or holds_tables(connection)):
            raise ForeignError(database.url)


def is_same(one: Database, other: Database) -> bool:
    """Whether two addresses lead to one database; both have to be reachable."""
    file, another = sqlite_file(one.engine.url), sqlite_file(other.engine.url)
    if file is not None and another is not None:
        return is_there(another) and another.samefile(file)
    return file is another and _served(one) == _served(other)


def _served(database: Database) -> str:
    with read(database.engine) as connection:
        return str(connection.scalar(text(_SERVED)))


def _people_and_courses(connection: Connection) -> str:
    has_people = connection.scalar(select(exists(User.id)))
    has_courses = connection.scalar(select(exists(Course.id)))
    if has_people and has_courses:
        return say("it has people and courses")
    if has_people:
        return say("it has people")
    return say("it has courses") if has_courses else ""
