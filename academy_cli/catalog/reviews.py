"""Reviews: what learners say of courses they have begun, and what staff do about it.

One method is one unit of work; each learner has one review of a course, which they may change. Who teaches a
course neither reviews nor moderates it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.catalog import reviewing, store
from academy_cli.catalog.errors import (
    NoReasonError,
    NotBegunError,
    OwnCourseError,
    UnknownReviewError,
)
from academy_cli.catalog.facts import may_see
from academy_cli.catalog.reviewing import HIDDEN, SHOWN, Given
from academy_cli.catalog.views import ReviewChange, ReviewView
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.enrollments.errors import NotEnrolledError
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say


class Reviews:
    """The reviews of one academy, for one actor; ``approves`` lets new words wait for staff."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        *,
        approves: bool = False,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._approves, self._clock = database, approves, clock
        self.actor = actor

    @permits(Permission.REVIEW_LIST)
    def list(
        self,
        course: str | None = None,
        state: str | None = None,
        stars: int | None = None,
        email: str | None = None,
    ) -> tuple[ReviewView, ...]:
        """Reviews, the newest first: all for staff, those of one's own courses, one's own, and shown ones.

        Raises UnknownCourseError and UnknownUserError for what is not there.
        """
        engine = self._database.existing()
        if engine is None:
            return ()
        with read(engine) as connection:
            of = seats.course(connection, course).id if course else None
            by = seats.person(connection, email).id if email else None
            if by is not None:
                self.actor.require_person(Permission.REVIEW_LIST, by, email or "")
            rows = store.reviews(connection, course=of, state=state, stars=stars, user=by)
            return tuple(self._view(row) for row in rows if self._may_read(row))

    @permits(Permission.REVIEW_LIST)
    def show(self, number: int) -> ReviewView:
        """One review. Raises UnknownReviewError."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownReviewError(number)
        with read(engine) as connection:
            return self._view(self._found(connection, number))

    @permits(Permission.REVIEW_ADD)
    def add(
        self, email: str, slug: str, stars: int, text: str = "", *, dry_run: bool = False
    ) -> ReviewChange:
        """Write what a learner says of a course, in place of what they said before.

        Words that were hidden, or are changed where an academy approves of words, wait for staff. Raises
        UnknownUserError, UnknownCourseError, NotEnrolledError, NotBegunError, OwnCourseError, NoStarsError
        and TooLongReviewError.
        """
        given = reviewing.given(stars, text)
        with self._transaction(slug, dry_run=dry_run) as connection:
            user = seats.person(connection, email)
            self.actor.require_person(Permission.REVIEW_ADD, user.id, user.email)
            course = seats.course(connection, slug)
            seat = seats.seat(connection, course, user, is_held=not dry_run)
            is_own = user.id == self.actor.user_id
            _require_learner(connection, seat, course, user, is_own=is_own)
            before = store.of_enrollment(connection, seat.taken.id)
            state = reviewing.state_after(before, given, approves=self._approves)
            outcome = reviewing.outcome(before, given)
            number = before.id if before else None
            if outcome != "unchanged" and not dry_run:
                number = self._write(connection, seat, before, given, state)
        author = reviewing.public_name(user.name)
        return ReviewChange(number, course.slug, author, outcome, given.stars, state)

    def _write(
        self,
        connection: Connection,
        seat: seats.Seat,
        before: Row[Any] | None,
        given: Given,
        state: str,
    ) -> int:
        now = self._clock()
        number = store.put(connection, seat.taken.id, before, given, state=state, at=now)
        told: dict[str, object] = {"review": number, "stars": given.stars, "state": state}
        told |= {"before": before.stars if before else None, "has_text": bool(given.text)}
        act = Act("review.add", seat.subject, told)
        record(connection, at=now, actor=self.actor, act=act)
        return number

    @permits(Permission.REVIEW_MODERATE)
    def moderate(
        self, number: int, verdict: str, reason: str | None = None, *, dry_run: bool = False
    ) -> ReviewChange:
        """Show a review, or hide it for a reason; ``verdict`` is ``show`` or ``hide``.

        Raises UnknownReviewError and NoReasonError.
        """
        wanted = HIDDEN if verdict == "hide" else SHOWN
        if wanted == HIDDEN and not reason:
            raise NoReasonError(number)
        with self._of_number(number, dry_run=dry_run) as (connection, row):
            change = _change(row, wanted if row.state != wanted else "unchanged", wanted)
            if change.is_change and not dry_run:
                now = self._clock()
                store.judge(
                    connection, number, wanted, actor=self.actor.name, reason=reason, at=now
                )
                told = {"review": number, "before": row.state, "state": wanted}
                act = Act("review.moderate", _subject(row), told, reason)
                record(connection, at=now, actor=self.actor, act=act)
        return change

    @permits(Permission.REVIEW_REMOVE)
    def remove(
        self, number: int, reason: str | None = None, *, dry_run: bool = False
    ) -> ReviewChange:
        """Take a review back for good: one's own, or anybody's as an admin. Raises UnknownReviewError."""
        with self._of_number(number, dry_run=dry_run) as (connection, row):
            self.actor.require_person(
                Permission.REVIEW_REMOVE, row.user_id, say("review {}", number)
            )
            if not dry_run:
                store.remove(connection, number)
                told = {"review": number, "stars": row.stars}
                act = Act("review.remove", _subject(row), told, reason)
                record(connection, at=self._clock(), actor=self.actor, act=act)
        return _change(row, "removed", row.state)

    @contextmanager
    def _transaction(self, slug: str, *, dry_run: bool) -> Iterator[Connection]:
        engine = self._database.existing()
        if engine is None:
            raise UnknownCourseError(slug)
        with read(engine) if dry_run else write(engine) as connection:
            yield connection

    @contextmanager
    def _of_number(self, number: int, *, dry_run: bool) -> Iterator[tuple[Connection, Row[Any]]]:
        engine = self._database.existing()
        if engine is None:
            raise UnknownReviewError(number)
        with read(engine) if dry_run else write(engine) as connection:
            if not dry_run:
                store.hold(connection, number)
            yield connection, self._found(connection, number)

    def _found(self, connection: Connection, number: int) -> Row[Any]:
        rows = store.reviews(connection, number=number)
        if not rows or not self._may_read(rows[0]):
            raise UnknownReviewError(number)
        return rows[0]

    def _may_read(self, row: Row[Any]) -> bool:
        """Whether somebody may read a review: staff, who teaches the course, its author, else shown ones."""
        if self.actor.may_reach_course(Permission.REVIEW_LIST, row.slug):
            return True
        is_mine = self.actor.user_id is not None and row.user_id == self.actor.user_id
        return is_mine or (row.state == SHOWN and may_see(self.actor, row, self._clock()))

    def _view(self, row: Row[Any]) -> ReviewView:
        is_staff = self.actor.reach(Permission.USER_LIST) is Reach.ALL
        is_mine = self.actor.user_id is not None and row.user_id == self.actor.user_id
        may_know = is_staff or is_mine
        is_told = may_know or self.actor.may_reach_course(Permission.REVIEW_LIST, row.slug)
        return ReviewView(
            row.id, row.slug, row.stars, row.text, row.state,
            row.name if may_know else reviewing.public_name(row.name),
            row.email if may_know else None, row.completed_at is not None,
            row.written_at, row.edited_at,
            row.moderated_by if is_staff else None, row.moderated_at if is_told else None,
            row.moderate_reason if is_told else None,
        )  # fmt: skip


def _require_learner(
    connection: Connection, seat: seats.Seat, course: Row[Any], user: Row[Any], *, is_own: bool
) -> None:
    """Insist that somebody learns in a course and does not teach it."""
    if store.teaches(connection, course.id, user.id):
        raise OwnCourseError(user.email, course.slug)
    if seat.enrollment is None:
        raise NotEnrolledError(user.email, course.slug, is_own=is_own)
    if not store.has_begun(connection, seat.taken):
        raise NotBegunError(user.email, course.slug)


def _subject(row: Row[Any]) -> str:
    return f"enrollment:{row.slug}/user:{row.user_id}"


def _change(row: Row[Any], outcome: str, state: str) -> ReviewChange:
    author = reviewing.public_name(row.name)
    return ReviewChange(row.id, row.slug, author, outcome, row.stars, state)
