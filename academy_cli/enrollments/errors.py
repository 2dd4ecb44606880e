"""What can be refused about enrollments, each with its own sentence.

Knows courses and people by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say


class NotEnrolledError(AcademyError):
    """Somebody who is not in a course, and never was; who asks for themselves (``is_own``) can order it."""

    def __init__(self, email: str, course: str, *, is_own: bool = False) -> None:
        hint = (
            say("Take it: academy order checkout {} {}", email, course)
            if is_own
            else say("Enroll them: academy enrollment create {} {}", email, course)
        )
        super().__init__(
            Kind.MISSING,
            "enrollment.unknown",
            say("“{}” is not enrolled in “{}”.", email, course),
            hint,
        )


class NoAccessError(AcademyError):
    """A learner whose enrollment gives no access now."""

    def __init__(self, email: str, course: str, state: str, starts_at: datetime | None) -> None:
        said = (
            say(
                "“{}” is not open to “{}” until {}: the enrollment is {}.",
                course,
                email,
                iso(starts_at),
                state,
            )
            if starts_at
            else say("“{}” is not open to “{}”: the enrollment is {}.", course, email, state)
        )
        super().__init__(
            Kind.REFUSED,
            "progress.no-access",
            said,
            say("See why: academy enrollment show {} {}", email, course),
        )


class CourseFullError(AcademyError):
    """A course that has no seat left."""

    def __init__(self, course: str, capacity: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "enrollment.full",
            say("“{}” is full: it takes {}.", course, amount(capacity, "learner")),
            "Raise `capacity` in course.yaml; an admin may enroll all the same: --over-capacity",
        )


class OverCapacityError(AcademyError):
    """Somebody who is no admin and would fill a course beyond its capacity."""

    def __init__(self, actor: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "enrollment.over-capacity",
            say(
                "“{}” may not enroll anybody in “{}” over its capacity: that is for admins.",
                actor,
                course,
            ),
            "Ask an admin, or raise `capacity` in course.yaml.",
        )


class CourseEndedError(AcademyError):
    """A course whose end has passed."""

    def __init__(self, course: str, ended: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "enrollment.course-ended",
            say("“{}” ended at {}: nobody can be enrolled any more.", course, iso(ended)),
            "Move `ends_at` in course.yaml, and sync it.",
        )


class BadSpanError(AcademyError):
    """An end that is not after the beginning."""

    def __init__(self, begin: datetime, end: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "enrollment.bad-dates",
            say("Access until “{}” would end before it begins, at {}.", iso(end), iso(begin)),
            "Give a later --until, or an earlier --from.",
        )


class ReferenceUsedError(AcademyError):
    """A reference that granted access once and was revoked since."""

    def __init__(self, reference: str, email: str, course: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.reference-used",
            say("“{}” let “{}” into “{}” once, and was revoked.", reference, email, course),
            "A reference grants once: give another one, or none.",
        )


class BadReferenceError(AcademyError):
    """A reference that is too long or holds what nobody can type."""

    def __init__(self, reference: str, longest: int) -> None:
        super().__init__(
            Kind.USAGE,
            "enrollment.bad-reference",
            say(
                "“{}” is no reference: it takes 1 to {} characters that can be seen.",
                reference,
                longest,
            ),
            "Write it like O-2026-000123.",
        )


class RemovedError(AcademyError):
    """Somebody who was taken out of a course, where somebody in it is wanted."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.removed",
            say("“{}” was removed from “{}”.", email, course),
            say("Bring them back: academy enrollment create {} {}", email, course),
        )


class EndlessError(AcademyError):
    """Access without an end, which cannot be extended."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.endless",
            say("The access of “{}” to “{}” has no end that could be moved.", email, course),
            say("See why: academy enrollment show {} {}", email, course),
        )


class NotLongerError(AcademyError):
    """An end that is not later than the one there is."""

    def __init__(self, until: datetime, ends_at: datetime) -> None:
        super().__init__(
            Kind.CONFLICT,
            "enrollment.not-longer",
            say("“{}” extends nothing: access lasts until {}.", iso(until), iso(ends_at)),
            "Give a later --until.",
        )


class PastEndError(AcademyError):
    """An end that has passed already."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "enrollment.past-end",
            say("“{}” has passed: nobody would have access.", iso(until)),
            "Give a later --until.",
        )


class EnrollmentListError(AcademyError):
    """A list of enrollments, where rows that can be imported are wanted."""

    def __init__(self, file: str, columns: Sequence[str]) -> None:
        super().__init__(
            Kind.INVALID,
            "enrollment.a-list",
            say("“{}” is a list to look at: imports know no column “{}”.", file, columns[0]),
            "Write a file that can be imported: academy enrollment export FILE",
        )
