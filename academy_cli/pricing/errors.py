"""What can be refused about prices, each with its own sentence.

Knows courses by their slugs and amounts as people write them; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.money import Money, written


class PriceSetByCourseError(AcademyError):
    """A price that course.yaml decides."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.set-by-course",
            f"course.yaml of “{course}” says its prices, and the file decides.",
            "Change `prices:` in course.yaml and sync it, or take the key out.",
        )


class PastStartError(AcademyError):
    """A price that should hold since a moment that has passed."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "price.past-start",
            f"“{iso(starts_at)}” has passed: what a course cost is never changed.",
            "Leave --from out for a price that holds from now on, or give a later one.",
        )


class UnchargeableError(AcademyError):
    """An amount that no card can be charged; ``why`` is the rest of a sentence."""

    def __init__(self, price: Money, why: str) -> None:
        super().__init__(
            Kind.USAGE,
            "price.unchargeable",
            f"“{written(price)}” {why}.",
            "Give another amount, or another currency; 0 is free.",
        )


class BadCurrencyError(AcademyError):
    """A word that is the code of no currency."""

    def __init__(self, currency: str) -> None:
        super().__init__(
            Kind.USAGE,
            "price.bad-currency",
            f"“{currency}” is no three-letter currency code.",
            "Write it like eur.",
        )


class NotScheduledError(AcademyError):
    """A change of price that is not planned."""

    def __init__(self, course: str, currency: str, starts_at: datetime | None) -> None:
        when = f" from {iso(starts_at)} on" if starts_at else ""
        super().__init__(
            Kind.MISSING,
            "price.not-scheduled",
            f"No other price in {currency.upper()} is planned for “{course}”{when}.",
            f"See what is: academy price list --course {course}",
        )


class CourseDraftError(AcademyError):
    """A course that is not published yet, so nobody can buy it."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.course-draft",
            f"“{course}” is a draft: nobody can buy it yet.",
            f"Publish it first: academy course publish {course}",
        )


class CourseArchivedError(AcademyError):
    """A course that is archived, so nobody can buy it any more."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.course-archived",
            f"“{course}” is archived: nobody can buy it any more.",
            "See what is on sale: academy price list",
        )


class NotSoldInError(AcademyError):
    """A course that is not sold in a currency."""

    def __init__(self, course: str, currency: str, sold_in: Collection[str]) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.not-sold",
            f"“{course}” is not sold in {currency.upper()}, but in {_codes(sold_in)}.",
            f"See what it costs: academy price list --course {course}",
        )


class WhichCurrencyError(AcademyError):
    """Courses that are sold in several currencies, of which none was named."""

    def __init__(self, courses: Collection[str], common: Collection[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "price.which-currency",
            f"{_quoted(courses)} can be bought in {_codes(common)}, and none of them was named.",
            f"Name one: --currency {min(common)}",
        )


class NoCommonCurrencyError(AcademyError):
    """Courses that are not sold in any one currency."""

    def __init__(self, courses: Collection[str]) -> None:
        super().__init__(
            Kind.REFUSED,
            "price.no-common-currency",
            f"There is no currency in which all of {_quoted(courses)} are sold.",
            "Sell them one by one, or see what they cost: academy price list",
        )


class TwiceError(AcademyError):
    """A course that is wanted twice at once."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.USAGE,
            "price.course-twice",
            f"“{course}” is wanted twice, and nobody needs a course twice.",
            "Name each course once.",
        )


def _quoted(courses: Collection[str]) -> str:
    return ", ".join(f"“{slug}”" for slug in courses)


def _codes(currencies: Collection[str]) -> str:
    return " and ".join(code.upper() for code in sorted(currencies)) or "none"
