"""What can be refused in the catalogue, each with its own sentence.

Knows courses by their slugs and people by their addresses; refuses to know how a shell prints them.
"""

from __future__ import annotations

from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso


class NotIndexedError(AcademyError):
    """Courses that changed and cannot be read anew here."""

    def __init__(self, courses: int, why: str) -> None:
        some = "A course has" if courses == 1 else f"{courses} courses have"
        super().__init__(
            Kind.UNAVAILABLE,
            "search.not-indexed",
            f"{some} changed since anybody searched, and the index cannot be written: {why}",
            "Search once as somebody who may write to the database, then again.",
        )


class StillChangingError(AcademyError):
    """Courses that change faster than they are read."""

    def __init__(self) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "search.still-changing",
            "Courses are changing faster than they can be read.",
            "Try again when the syncs that are running have ended.",
        )


class PastEndError(AcademyError):
    """A course that should stand before others until a moment that has passed."""

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "feature.past-end",
            f"“{iso(ends_at)}” has passed.",
            "Give a later one, or leave --until out.",
        )


class NoStarsError(AcademyError):
    """A number that no stars are."""

    def __init__(self, stars: int) -> None:
        super().__init__(
            Kind.USAGE, "review.bad-stars", f"“{stars}” is not from 1 to 5.", "Give 1 to 5 stars."
        )


class TooLongReviewError(AcademyError):
    """More words than a review has."""

    def __init__(self, letters: int, most: int) -> None:
        super().__init__(
            Kind.USAGE,
            "review.too-long",
            f"A review of {letters:,} letters is too long: {most:,} at most.",
            "Write less.",
        )


class NotBegunError(AcademyError):
    """A review by somebody who has not begun the course."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "review.not-begun",
            f"“{email}” has not begun “{course}”, and only who has can review it.",
            f"See how far they are: academy progress show {email} {course}",
        )


class OwnCourseError(AcademyError):
    """A review by somebody who teaches the course."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "review.own-course",
            f"“{email}” teaches “{course}”, and nobody reviews a course of their own.",
            f"See what learners say: academy review list --course {course}",
        )


class UnknownReviewError(AcademyError):
    """A number that no review has, or none that somebody may see."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Kind.MISSING,
            "review.unknown",
            f"There is no review {number}.",
            "See which there are: academy review list",
        )


class NoReasonError(AcademyError):
    """A review that is hidden without saying why."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Kind.USAGE,
            "review.no-reason",
            f"Review {number} cannot be hidden without a reason: its author may ask.",
            f"Say why: academy review moderate {number} hide --reason TEXT",
        )
