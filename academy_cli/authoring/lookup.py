"""Looking courses and lessons up: what the academy holds, for whoever may see it.

One method is one unit of work; refuses to change anything. A student sees what is published,
and of that what is open to learners.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.authoring import audience, catalog, shelf, views
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.clock import utc_now

PUBLISHED = "published"
RequireAccess = Callable[[Connection, Actor, str, datetime], None]
"""Insists that somebody has access to a course at a moment, by its slug."""


class Catalog:
    """The courses of one academy as one actor sees them."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        require_access: RequireAccess,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._clock = database, clock
        self._require_access = require_access
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
            view = catalog.course_view(connection, slug, self._clock())
            return view if self._sees_all(slug) else audience.outlined(view)

    @permits(Permission.COURSE_SHOW)
    def lessons(self, slug: str, *, archived: bool = False) -> tuple[views.LessonSummary, ...]:
        """A course's lessons in order. Raises UnknownCourseError."""
        with read(shelf.engine_of(self._database, slug)) as connection:
            self._require(connection, slug)
            found = catalog.lessons(connection, slug, self._clock(), archived=archived)
            return found if self._sees_all(slug) else audience.listed(found)

    @permits(Permission.COURSE_SHOW)
    def lesson(self, slug: str, key: str) -> views.LessonView:
        """One lesson by key or path, with its text: to learners once it is open, if they have access.

        Raises UnknownCourseError and UnknownLessonError; LessonComingError, NotEnrolledError, NoAccessError.
        """
        with read(shelf.engine_of(self._database, slug)) as connection:
            self._require(connection, slug)
            now = self._clock()
            if not self._sees_all(slug):
                lessons = catalog.lessons(connection, slug, now, archived=False)
                if not audience.named(slug, key, lessons).is_preview:
                    self._require_access(connection, self.actor, slug, now)
            return catalog.lesson_view(connection, slug, key, now)

    def _require(self, connection: Connection, slug: str) -> None:
        """Hide a course that is not for this actor: it is as if there were none."""
        row = shelf.course_row(connection, slug)
        if not self._may_see(slug, shelf.publication(row).status_at(self._clock())):
            raise UnknownCourseError(slug, None)

    def _may_see(self, slug: str, status: str) -> bool:
        return status == PUBLISHED or self._sees_all(slug)

    def _sees_all(self, slug: str) -> bool:
        """Whether drafts are for this actor, and what is to come."""
        is_all = self.actor.reach(Permission.COURSE_SHOW) is Reach.ALL
        return is_all or slug in self.actor.courses
