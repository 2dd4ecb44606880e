"""What somebody wants to know: which subject, told for what, of which days, and of what alone.

Knows values; refuses to know tables.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import NamedTuple

from academy_cli.analytics.calendar import Unit
from academy_cli.kit.saying import say, say_joined

IDLE_DAYS = 30
"""Whoever was not seen for so long has stopped, unless somebody asks for other days."""


class Subject(Enum):
    """What figures are about."""

    REVENUE = "revenue"
    CONVERSIONS = "conversions"
    USERS = "users"
    COURSES = "courses"
    ENGAGEMENT = "engagement"
    CERTIFICATES = "certificates"


class By(Enum):
    """What there is a row for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    COURSE = "course"
    INSTRUCTOR = "instructor"
    COUNTRY = "country"
    CURRENCY = "currency"
    LANGUAGE = "language"
    ROLE = "role"
    TOTAL = "total"

    @property
    def unit(self) -> Unit | None:
        """The stretch of time that it is; None for everything else."""
        return Unit(self.value) if self in TIMES else None


TIMES = (By.DAY, By.WEEK, By.MONTH)
_OF_COURSES = (*TIMES, By.COURSE, By.INSTRUCTOR, By.TOTAL)
OFFERED = {
    Subject.REVENUE: (*_OF_COURSES, By.COUNTRY, By.CURRENCY),
    Subject.CONVERSIONS: (*_OF_COURSES, By.COUNTRY),
    Subject.USERS: (*TIMES, By.COUNTRY, By.LANGUAGE, By.ROLE, By.TOTAL),
    Subject.COURSES: (*_OF_COURSES, By.COUNTRY),
    Subject.ENGAGEMENT: (*_OF_COURSES, By.COUNTRY),
    Subject.CERTIFICATES: (*_OF_COURSES, By.COUNTRY),
}
"""What each subject can be told for."""


class Narrowing(NamedTuple):
    """Of what alone; nothing said is everything."""

    courses: tuple[str, ...] = ()
    instructor: str | None = None
    country: str | None = None
    currency: str | None = None

    @property
    def said(self) -> str:
        """In words, for whoever reads the figures; nothing where nothing is said."""
        parts = [
            say("course {}", ", ".join(self.courses)),
            say("instructor {}", self.instructor),
            say("country {}", self.country),
            say("currency {}", self.currency),
        ]
        return say_joined("; ", [one for one, value in zip(parts, self, strict=True) if value])


NARROWED = {
    Subject.REVENUE: ("courses", "instructor", "country", "currency"),
    Subject.CONVERSIONS: ("courses", "instructor", "country"),
    Subject.USERS: ("country",),
    Subject.COURSES: ("courses", "instructor", "country"),
    Subject.ENGAGEMENT: ("courses", "instructor", "country"),
    Subject.CERTIFICATES: ("courses", "instructor", "country"),
}
"""By what each subject can be narrowed."""


class Question(NamedTuple):
    """A subject, what there is a row for, the days from one through another, and of what alone.

    Days that are not said are the usual ones; ``compares`` asks for the days before them as well.
    """

    subject: Subject
    by: By
    since: date | None = None
    last: date | None = None
    only: Narrowing = Narrowing()
    compares: bool = False
