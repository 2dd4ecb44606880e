"""What can be refused about prices, each with its own sentence.

Knows courses by their slugs and amounts as people write them; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say, say_joined


class PriceSetByCourseError(AcademyError):
    """A price that course.yaml decides."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.set-by-course",
            say("course.yaml of “{}” says its prices, and the file decides.", course),
            "Change `prices:` in course.yaml and sync it, or take the key out.",
        )


class PastStartError(AcademyError):
    """A price that should hold since a moment that has passed."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "price.past-start",
            say("“{}” has passed: what a course cost is never changed.", iso(starts_at)),
            "Leave --from out for a price that holds from now on, or give a later one.",
        )


class UnchargeableError(AcademyError):
    """An amount that no card can be charged; ``why`` is the rest of a sentence."""

    def __init__(self, price: Money, why: str) -> None:
        super().__init__(
            Kind.USAGE,
            "price.unchargeable",
            say("“{}” {}.", written(price), why),
            "Give another amount, or another currency; 0 is free.",
        )


class BadCurrencyError(AcademyError):
    """A word that is the code of no currency."""

    def __init__(self, currency: str) -> None:
        super().__init__(
            Kind.USAGE,
            "price.bad-currency",
            say("“{}” is no three-letter currency code.", currency),
            "Write it like eur.",
        )


class NotScheduledError(AcademyError):
    """A change of price that is not planned."""

    def __init__(self, course: str, currency: str, starts_at: datetime | None) -> None:
        when = say(" from {} on", iso(starts_at)) if starts_at else ""
        super().__init__(
            Kind.MISSING,
            "price.not-scheduled",
            say("No other price in {} is planned for “{}”{}.", currency.upper(), course, when),
            say("See what is: academy price list --course {}", course),
        )


class CourseDraftError(AcademyError):
    """A course that is not published yet, so nobody can buy it."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.course-draft",
            say("“{}” is a draft: nobody can buy it yet.", course),
            say("Publish it first: academy course publish {}", course),
        )


class CourseArchivedError(AcademyError):
    """A course that is archived, so nobody can buy it any more."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.course-archived",
            say("“{}” is archived: nobody can buy it any more.", course),
            "See what is on sale: academy price list",
        )


class NotSoldInError(AcademyError):
    """A course that is not sold in a currency."""

    def __init__(self, course: str, currency: str, sold_in: Collection[str]) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.not-sold",
            say("“{}” is not sold in {}, but in {}.", course, currency.upper(), _codes(sold_in)),
            say("See what it costs: academy price list --course {}", course),
        )


class WhichCurrencyError(AcademyError):
    """Courses that are sold in several currencies, of which none was named."""

    def __init__(self, courses: Collection[str], common: Collection[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "price.which-currency",
            say(
                "{} can be bought in {}, and none of them was named.",
                _quoted(courses),
                _codes(common),
            ),
            say("Name one: --currency {}", min(common)),
        )


class NoCommonCurrencyError(AcademyError):
    """Courses that are not sold in any one currency."""

    def __init__(self, courses: Collection[str]) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.no-common-currency",
            say("There is no currency in which all of {} are sold.", _quoted(courses)),
            "Sell them one by one, or see what they cost: academy price list",
        )


class TwiceError(AcademyError):
    """A course that is wanted twice at once."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.USAGE,
            "price.course-twice",
            say("“{}” is wanted twice, and nobody needs a course twice.", course),
            "Name each course once.",
        )


def _quoted(courses: Collection[str]) -> str:
    return say_joined(", ", (say("“{}”", slug) for slug in courses))


def _codes(currencies: Collection[str]) -> str:
    if not currencies:
        return say("none")
    return say_joined(" and ", (code.upper() for code in sorted(currencies)))
