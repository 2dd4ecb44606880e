"""Courses that stand before others: which, in which order, until when.

One method is one unit of work. Positions are a row of numbers without gaps among those that have not ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.catalog.errors import PastEndError
from academy_cli.catalog.facts import may_see, status_of
from academy_cli.catalog.views import FeatureChange, FeaturedView
from academy_cli.db.lock import hold
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import iso, utc_now
from academy_cli.models import Course, FeaturedCourse

_LOCK = "featured courses"


class Features:
    """The featured courses of one academy, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.COURSE_LIST)
    def list(self) -> tuple[FeaturedView, ...]:
        """The featured courses that somebody sees, in their order; staff also see those that have ended."""
        engine = self._database.existing()
        if engine is None:
            return ()
        now, is_staff = self._clock(), self.actor.reach(Permission.COURSE_FEATURE) is Reach.ALL
        with read(engine) as connection:
            rows = _rows(connection)
        views = [_view(row, now) for row in rows]
        return tuple(
            view
            for view, row in zip(views, rows, strict=True)
            if may_see(self.actor, row, now) and (is_staff or view.state == "current")
        )

    @permits(Permission.COURSE_FEATURE)
    def set(
        self,
        slug: str,
        position: int | None = None,
        ends_at: datetime | None = None,
        *,
        dry_run: bool = False,
    ) -> FeatureChange:
        """Let a course stand before others until a moment, or for good: at a position, or behind the others.

        One that is featured already keeps what is not said anew. Raises UnknownCourseError and PastEndError.
        """
        now = self._clock()
        if ends_at is not None and ends_at <= now:
            raise PastEndError(ends_at)
        return self._change(slug, now, position=position, ends_at=ends_at, dry_run=dry_run)

    @permits(Permission.COURSE_FEATURE)
    def remove(self, slug: str, *, dry_run: bool = False) -> FeatureChange:
        """Let a course stand where it stands by itself. Raises UnknownCourseError."""
        return self._change(slug, self._clock(), is_removed=True, dry_run=dry_run)

    def _change(
        self,
        slug: str,
        now: datetime,
        *,
        position: int | None = None,
        ends_at: datetime | None = None,
        is_removed: bool = False,
        dry_run: bool,
    ) -> FeatureChange:
        engine = self._database.existing()
        if engine is None:
            raise UnknownCourseError(slug)
        with read(engine) if dry_run else write(engine) as connection:
            if not dry_run:
                hold(connection, _LOCK)
            course = seats.course(connection, slug)
            held = [row for row in _rows(connection) if row.ends_at is None or row.ends_at > now]
            before = [row.slug for row in held]
            after, change = _changed(course.slug, held, position, ends_at, is_removed=is_removed)
            if change.is_change and not dry_run:
                self._carry_out(connection, course, after, change, now)
                told: dict[str, object] = {
                    "outcome": change.outcome,
                    "before": _place(before, slug),
                }
                told |= {"position": change.position}
                told |= {"ends_at": iso(change.ends_at) if change.ends_at else None}
                act = Act("course.feature", f"course:{slug}", told)
                record(connection, at=now, actor=self.actor, act=act)
        return change

    def _carry_out(
        self,
        connection: Connection,
        course: Row[Any],
        after: Sequence[str],
        change: FeatureChange,
        now: datetime,
    ) -> None:
        is_kept = change.outcome == "moved"
        ended = FeaturedCourse.ends_at <= now
        mine = FeaturedCourse.course_id == course.id
        connection.execute(delete(FeaturedCourse).where(ended if is_kept else ended | mine))
        if is_kept:
            connection.execute(update(FeaturedCourse).where(mine).values(ends_at=change.ends_at))
        elif change.position is not None:
            row = {"course_id": course.id, "position": change.position, "ends_at": change.ends_at}
            connection.execute(
                insert(FeaturedCourse), {**row, "featured_at": now, "actor": self.actor.name}
            )
        for place, slug in enumerate(after, 1):
            of = select(Course.id).where(Course.slug == slug).scalar_subquery()
            moved = update(FeaturedCourse).where(FeaturedCourse.course_id == of)
            connection.execute(moved.values(position=place))


def _rows(connection: Connection) -> Sequence[Row[Any]]:
    columns: tuple[Any, ...] = (Course.id, Course.slug, Course.title, Course.status)
    columns += (Course.publish_at, Course.unpublished_at, FeaturedCourse.position)
    columns += (FeaturedCourse.ends_at, FeaturedCourse.featured_at, FeaturedCourse.actor)
    query = (
        select(*columns)
        .join_from(FeaturedCourse, Course, Course.id == FeaturedCourse.course_id)
        .order_by(FeaturedCourse.position, FeaturedCourse.featured_at.desc(), Course.id)
    )
    return connection.execute(query).all()


def _changed(
    slug: str,
    held: Sequence[Row[Any]],
    position: int | None,
    ends_at: datetime | None,
    *,
    is_removed: bool,
) -> tuple[Sequence[str], FeatureChange]:
    """The featured courses afterwards, and what that does to one of them."""
    before = [row.slug for row in held]
    others = [one for one in before if one != slug]
    mine = next((row for row in held if row.slug == slug), None)
    if is_removed:
        outcome = "removed" if mine else "unchanged"
        return others, FeatureChange(slug, outcome, None, None)
    at = position or (before.index(slug) + 1 if mine else len(others) + 1)
    after = [*others[: at - 1], slug, *others[at - 1 :]]
    place, until = after.index(slug) + 1, ends_at or (mine.ends_at if mine else None)
    if mine is None:
        return after, FeatureChange(slug, "featured", place, until)
    is_same = after == before and until == mine.ends_at
    return after, FeatureChange(slug, "unchanged" if is_same else "moved", place, until)


def _place(slugs: Sequence[str], slug: str) -> int | None:
    return slugs.index(slug) + 1 if slug in slugs else None


def _view(row: Row[Any], now: datetime) -> FeaturedView:
    has_ended = row.ends_at is not None and row.ends_at <= now
    return FeaturedView(
        row.slug, row.title, row.position, "ended" if has_ended else "current",
        status_of(row, now), row.ends_at, row.featured_at, row.actor,
    )  # fmt: skip
