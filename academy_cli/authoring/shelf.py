"""Finding a course by its slug, and what its row says of its status.

Knows rows and nothing of the views made of them, which cost more to import; refuses to change anything.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, Row

from academy_cli.access.errors import UnknownCourseError
from academy_cli.authoring import store
from academy_cli.db.service import Database
from academy_cli.kit.spelling import nearest
from academy_cli.kit.visibility import Publication


def engine_of(database: Database, slug: str) -> Engine:
    """The engine for a course that should be there; to look for one creates no database.

    Raises UnknownCourseError.
    """
    if engine := database.existing():
        return engine
    raise UnknownCourseError(slug, None)


def course_row(connection: Connection, slug: str) -> Row[Any]:
    """A course's row. Raises UnknownCourseError with the nearest slug."""
    row = store.course(connection, slug)
    if row is None:
        raise UnknownCourseError(slug, nearest(slug, store.slugs(connection)))
    return row


def publication(row: Row[Any]) -> Publication:
    """What a course's row says of its status."""
    return Publication(row.status, row.publish_at, row.unpublished_at)
