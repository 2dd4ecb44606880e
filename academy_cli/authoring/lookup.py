"""Looking courses and lessons up: what the academy holds, for whoever may see it.

One method is one unit of work; refuses to change anything. A student sees what is published.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.authoring import catalog, shelf, views
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.clock import utc_now

PUBLISHED = "published"


class Catalog:
    """The courses of one academy as one actor sees them."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.COURSE_LIST)
    def list(self, *, status: str | None = None) -> tuple[views.CourseSummary, ...]:
        """Every course, or those that have one status now, by slug."""
        if engine := self._database.existing():
            with read(engine) as connection:
                found = catalog.summaries(connection, status, self._clock())
            return tuple(one for one in found if self._may_see(one.slug, one.status))
        return ()

    @permits(Permission.COURSE_SHOW)
    def show(self, slug: str) -> views.CourseView:
        """One course. Raises UnknownCourseError."""
        with read(shelf.engine_of(self._database, slug)) as connection:
            self._require(connection, slug)
            return catalog.course_view(connection, slug, self._clock())

    @permits(Permission.COURSE_SHOW)
    def lessons(self, slug: str, *, archived: bool = False) -> tuple[views.LessonSummary, ...]:
        """A course's lessons in order. Raises UnknownCourseError."""
        with read(shelf.engine_of(self._database, slug)) as connection:
            self._require(connection, slug)
            return catalog.lessons(connection, slug, self._clock(), archived=archived)

    @permits(Permission.COURSE_SHOW)
    def lesson(self, slug: str, key: str) -> views.LessonView:
        """One lesson by key or path. Raises UnknownCourseError and UnknownLessonError."""
        with read(shelf.engine_of(self._database, slug)) as connection:
            self._require(connection, slug)
            return catalog.lesson_view(connection, slug, key, self._clock())

    def _require(self, connection: Connection, slug: str) -> None:
        """Hide a course that is not for this actor: it is as if there were none."""
        row = shelf.course_row(connection, slug)
        if not self._may_see(slug, shelf.publication(row).status_at(self._clock())):
            raise UnknownCourseError(slug, None)

    def _may_see(self, slug: str, status: str) -> bool:
        is_all = self.actor.reach(Permission.COURSE_SHOW) is Reach.ALL
        return is_all or status == PUBLISHED or slug in self.actor.courses
