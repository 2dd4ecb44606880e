"""Whether a unit of work was undone only because somebody else was at the same rows.

Knows which of the drivers' errors mean it; refuses to do the work again, which is for whoever knows it.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

_SQLITE = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY,
}
_POSTGRESQL = {"23503", "23505", "40001", "40P01"}
"""A row that is there or gone by now, an order of events that cannot be, a deadlock."""


def is_collision(error: BaseException) -> bool:
    """Whether the same work may well succeed when it looks at the rows again."""
    told: BaseException | None = error
    while told is not None:
        cause = told.orig if isinstance(told, DBAPIError) else told
        if getattr(cause, "sqlite_errorcode", None) in _SQLITE:
            return True
        if getattr(cause, "sqlstate", None) in _POSTGRESQL:
            return True
        told = told.__cause__
    return False
