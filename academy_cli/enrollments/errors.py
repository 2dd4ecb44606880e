"""What can be refused about enrollments, each with its own sentence.

Knows courses and people by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.clock import iso


class NotEnrolledError(AcademyError):
    """Somebody who is not in a course, and never was; who asks for themselves (``is_own``) can order it."""

    def __init__(self, email: str, course: str, *, is_own: bool = False) -> None:
        verb = (
            "Take it: academy order checkout"
            if is_own
            else "Enroll them: academy enrollment create"
        )
        super().__init__(
            Kind.MISSING,
            "enrollment.unknown",
            f"“{email}” is not enrolled in “{course}”.",
            f"{verb} {email} {course}",
        )


class NoAccessError(AcademyError):
    """A learner whose enrollment gives no access now."""

    def __init__(self, email: str, course: str, state: str, starts_at: datetime | None) -> None:
        later = f" until {iso(starts_at)}" if starts_at else ""
        super().__init__(
            Kind.REFUSED,
            "progress.no-access",
            f"“{course}” is not open to “{email}”{later}: the enrollment is {state}.",
            f"See why: academy enrollment show {email} {course}",
        )


class CourseFullError(AcademyError):
    """A course that has no seat left."""

    def __init__(self, course: str, capacity: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "enrollment.full",
            f"“{course}” is full: it takes {amount(capacity, 'learner')}.",
            "Raise `capacity` in course.yaml; an admin may enroll all the same: --over-capacity",
        )


class OverCapacityError(AcademyError):
    """Somebody who is no admin and would fill a course beyond its capacity."""

    def __init__(self, actor: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "enrollment.over-capacity",
            f"“{actor}” may not enroll anybody in “{course}” over its capacity: that is for admins.",
            "Ask an admin, or raise `capacity` in course.yaml.",
        )


class CourseEndedError(AcademyError):
    """A course whose end has passed."""

    def __init__(self, course: str, ended: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "enrollment.course-ended",
            f"“{course}” ended at {iso(ended)}: nobody can be enrolled any more.",
            "Move `ends_at` in course.yaml, and sync it.",
        )


class BadSpanError(AcademyError):
    """An end that is not after the beginning."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "enrollment.bad-dates",
            f"Access until “{iso(end)}” would end before it begins, at {iso(begin)}.",
            "Give a later --until, or an earlier --from.",
        )


class ReferenceUsedError(AcademyError):
    """A reference that granted access once and was revoked since."""

    def __init__(self, reference: str, email: str, course: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.reference-used",
            f"“{reference}” let “{email}” into “{course}” once, and was revoked.",
            "A reference grants once: give another one, or none.",
        )


class BadReferenceError(AcademyError):
    """A reference that is too long or holds what nobody can type."""

    def __init__(self, reference: str, longest: int) -> None:
        super().__init__(
            Kind.USAGE,
            "enrollment.bad-reference",
            f"“{reference}” is no reference: it takes 1 to {longest} characters that can be seen.",
            "Write it like O-2026-000123.",
        )


class RemovedError(AcademyError):
    """Somebody who was taken out of a course, where somebody in it is wanted."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.removed",
            f"“{email}” was removed from “{course}”.",
            f"Bring them back: academy enrollment create {email} {course}",
        )


class EndlessError(AcademyError):
    """Access without an end, which cannot be extended."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.endless",
            f"The access of “{email}” to “{course}” has no end that could be moved.",
            f"See why: academy enrollment show {email} {course}",
        )


class NotLongerError(AcademyError):
    """An end that is not later than the one there is."""

    def __init__(self, until: datetime, ends_at: datetime) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.not-longer",
            f"“{iso(until)}” extends nothing: access lasts until {iso(ends_at)}.",
            "Give a later --until.",
        )


class PastEndError(AcademyError):
    """An end that has passed already."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "enrollment.past-end",
            f"“{iso(until)}” has passed: nobody would have access.",
            "Give a later --until.",
        )


class EnrollmentListError(AcademyError):
    """A list of enrollments, where rows that can be imported are wanted."""

    def __init__(self, file: str, columns: Sequence[str]) -> None:
        super().__init__(
            Kind.INVALID,
            "enrollment.a-list",
            f"“{file}” is a list to look at: imports know no column “{columns[0]}”.",
            "Write a file that can be imported: academy enrollment export FILE",
        )
