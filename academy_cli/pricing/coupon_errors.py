"""What can be refused about coupons, each with its own sentence.

Knows codes and amounts as people write them; refuses to know how a shell prints them.
"""

from __future__ import annotations

from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.clock import iso
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say


class UnknownCouponError(AcademyError):
    """A code that no coupon has."""

    def __init__(self, code: str, nearest: str | None = None) -> None:
        hint = (
            say("Did you mean “{}”?", nearest)
            if nearest
            else say("See what there is: academy coupon list")
        )
        super().__init__(
            Kind.MISSING, "coupon.unknown", say("There is no coupon “{}”.", code), hint
        )


class BadCodeError(AcademyError):
    """A word that cannot be a coupon's code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.USAGE,
            "coupon.bad-code",
            say(
                "“{}” is no code: it takes 2 to 40 letters from A to Z, digits, and dashes between "
                "them.",
                code,
            ),
            "Write it like SUMMER-2027, or leave it out and one is drawn.",
        )


class CouponExistsError(AcademyError):
    """A code that a coupon has, or had: its orders still say it."""

    def __init__(self, code: str, *, is_removed: bool) -> None:
        super().__init__(
            Kind.CONFLICT,
            "coupon.exists",
            say("There {} a coupon “{}” already.", say("was") if is_removed else say("is"), code),
            say("Take another code, or see it: academy coupon show {}", code),
        )


class BadReductionError(AcademyError):
    """Neither a part nor an amount, or both; ``why`` is a whole sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(
            Kind.USAGE,
            "coupon.bad-reduction",
            why,
            "Say --percent 25, or --amount 10 --currency eur.",
        )


class BadCouponSpanError(AcademyError):
    """A coupon that would end before it begins, or has ended already."""

    def __init__(self, ends_at: datetime, begin: datetime) -> None:
        super().__init__(
            Kind.USAGE,
            "coupon.bad-dates",
            say(
                "Nobody could use it: it would end at {}, which is not after {}.",
                iso(ends_at),
                iso(begin),
            ),
            "Give a later --until, or an earlier --from.",
        )


class BadLimitError(AcademyError):
    """A number of uses that is none."""

    def __init__(self, option: str, limit: int) -> None:
        super().__init__(
            Kind.USAGE,
            "coupon.bad-limit",
            say("“{}” is no number of uses for {}.", limit, option),
            "Give 1 or more, or leave it out for no limit.",
        )


class CouponRemovedError(AcademyError):
    """A coupon that was taken out of use."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.removed",
            say("The coupon “{}” was removed.", code),
            "See which can be used: academy coupon list --state active",
        )


class CouponWaitingError(AcademyError):
    """A coupon that has not begun."""

    def __init__(self, code: str, starts_at: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.not-begun",
            say("The coupon “{}” can be used from {} on.", code, iso(starts_at)),
            "Wait for it, or buy without it.",
        )


class CouponEndedError(AcademyError):
    """A coupon that is over."""

    def __init__(self, code: str, ended: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.ended",
            say("The coupon “{}” ended at {}.", code, iso(ended)),
            "See which can be used: academy coupon list --state active",
        )


class CouponUsedUpError(AcademyError):
    """A coupon that was used as often as it can be."""

    def __init__(self, code: str, most: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.used-up",
            say("The coupon “{}” is used up: it can be used {}.", code, _times(most)),
            "See which can be used: academy coupon list --state active",
        )


class CouponUsedByPersonError(AcademyError):
    """A coupon that somebody used as often as one person can."""

    def __init__(self, code: str, most: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.used-by-person",
            say("They have used the coupon “{}” already: each person can {}.", code, _times(most)),
            say("See who used it: academy coupon show {}", code),
        )


class OtherCourseError(AcademyError):
    """A coupon for another course than any that is wanted."""

    def __init__(self, code: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.other-course",
            say("The coupon “{}” holds for “{}” alone.", code, course),
            "Buy without it, or buy that course.",
        )


class OtherCurrencyError(AcademyError):
    """A coupon that takes off an amount of another currency."""

    def __init__(self, code: str, taken: Money, currency: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.other-currency",
            say(
                "The coupon “{}” takes {} off, and this is paid in {}.",
                code,
                written(taken),
                currency.upper(),
            ),
            say("Pay in {}, or buy without it.", taken.currency.upper()),
        )


class LeavesTooLittleError(AcademyError):
    """A coupon that leaves less to pay than a card is charged."""

    def __init__(self, code: str, left: Money, least: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.leaves-too-little",
            say(
                "The coupon “{}” leaves {}, and the least that a card is charged is {}.",
                code,
                written(left),
                written(Money(least, left.currency)),
            ),
            "Use a coupon that takes less off, or all of it.",
        )


class TakesNothingError(AcademyError):
    """A coupon that takes nothing off what is wanted."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "coupon.takes-nothing",
            say(
                "The coupon “{}” takes nothing off: what it holds for is free, or too cheap.", code
            ),
            "Buy without it, and keep it.",
        )


def _times(count: int) -> str:
    return say("once") if count == 1 else amount(count, "time")
