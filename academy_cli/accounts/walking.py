"""How a page of a list is reached where the database cannot know: along an index, or by sorting.

PostgreSQL counts what it holds and decides by itself, but for texts within texts. SQLite does not count,
so it is told here; refuses to know what a list shows.
"""

from __future__ import annotations

from enum import Enum

from sqlalchemy import ColumnElement, Connection, case, func, select

from academy_cli.access.matrix import Role
from academy_cli.accounts.views import Status, WantedUsers
from academy_cli.models import Enrollment, User

INDEXED = frozenset({"email", "name", "created_at"})
"""Keys that an index is sorted by."""
FAR = 5_000
"""So many found texts before a page cost more to walk to than to sort; PostgreSQL guesses their number."""
_FEW = frozenset({Status.ERASED, Status.DEACTIVATED})


class Way(Enum):
    """How a list is read: in the order of an index; sorted, of what an index selects; or all of it sorted."""

    WALKED = "walked"
    SORTED = "sorted"
    SCANNED = "scanned"


def way(connection: Connection, wanted: WantedUsers, course: int | None) -> Way:
    """The way to a page, or to all of a list.

    Walking is for pages near the beginning, and for what is true of a large part of all people: of so many as
    come before the page, each is looked up. All of a list comes sorted: looking up everybody in the order of
    an index takes twice as long.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        is_far = wanted.limit is None or (wanted.match and wanted.offset >= FAR)
        return Way.SORTED if is_far else Way.WALKED
    chosen = _chosen(connection, wanted, course)
    if wanted.limit is not None and all(key.field in INDEXED for key in wanted.sort[:1]):
        if chosen is None:
            return Way.WALKED
        people = connection.scalar(select(func.max(User.id))) or 0
        steps = (wanted.offset + wanted.limit) * people // max(chosen, 1)
        if steps < 2 * chosen:
            return Way.WALKED
    is_chosen = chosen is not None or wanted.role not in {None, Role.STUDENT}
    return Way.SORTED if is_chosen or wanted.status in _FEW else Way.SCANNED


def unseen(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same condition, in which SQLite sees no reason to use an index."""
    return case((condition, 1), else_=0) == 1


def _chosen(connection: Connection, wanted: WantedUsers, course: int | None) -> int | None:
    """How many people an index chooses; None where there is none to choose by."""
    query = select(func.count())
    if course is not None:
        return connection.scalar(
            query.select_from(Enrollment).where(Enrollment.course_id == course)
        )
    if wanted.since is None and wanted.before is None:
        return None
    query = query.select_from(User).where(User.erased_at.is_(None))
    query = query.where(User.created_at >= wanted.since) if wanted.since else query
    query = query.where(User.created_at < wanted.before) if wanted.before else query
    return connection.scalar(query)
