"""Why a row cannot be about a course that is not there, and which one it may mean.

Asks for the courses once, whatever many rows are wrong; refuses to know who may hear of them.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from academy_cli.kit.saying import say
from academy_cli.kit.spelling import Hints
from academy_cli.models import Course


class MissingCourses:
    """The courses that rows name and nobody has."""

    def __init__(self) -> None:
        self._hints: Hints | None = None

    def reason(self, connection: Connection | None, slug: str) -> str:
        """Half a sentence, with the course that is called most like it; without a database there is none."""
        why = say("there is no course “{}”", slug)
        if connection is None:
            return why
        if self._hints is None:
            slugs = connection.scalars(select(Course.slug)).all()
            self._hints = Hints(lambda _: slugs)
        close = self._hints.nearest(slug, "")
        return say("{}; did you mean “{}”?", why, close) if close else why
