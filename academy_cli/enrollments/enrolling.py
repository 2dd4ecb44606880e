"""What enrolling somebody does: decided from what there is, then done.

Knows that a reference grants once, that what is given already is not given again, and that a course takes so
many; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.enrollments import store
from academy_cli.enrollments.access import (
    NEVER,
    Access,
    Held,
    Span,
    State,
    access,
    is_covered,
)
from academy_cli.enrollments.errors import (
    BadReferenceError,
    BadSpanError,
    CourseEndedError,
    PastEndError,
    ReferenceUsedError,
)
from academy_cli.enrollments.offer import Offer
from academy_cli.enrollments.seats import NO_ENDS, Seat
from academy_cli.enrollments.views import EnrollmentChange, Granting
from academy_cli.mail.occasions import enrolled_mail
from academy_cli.mail.service import Message, enqueue

LONGEST_REFERENCE = 64


class Enrolling(NamedTuple):
    """What will be done, with what the grant says and what follows from it."""

    outcome: str
    span: Span
    before: Access | None
    after: Access
    adds_access: bool = True
    """Whether there is access afterwards that there was not; else there is nothing to tell anybody."""

    @property
    def takes_a_seat(self) -> bool:
        """Whether somebody is in the course afterwards who was not."""
        was_in = self.before is not None and is_in(self.before)
        return self.outcome != "unchanged" and not was_in

    def change(self, seat: Seat, *, mails: int) -> EnrollmentChange:
        """The same as a view."""
        return EnrollmentChange(
            seat.user.email,
            seat.course.slug,
            self.outcome,
            self.before.state.value if self.before else None,
            self.after.state.value,
            self.after.starts_at,
            self.after.ends_at,
            mails,
            self.adds_access,
        )


class Step(NamedTuple):
    """Somebody's place in a course, what they are given, and what that will do."""

    seat: Seat
    given: Granting
    plan: Enrolling

    def new(self, now: datetime) -> store.New:
        """The enrollment of whoever has none."""
        return store.New(self.seat.course.id, self.seat.user.id, now)

    def row(self, enrollment: int, now: datetime) -> store.GrantRow:
        """The grant as it is written."""
        given = self.given
        words = (given.kind, given.reference, given.reason)
        return store.GrantRow(enrollment, *words, *self.plan.span, now)


class Done(NamedTuple):
    """What was written: the grant, and the mail that tells of it, if somebody is to be told."""

    grant: int
    mail: Message | None


def planned(seat: Seat, given: Granting, now: datetime) -> Enrolling:
    """What giving somebody a grant would do.

    Raises BadReferenceError, BadSpanError, CourseEndedError, PastEndError and ReferenceUsedError.
    """
    if given.reference is not None:
        require_reference(given.reference)
    span = span_of(seat.course.slug, seat.offer, given, now)
    before = seat.access(now) if seat.enrollment is not None else None
    same = _same(seat, given, span, now)
    mine = seat.enrollment
    if before is not None and mine is not None and mine.removed_at is None and same is not None:
        return Enrolling("unchanged", span, before, before)
    after = access(
        [*store.held(seat.grants, NO_ENDS), Held(span)],
        seat.offer.span,
        now,
        completed_at=mine.completed_at if mine is not None else None,
    )
    if mine is None:
        return Enrolling("enrolled", span, None, after)
    if mine.removed_at is not None:
        return Enrolling("restored", span, before, after)
    others = store.held(seat.grants, NO_ENDS)
    adds = not is_covered(span, others, seat.offer.span, now)
    return Enrolling("granted", span, before, after, adds_access=adds)


def carry_out(
    connection: Connection, seat: Seat, given: Granting, plan: Enrolling, now: datetime
) -> tuple[int, int]:
    """Write an enrollment and its grant and, if they are to be told, their mail; returns grant and mails."""
    (done,) = carry_out_all(connection, [Step(seat, given, plan)], now)
    mails = enqueue(connection, [done.mail], now) if done.mail is not None else 0
    return done.grant, mails


def carry_out_all(connection: Connection, steps: Sequence[Step], now: datetime) -> Sequence[Done]:
    """Write enrollments and their grants, nobody's twice in one course; in the same order.

    Whoever asks holds the courses, so that nobody else enrolls there. The mail is theirs to write, where it
    belongs among what else there is to tell.
    """
    missing = [one.new(now) for one in steps if one.seat.enrollment is None]
    new = iter(store.enroll(connection, missing))
    mine = [one.seat.enrollment.id if one.seat.enrollment else next(new) for one in steps]
    rows = [one.row(of, now) for one, of in zip(steps, mine, strict=True)]
    given = store.grant(connection, rows)
    store.restore(connection, mine)
    told = {
        of: given[of]
        for one, of in zip(steps, mine, strict=True)
        if one.given.tells and one.plan.adds_access
    }
    mails = enrolled_mail(connection, told)
    return [Done(given[of], mails.get(of)) for of in mine]


def is_in(found: Access) -> bool:
    """Whether somebody takes a seat: they have access, or will have."""
    return found.has_access or found.state is State.WAITING


def require_reference(reference: str) -> None:
    """Insist on a reference that people can type. Raises BadReferenceError."""
    if not 1 <= len(reference) <= LONGEST_REFERENCE or not reference.isprintable():
        raise BadReferenceError(reference, LONGEST_REFERENCE)


def span_of(slug: str, offer: Offer, given: Granting, now: datetime) -> Span:
    """From when until when a grant holds, as asked for or as course.yaml has it.

    Raises BadSpanError, CourseEndedError and PastEndError.
    """
    ended = offer.span.ends_at
    if ended is not None and ended <= now:
        raise CourseEndedError(slug, ended)
    begin = given.starts_at or now
    ends_at = end_of(offer, given, now)
    if ends_at is not None and ends_at <= begin:
        raise BadSpanError(begin, ends_at) if given.starts_at else PastEndError(ends_at)
    if ends_at is not None and ends_at <= now:
        raise PastEndError(ends_at)
    span = Span(given.starts_at, ends_at)
    common = span.within(offer.span)
    if (common.starts_at or now) >= (common.ends_at or NEVER):
        raise BadSpanError(common.starts_at or now, common.ends_at or NEVER)
    return span


def end_of(offer: Offer, given: Granting, now: datetime) -> datetime | None:
    """When a grant ends: as asked for, or as course.yaml has it; staff stay for ever."""
    if given.ends_at is not None or given.kind == "staff":
        return given.ends_at
    return offer.end(given.starts_at or now)


def _same(seat: Seat, given: Granting, span: Span, now: datetime) -> Row[Any] | None:
    """The grant that gives this already. Raises ReferenceUsedError for one that was revoked."""
    alike = [
        one for one in seat.grants if (one.kind, one.reference) == (given.kind, given.reference)
    ]
    if given.reference is not None:
        for one in alike:
            if one.revoked_at is not None:
                raise ReferenceUsedError(given.reference, seat.user.email, seat.course.slug)
        return alike[0] if alike else None
    is_any = given.starts_at is None and given.ends_at is None
    for one in alike:
        is_over = one.revoked_at is not None or (one.ends_at is not None and one.ends_at <= now)
        is_equal = (one.starts_at, one.ends_at) == (span.starts_at, span.ends_at)
        if not is_over and (is_any or is_equal):
            return one
    return None
