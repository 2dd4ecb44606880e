"""What somebody would have to pay: lines, currencies and coupons, and each refusal in its own words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy_cli.access.errors import UnknownCourseError
from academy_cli.errors import AcademyError
from academy_cli.kit.money import Money, total
from academy_cli.models import Coupon
from academy_cli.pricing.coupon_errors import LeavesTooLittleError, TakesNothingError
from academy_cli.pricing.quoting import NO_CURRENCY, QuotedLine
from tests.pricing.shop import Shop, eur
from tests.school import DAY, NOW


@pytest.fixture
def three(shop: Shop) -> Shop:
    """Python for 49 euro or 7,000 yen, Rust for 99 euro, and Go, which is free."""
    shop.sells("python", eur(4900), Money(7000, "jpy"))
    shop.sells("rust", eur(9900))
    shop.sells("go")
    return shop


def refusal(shop: Shop, *courses: str, **wanted: Any) -> str:
    with pytest.raises(AcademyError) as refused:
        shop.quote(*courses, **wanted)
    assert refused.value.message.endswith(".")
    assert refused.value.hint
    return refused.value.code


def test_a_quote_has_a_line_for_each_course_in_their_order(three: Shop) -> None:
    found = three.quote("rust", "python", "go")

    assert [(one.slug, one.title, one.price, one.amount) for one in found.lines] == [
        ("rust", "Rust", eur(9900), eur(9900)),
        ("python", "Python", eur(4900), eur(4900)),
        ("go", "Go", eur(0), eur(0)),
    ]
    assert (found.currency, found.total, found.coupon_id) == ("eur", eur(14800), None)


def test_a_quote_is_of_its_moment(three: Shop) -> None:
    three.prices.set("rust", eur(19900), NOW + DAY)

    assert three.quote("rust", at=NOW).total == eur(9900)
    assert three.quote("rust", at=NOW + DAY).total == eur(19900)


def test_the_currency_is_the_only_one_they_have_in_common(three: Shop) -> None:
    assert three.quote("python", "rust").currency == "eur"
    assert three.quote("python", currency="JPY").total == Money(7000, "jpy")
    assert refusal(three, "python") == "price.which-currency"
    assert refusal(three, "python", "rust", currency="jpy") == "price.not-sold"
    three.prices.set("go", Money(100, "usd"))
    assert refusal(three, "rust", "go") == "price.no-common-currency"


def test_the_choices_are_named(three: Shop) -> None:
    with pytest.raises(AcademyError, match="EUR and JPY"):
        three.quote("python")


def test_what_is_free_is_so_in_every_currency(three: Shop) -> None:
    assert three.quote("go").total == Money(0, NO_CURRENCY)
    assert three.quote("go", currency="usd").total == Money(0, "usd")


def test_what_cannot_be_bought_says_why(three: Shop) -> None:
    assert refusal(three, "ruby") == "course.unknown"
    assert refusal(three, "rust", "rust") == "price.course-twice"
    three.school.set_course("rust", status="draft")
    assert refusal(three, "rust") == "price.course-draft"
    three.school.set_course("rust", publish_at=NOW - DAY)
    assert three.quote("rust").total == eur(9900)
    three.school.set_course("rust", status="archived")
    assert refusal(three, "rust") == "price.course-archived"


def test_a_coupon_takes_its_part_off_each_line(three: Shop) -> None:
    three.coupon("SUMMER")

    found = three.quote("rust", "python", coupon="summer")

    assert [(one.discount, one.amount) for one in found.lines] == [
        (eur(2475), eur(7425)),
        (eur(1225), eur(3675)),
    ]
    assert found.total == eur(11100)
    assert found.coupon_id == three.school.rows(Coupon)[0].id


def test_a_coupon_for_one_course_leaves_the_others(three: Shop) -> None:
    three.coupon("RUST", course="rust", amount=eur(20000))

    found = three.quote("rust", "python", coupon="RUST")

    assert [one.amount for one in found.lines] == [eur(0), eur(4900)]
    assert refusal(three, "python", currency="eur", coupon="RUST") == "coupon.other-course"


def test_all_off_is_free_and_too_little_left_is_refused(three: Shop) -> None:
    three.coupon("ALL", basis_points=10_000)
    three.coupon("MOST", basis_points=9_960)

    assert three.quote("rust", coupon="ALL").total == eur(0)
    assert refusal(three, "rust", coupon="MOST") == "coupon.leaves-too-little"
    assert three.quote("rust", "python", coupon="MOST").total == eur(59)


def test_a_coupon_that_cannot_be_used_says_why(three: Shop) -> None:
    three.coupon("LATER", starts_at=NOW + DAY)
    three.coupon("SHORT", ends_at=NOW + DAY)
    three.coupon("YEN", amount=Money(500, "jpy"))
    three.coupon("GONE")
    three.coupons.remove("GONE")
    three.coupon("SUMMER")

    assert refusal(three, "rust", coupon="NONE") == "coupon.unknown"
    assert refusal(three, "rust", coupon="no code") == "coupon.unknown"
    assert refusal(three, "rust", coupon="LATER") == "coupon.not-begun"
    assert refusal(three, "rust", coupon="SHORT", at=NOW + DAY) == "coupon.ended"
    assert refusal(three, "rust", coupon="YEN") == "coupon.other-currency"
    assert refusal(three, "rust", coupon="GONE") == "coupon.removed"
    assert refusal(three, "go", coupon="SUMMER") == "coupon.takes-nothing"


def test_whoever_mistypes_a_code_is_not_told_which_there_are(three: Shop) -> None:
    three.coupon("SUMMER")

    with pytest.raises(AcademyError) as refused:
        three.quote("rust", coupon="SUMER")

    assert "SUMMER" not in refused.value.message + refused.value.hint


def test_a_coupon_that_is_used_up_is_refused_before_anybody_orders(three: Shop) -> None:
    three.coupon("ONCE", most_uses=1)
    three.coupon("EACH", most_per_person=1)
    ann, bob = (three.school.user(three.school.person(name)).id for name in ("ann", "bob"))
    for code in ("ONCE", "EACH"):
        three.use(code, three.order(ann), ann)

    assert refusal(three, "rust", coupon="ONCE", user_id=bob) == "coupon.used-up"
    assert refusal(three, "rust", coupon="EACH", user_id=ann) == "coupon.used-by-person"
    assert three.quote("rust", coupon="EACH", user_id=bob).total == eur(7425)


def test_an_unknown_course_is_named_by_its_nearest(three: Shop) -> None:
    with pytest.raises(UnknownCourseError) as refused:
        three.quote("pyton")
    assert "python" in refused.value.hint


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(50, 10**6), min_size=2, max_size=2),
    st.integers(1, 10_000),
    st.integers(0, 10**9),
)
def test_a_quote_adds_up_to_the_cent(
    three: Shop, amounts: list[int], points: int, number: int
) -> None:
    for slug, amount in zip(("python", "rust"), amounts, strict=True):
        three.prices.set(slug, eur(amount))
    code = f"C{number}-{points}-{'-'.join(map(str, amounts))}"
    if all(one.code != code for one in three.coupons.list()):
        three.coupon(code, basis_points=points)
    try:
        found = three.quote("python", "rust", currency="eur", coupon=code)
    except (LeavesTooLittleError, TakesNothingError):
        return

    assert all(_adds_up(line) for line in found.lines)
    assert found.total == total((line.amount for line in found.lines), "eur")


def _adds_up(line: QuotedLine) -> bool:
    return (
        line.amount == line.price - line.discount
        and line.amount.amount >= 0 <= line.discount.amount
    )
