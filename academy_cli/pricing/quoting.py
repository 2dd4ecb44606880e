"""What somebody would have to pay for courses at a moment, coupon included, line by line.

What orders are made from: works in the caller's transaction. Refuses to commit, and to know payments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.enrollments import seats
from academy_cli.kit.money import NO_CURRENCY, Money, least_charge
from academy_cli.kit.pricelist import sold
from academy_cli.pricing import coupon_rows, coupon_store, couponcodes, couponuse, listing, store
from academy_cli.pricing.coupon_errors import (
    LeavesTooLittleError,
    OtherCourseError,
    OtherCurrencyError,
    TakesNothingError,
    UnknownCouponError,
)
from academy_cli.pricing.couponuse import release_coupon, use_coupon
from academy_cli.pricing.discounts import discounts
from academy_cli.pricing.errors import (
    CourseArchivedError,
    CourseDraftError,
    NoCommonCurrencyError,
    NotSoldInError,
    TwiceError,
    WhichCurrencyError,
)

__all__ = ["NO_CURRENCY", "Quote", "QuotedLine", "Wanted", "quote", "release_coupon", "use_coupon"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to buy: courses by slug in the order of the lines, at least one.

    ``user_id`` is whose uses of the coupon count; without one it is not asked how often they used it.
    """

    courses: tuple[str, ...]
    currency: str | None = None
    coupon: str | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """One course: what it costs, what is taken off, and what is left to pay."""

    course_id: int
    slug: str
    title: str
    price: Money
    discount: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """What is to be paid: the sum of the lines, in their currency; nothing at all is free."""

    currency: str
    lines: tuple[QuotedLine, ...]
    coupon_id: int | None
    total: Money


def quote(connection: Connection, wanted: Wanted, at: datetime) -> Quote:
    """What courses cost somebody at a moment; nothing is changed, and no coupon is used.

    Without a currency it is the only one that all are sold in; what is free is so in every currency. Raises
    UnknownCourseError, CourseDraftError, CourseArchivedError, TwiceError, NotSoldInError, WhichCurrencyError,
    NoCommonCurrencyError, UnknownCouponError, what ``couponuse.require_usable`` does, OtherCourseError,
    OtherCurrencyError, TakesNothingError and LeavesTooLittleError.
    """
    courses = _on_sale(connection, wanted.courses, at)
    listed = store.listed(connection, [course.id for course in courses])
    offers = {course.slug: sold(listed[course.id], at) for course in courses}
    currency = _currency(offers, wanted.currency)
    prices = [offers[course.slug].get(currency, 0) for course in courses]
    if wanted.coupon is None:
        return _quote(courses, prices, [0] * len(prices), currency, None)
    coupon = _coupon(connection, wanted.coupon)
    couponuse.require_usable(connection, coupon, wanted.user_id, at)
    taken = _discounts(coupon, courses, prices, currency)
    return _quote(courses, prices, taken, currency, coupon.id)


def _on_sale(connection: Connection, slugs: Sequence[str], at: datetime) -> Sequence[Row[Any]]:
    """The courses of some slugs, in their order. Raises what ``quote`` does."""
    found: dict[str, Row[Any]] = {}
    for slug in slugs:
        course = seats.course(connection, slug)
        if course.slug in found:
            raise TwiceError(slug)
        status = listing.status(course, at)
        if status == "draft":
            raise CourseDraftError(slug)
        if status == "archived":
            raise CourseArchivedError(slug)
        found[course.slug] = course
    return tuple(found.values())


def _currency(offers: Mapping[str, Mapping[str, int]], named: str | None) -> str:
    """The currency that all courses can be paid in; a course that has no price is free in any."""
    priced = {slug: offer for slug, offer in offers.items() if offer}
    if named is not None:
        code = named.lower()
        for slug, offer in priced.items():
            if code not in offer:
                raise NotSoldInError(slug, code, offer)
        return code
    if not priced:
        return NO_CURRENCY
    common = set.intersection(*(set(offer) for offer in priced.values()))
    if not common:
        raise NoCommonCurrencyError(priced)
    if len(common) > 1:
        raise WhichCurrencyError(priced, common)
    return common.pop()


def _coupon(connection: Connection, code: str) -> Row[Any]:
    """The coupon of a code; whoever buys is not told which codes are like it."""
    form = couponcodes.canonical(code)
    row = coupon_store.coupon(connection, form) if form is not None else None
    if row is None:
        raise UnknownCouponError(code)
    return row


def _discounts(
    coupon: Row[Any], courses: Sequence[Row[Any]], prices: Sequence[int], currency: str
) -> Sequence[int]:
    """What a coupon takes off each course. Raises what ``quote`` does."""
    reduction = coupon_rows.reduction(coupon)
    holds = [coupon.course_id in (None, course.id) for course in courses]
    if not any(holds):
        raise OtherCourseError(coupon.code, coupon.course)
    if reduction.amount is not None and reduction.amount.currency != currency:
        raise OtherCurrencyError(coupon.code, reduction.amount, currency)
    taken = discounts(reduction, prices, currency, holds)
    if not any(taken):
        raise TakesNothingError(coupon.code)
    left, least = Money(sum(prices) - sum(taken), currency), least_charge(currency)
    if 0 < left.amount < least:
        raise LeavesTooLittleError(coupon.code, left, least)
    return taken


def _quote(
    courses: Sequence[Row[Any]],
    prices: Sequence[int],
    taken: Sequence[int],
    currency: str,
    coupon_id: int | None,
) -> Quote:
    lines = tuple(
        QuotedLine(
            course_id=course.id,
            slug=course.slug,
            title=course.title,
            price=Money(price, currency),
            discount=Money(discount, currency),
            amount=Money(price - discount, currency),
        )
        for course, price, discount in zip(courses, prices, taken, strict=True)
    )
    return Quote(currency, lines, coupon_id, Money(sum(prices) - sum(taken), currency))
