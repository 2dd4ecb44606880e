"""What can be refused in the catalogue, each with its own sentence.

Knows courses by their slugs and people by their addresses; refuses to know how a shell prints them.
"""

from __future__ import annotations

from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say


class NotIndexedError(AcademyError):
    """Courses that changed and cannot be read anew here."""

    def __init__(self, courses: int, why: str) -> None:
        some = say("A course has") if courses == 1 else say("{} courses have", courses)
        super().__init__(
            Kind.UNAVAILABLE,
            "search.not-indexed",
            say(
                "{} changed since anybody searched, and the index cannot be written: {}", some, why
            ),
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
            say("“{}” has passed.", iso(ends_at)),
            "Give a later one, or leave --until out.",
        )


class NoStarsError(AcademyError):
    """A number that no stars are."""

    def __init__(self, stars: int) -> None:
        super().__init__(
            Kind.USAGE,
            "review.bad-stars",
            say("“{}” is not from 1 to 5.", stars),
            "Give 1 to 5 stars.",
        )


class TooLongReviewError(AcademyError):
    """More words than a review has."""

    def __init__(self, letters: int, most: int) -> None:
        super().__init__(
            Kind.USAGE,
            "review.too-long",
            say("A review of {:,} letters is too long: {:,} at most.", letters, most),
            "Write less.",
        )


class NotBegunError(AcademyError):
    """A review by somebody who has not begun the course."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "review.not-begun",
            say("“{}” has not begun “{}”, and only who has can review it.", email, course),
            say("See how far they are: academy progress show {} {}", email, course),
        )


class OwnCourseError(AcademyError):
    """A review by somebody who teaches the course."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "review.own-course",
            say("“{}” teaches “{}”, and nobody reviews a course of their own.", email, course),
            say("See what learners say: academy review list --course {}", course),
        )


class UnknownReviewError(AcademyError):
    """A number that no review has, or none that somebody may see."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Kind.MISSING,
            "review.unknown",
            say("There is no review {}.", number),
            "See which there are: academy review list",
        )


class NoReasonError(AcademyError):
    """A review that is hidden without saying why."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Kind.USAGE,
            "review.no-reason",
            say("Review {} cannot be hidden without a reason: its author may ask.", number),
            say("Say why: academy review moderate {} hide --reason TEXT", number),
        )
