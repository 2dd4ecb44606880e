"""Coupons as staff look after them: made, seen, taken out of use."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.kit.money import Money
from academy_cli.models import AuditEntry, Coupon
from academy_cli.pricing import couponcodes
from academy_cli.pricing.coupon_errors import (
    BadCodeError,
    BadCouponSpanError,
    BadLimitError,
    BadReductionError,
    CouponExistsError,
    UnknownCouponError,
)
from academy_cli.pricing.couponstate import Terms
from academy_cli.pricing.views import NewCoupon
from tests.engines import in_turns
from tests.pricing.shop import Shop, eur
from tests.school import DAY, NOW


def test_a_code_is_kept_in_capitals_and_found_however_it_is_typed(shop: Shop) -> None:
    made = shop.coupon(" Summer-2027 ")

    assert made.code == "SUMMER-2027"
    assert shop.coupons.show("summer-2027").coupon == made
    assert (made.takes, made.state, made.created_by) == ("25 %", "active", "operator:test")


def test_without_a_code_one_is_drawn_that_nobody_can_guess_or_misread(shop: Shop) -> None:
    codes = {shop.coupon(None).code for _ in range(50)}

    assert len(codes) == 50
    assert all(couponcodes.canonical(code) == code for code in codes)
    assert not set("0O1IL2Z5S6B8UAE") & set(couponcodes.LETTERS)
    assert math.log2(len(couponcodes.LETTERS)) * couponcodes.PARTS * couponcodes.LENGTH >= 40


@in_turns
@pytest.mark.parametrize("code", ["", "A", "-A", "A-", "A--B", "A B", "ÄB", "A_B", "A" * 41, "A\n"])
def test_what_is_no_code_is_refused(shop: Shop, code: str) -> None:
    with pytest.raises(BadCodeError):
        shop.coupon(code if code != "A\n" else "A\nB")


@given(st.text(max_size=50))
def test_the_one_form_of_a_code_is_its_own(written: str) -> None:
    form = couponcodes.canonical(written)

    assert form is None or couponcodes.canonical(form.lower()) == form


def test_a_code_is_given_once_also_after_it_was_removed(shop: Shop) -> None:
    shop.coupon("SUMMER")
    with pytest.raises(CouponExistsError, match="There is a coupon"):
        shop.coupon("summer")
    shop.coupons.remove("SUMMER")
    with pytest.raises(CouponExistsError, match="There was a coupon"):
        shop.coupon("Summer")


@in_turns
@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"basis_points": None}, BadReductionError),
        ({"amount": Money(100, "eur"), "basis_points": 100}, BadReductionError),
        ({"basis_points": 10_001}, BadReductionError),
        ({"basis_points": 0}, BadReductionError),
        ({"amount": Money(0, "eur")}, BadReductionError),
        ({"amount": Money(1005, "kwd")}, BadReductionError),
        ({"amount": Money(1000, "xau")}, BadReductionError),
        ({"amount": Money(1000, "xxx")}, BadReductionError),
        ({"amount": Money(100_000_000, "eur")}, BadReductionError),
        ({"ends_at": NOW}, BadCouponSpanError),
        ({"starts_at": NOW + DAY, "ends_at": NOW + DAY}, BadCouponSpanError),
        ({"most_uses": 0}, BadLimitError),
        ({"most_per_person": -1}, BadLimitError),
        ({"course": "ruby"}, UnknownCourseError),
    ],
)
def test_a_coupon_that_nobody_could_use_is_refused(
    shop: Shop, said: dict[str, object], refusal: type[Exception]
) -> None:
    for dry_run in (True, False):
        with pytest.raises(refusal):
            shop.coupons.create(
                NewCoupon("X1", **({"basis_points": 100} if "amount" not in said else {}) | said),  # type: ignore[arg-type]
                dry_run=dry_run,
            )
    assert shop.school.rows(Coupon) == []


def test_the_state_follows_from_dates_uses_and_removal(shop: Shop) -> None:
    shop.coupon("LATER", starts_at=NOW + DAY)
    shop.coupon("SHORT", ends_at=NOW + DAY)
    shop.coupon("GONE")
    shop.coupons.remove("GONE")

    def states() -> dict[str, str]:
        return {one.code: one.state for one in shop.coupons.list()}

    assert states() == {"GONE": "removed", "LATER": "waiting", "SHORT": "active"}
    shop.at(NOW + DAY)
    assert states() == {"GONE": "removed", "LATER": "active", "SHORT": "ended"}
    assert [one.code for one in shop.coupons.list("ended")] == ["SHORT"]


def test_a_coupon_is_used_up_at_its_last_use() -> None:
    assert Terms(None, None, 4, 5, None).state(NOW) == "active"
    assert Terms(None, None, 5, 5, None).state(NOW) == "used-up"


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    shop.coupon("SUMMER")
    before = shop.school.academy.digest()

    assert shop.coupons.create(NewCoupon("WINTER", 1000), dry_run=True).code == "WINTER"
    assert shop.coupons.remove("SUMMER", dry_run=True).removed_at is None

    assert shop.school.academy.digest() == before


def test_removing_twice_is_nothing_more(shop: Shop) -> None:
    shop.coupon("SUMMER")
    first = shop.coupons.remove("SUMMER")
    shop.at(NOW + DAY)

    assert shop.coupons.remove("summer") == first
    entries = [row.action for row in shop.school.rows(AuditEntry)]
    assert [one for one in entries if one.startswith("coupon.")] == [
        "coupon.create",
        "coupon.remove",
    ]


def test_a_code_that_is_not_there_names_the_nearest_one(shop: Shop) -> None:
    shop.coupon("SUMMER")

    with pytest.raises(UnknownCouponError) as refused:
        shop.coupons.show("sumer")

    assert refused.value.hint == "Did you mean “SUMMER”?"


def test_support_sees_coupons_and_admins_make_them(shop: Shop) -> None:
    shop.coupon("SUMMER", amount=eur(1000), course="python")
    _, sue = shop.services(shop.school.actor(shop.school.person("sue"), Role.SUPPORT))
    _, ann = shop.services(shop.school.actor(shop.school.person("ann"), Role.INSTRUCTOR))

    assert [(one.takes, one.course) for one in sue.list()] == [("10.00 EUR", "python")]
    with pytest.raises(NotPermittedError):
        sue.create(NewCoupon("X1", 100))
    with pytest.raises(NotPermittedError):
        sue.remove("SUMMER")
    with pytest.raises(NotPermittedError):
        ann.list()
