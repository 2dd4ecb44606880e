"""Somebody's place in a course: looked up, held while it is changed, completed and told of.

What this slice and those above it share. Works in the caller's transaction; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.errors import UnknownCourseError, UnknownUserError
from academy_cli.access.matrix import Permission
from academy_cli.certificates.awarding import award
from academy_cli.enrollments import store
from academy_cli.enrollments.access import Access, access
from academy_cli.enrollments.errors import NoAccessError, NotEnrolledError
from academy_cli.enrollments.offer import Offer
from academy_cli.kit.spelling import nearest
from academy_cli.mail.occasions import tell_completed

NO_ENDS: Mapping[int, datetime] = {}


@dataclass(frozen=True, slots=True)
class Seat:
    """A course, a person, and the enrollment of the one in the other, if there is any."""

    course: Row[Any]
    user: Row[Any]
    offer: Offer
    enrollment: Row[Any] | None
    grants: tuple[Row[Any], ...]

    @property
    def subject(self) -> str:
        """What the audit log calls it."""
        return f"enrollment:{self.course.slug}/user:{self.user.id}"

    @property
    def taken(self) -> Row[Any]:
        """The enrollment that must be there. Raises NotEnrolledError."""
        if self.enrollment is None:
            raise NotEnrolledError(self.user.email, self.course.slug)
        return self.enrollment

    def access(
        self,
        now: datetime,
        *,
        ends: Mapping[int, datetime] = NO_ENDS,
        without: tuple[str, str] | None = None,
    ) -> Access:
        """What follows from the grants at a moment, some of them with other ends. Raises NotEnrolledError.

        ``without`` is the kind and reference of a grant that is left out, as if it were revoked.
        """
        mine = self.taken
        counted = [one for one in self.grants if (one.kind, one.reference) != without]
        return access(
            store.held(counted, ends),
            self.offer.span,
            now,
            removed_at=mine.removed_at,
            completed_at=mine.completed_at,
        )

    def require_access(self, now: datetime) -> None:
        """Insist that the course is open to them at a moment. Raises NotEnrolledError and NoAccessError."""
        found = self.access(now)
        if not found.has_access:
            raise NoAccessError(
                self.user.email, self.course.slug, found.state.value, found.starts_at
            )


def course(connection: Connection, slug: str) -> Row[Any]:
    """A course's row. Raises UnknownCourseError with the nearest slug."""
    found = store.course(connection, slug)
    if found is None:
        raise UnknownCourseError(slug, nearest(slug, store.slugs(connection)))
    return found


def hold_course(connection: Connection, slug: str, *, shared: bool = False) -> Row[Any]:
    """A course's row, kept until the transaction ends; ``shared`` with others who hold it so.

    Whoever records progress shares it, so that no completion is judged by the rule that was.
    """
    store.hold_course(connection, slug, shared=shared)
    return course(connection, slug)


def person(connection: Connection, email: str, *, is_held: bool = False) -> Row[Any]:
    """Somebody's account, kept from others by ``is_held``. Raises BadAddressError and UnknownUserError."""
    found = store.user(connection, canonical_address(email), is_held=is_held)
    if found is None:
        raise UnknownUserError(email)
    return found


def seat(
    connection: Connection, course: Row[Any], user: Row[Any], *, is_held: bool = False
) -> Seat:
    """Somebody's place in a course; ``is_held`` keeps others from changing it."""
    mine = store.enrollment(connection, course.id, user.id, is_held=is_held)
    given = store.grants(connection, [mine.id])[mine.id] if mine is not None else []
    return Seat(course, user, Offer.of(course.fields), mine, tuple(given))


def require_own_access(connection: Connection, actor: Actor, slug: str, now: datetime) -> None:
    """Insist that a course is open to whoever acts. Raises NotEnrolledError and NoAccessError."""
    mine = seat(connection, course(connection, slug), person(connection, actor.said))
    if mine.enrollment is None:
        raise NotEnrolledError(mine.user.email, slug, is_own=True)
    mine.require_access(now)


def hold_courses(connection: Connection, ids: Collection[int]) -> Mapping[int, Row[Any]]:
    """Courses' rows by their numbers, kept in that order as ``hold_course`` keeps one."""
    return store.hold_courses(connection, ids)


def hold_seats(
    connection: Connection, wanted: Sequence[tuple[Row[Any], Row[Any]]]
) -> Sequence[Seat]:
    """The places of people in courses, given as (course, user), which nobody else changes; in that order."""
    pairs = [(course.id, user.id) for course, user in wanted]
    there = store.held_enrollments(connection, pairs)
    given = store.grants(connection, [one.id for one in there.values()])
    offers = {course.id: Offer.of(course.fields) for course, _ in wanted}
    return [
        Seat(course, user, offers[course.id], mine, tuple(given.get(mine.id, ()) if mine else ()))
        for course, user in wanted
        for mine in (there.get((course.id, user.id)),)
    ]


def may_look(actor: Actor, action: Permission, course: Row[Any], user: Row[Any]) -> None:
    """Insist that an actor may look at somebody in a course: at themselves, or in a course they teach.

    Only looking: who teaches one course changes nothing of themselves in another. Raises NotPermittedError.
    """
    if not actor.may_reach_course(action, course.slug):
        actor.require_person(action, user.id, user.email)


def complete(
    connection: Connection,
    course: Row[Any],
    enrollments: Sequence[int],
    at: datetime,
    *,
    tells: bool = True,
    awards: bool = True,
) -> list[int]:
    """Complete what is not complete yet, and tell each learner once; returns which enrollments that were.

    ``awards`` issues the certificates that this earns.
    """
    gained = store.complete(connection, enrollments, course.revision, at)
    if gained and awards:
        award(connection, gained, at, tells=tells)
    if gained and tells:
        tell_completed(connection, gained, course.revision, at)
    return gained


def reopen(connection: Connection, enrollments: Sequence[int]) -> None:
    """Take completions back, as the rule of the course has it."""
    store.reopen(connection, enrollments)


def recomplete(
    connection: Connection, completions: Mapping[int, tuple[datetime, int | None]]
) -> None:
    """Let enrollments be complete as they were, here or where they come from: since when, which revision."""
    store.recomplete(connection, completions)


def last_seen(connection: Connection, user_id: int) -> datetime | None:
    """When somebody was last in any of their courses."""
    return store.last_seen(connection, user_id)


def seen(connection: Connection, enrollment: int, at: datetime) -> None:
    """Note that a learner was in the course."""
    store.seen(connection, enrollment, at)


def revoke(
    connection: Connection,
    kind: str,
    reference: str,
    at: datetime,
    reason: str,
    *,
    courses: Collection[int] | None = None,
) -> Sequence[int]:
    """End the access that one reference gave, such as an order; returns which grants it was.

    With ``courses``, by their numbers, only that to these.
    """
    return store.revoke(connection, kind, reference, at, reason, courses=courses)


def change_end(
    connection: Connection, kind: str, reference: str, ends_at: datetime
) -> Sequence[int]:
    """Let the access that one reference gives end at another moment; returns which grants it was."""
    return store.change_end(connection, kind, reference, ends_at)


def give_again(connection: Connection, kind: str, reference: str, reason: str) -> Sequence[int]:
    """Give access again that was ended for one reason; returns which grants it was."""
    return store.give_again(connection, kind, reference, reason)
