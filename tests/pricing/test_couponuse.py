"""A coupon is used as often as it may be, however many come at once, and given back once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import Connection, select, update

from academy_cli.db.transaction import write
from academy_cli.models import Coupon, CouponUse
from academy_cli.pricing.coupon_errors import (
    CouponRemovedError,
    CouponUsedByPersonError,
    CouponUsedUpError,
)
from academy_cli.pricing.quoting import release_coupon, use_coupon
from tests.pricing.shop import Shop
from tests.school import DAY, NOW

AT_ONCE = 16
Use = Callable[[Connection, int, int, int, datetime], None]


@pytest.fixture
def ann(shop: Shop) -> int:
    """The number of somebody who buys."""
    return int(shop.school.user(shop.school.person()).id)


def use(shop: Shop, order: int, user_id: int, code: str = "SUMMER") -> None:
    shop.use(code, order, user_id)


def release(shop: Shop, order: int) -> bool:
    with write(shop.school.academy.database.engine) as connection:
        return release_coupon(connection, order, NOW + DAY)


def uses(shop: Shop, code: str = "SUMMER") -> int:
    return next(one.uses for one in shop.coupons.list() if one.code == code)


def test_an_order_uses_a_coupon_once(shop: Shop, ann: int) -> None:
    shop.coupon(most_uses=2)
    order = shop.order(ann)

    for _ in range(3):
        use(shop, order, ann)

    assert uses(shop) == 1
    (seen,) = shop.coupons.show("SUMMER").orders
    assert (seen.order, seen.email, seen.used_at) == ("O-1", "ann@x.org", NOW)


def test_a_use_is_given_back_once_and_is_free_for_others(shop: Shop, ann: int) -> None:
    shop.coupon(most_uses=1)
    first, second = shop.order(ann), shop.order(ann)
    use(shop, first, ann)
    with pytest.raises(CouponUsedUpError):
        use(shop, second, ann)

    assert [release(shop, first) for _ in range(3)] == [True, False, False]

    use(shop, second, ann)
    assert uses(shop) == 1
    assert [one.released_at for one in shop.coupons.show("SUMMER").orders] == [NOW + DAY, None]


def test_an_order_that_gave_its_use_back_can_use_it_again(shop: Shop, ann: int) -> None:
    shop.coupon(most_uses=1)
    order = shop.order(ann)
    use(shop, order, ann)
    release(shop, order)

    use(shop, order, ann)

    assert (uses(shop), release(shop, order), uses(shop)) == (1, True, 0)


def test_an_order_without_a_coupon_has_none_to_give_back(shop: Shop, ann: int) -> None:
    assert not release(shop, shop.order(ann))


def test_an_order_uses_one_coupon(shop: Shop, ann: int) -> None:
    shop.coupon()
    shop.coupon("WINTER")
    order = shop.order(ann)
    use(shop, order, ann)

    with pytest.raises(ValueError, match="one coupon"):
        use(shop, order, ann, "WINTER")
    release(shop, order)
    use(shop, order, ann, "WINTER")
    assert (uses(shop), uses(shop, "WINTER")) == (0, 1)


def test_each_person_can_use_it_so_often(shop: Shop, ann: int) -> None:
    shop.coupon(most_per_person=1)
    bob = int(shop.school.user(shop.school.person("bob")).id)
    use(shop, first := shop.order(ann), ann)

    with pytest.raises(CouponUsedByPersonError):
        use(shop, shop.order(ann), ann)
    use(shop, shop.order(bob), bob)
    release(shop, first)
    use(shop, shop.order(ann), ann)


def test_a_removed_coupon_stays_with_its_orders_and_takes_no_more(shop: Shop, ann: int) -> None:
    shop.coupon()
    order = shop.order(ann)
    use(shop, order, ann)
    shop.coupons.remove("SUMMER")

    use(shop, order, ann)
    with pytest.raises(CouponRemovedError):
        use(shop, shop.order(ann), ann)


def outcomes(
    shop: Shop, orders: list[int], user_id: int, one_use: Use = use_coupon
) -> Counter[str]:
    """What becomes of many orders that use one coupon at the same moment."""
    coupon, barrier = shop.school.rows(Coupon)[0].id, Barrier(len(orders), timeout=60)

    def buy(order: int) -> str:
        barrier.wait()
        try:
            with write(shop.school.academy.database.engine) as connection:
                one_use(connection, coupon, order, user_id, NOW)
        except (CouponUsedUpError, CouponUsedByPersonError):
            return "refused"
        return "used"

    with ThreadPoolExecutor(len(orders)) as pool:
        return Counter(pool.map(buy, orders))


def test_of_many_at_once_as_many_use_it_as_may(shop: Shop, ann: int) -> None:
    shop.coupon(most_uses=5)
    orders = [shop.order(ann) for _ in range(AT_ONCE)]

    assert outcomes(shop, orders, ann) == {"used": 5, "refused": AT_ONCE - 5}

    assert uses(shop) == 5
    assert len(shop.school.rows(CouponUse)) == 5


def test_of_many_orders_of_one_person_as_many_use_it_as_one_may(shop: Shop, ann: int) -> None:
    shop.coupon(most_per_person=3)
    orders = [shop.order(ann) for _ in range(AT_ONCE)]

    assert outcomes(shop, orders, ann) == {"used": 3, "refused": AT_ONCE - 3}


def test_an_order_that_comes_many_times_at_once_uses_it_once(shop: Shop, ann: int) -> None:
    shop.coupon(most_uses=5)

    assert outcomes(shop, [shop.order(ann)] * AT_ONCE, ann) == {"used": AT_ONCE}
    assert uses(shop) == 1


def test_whoever_reads_before_it_writes_would_use_it_too_often(shop: Shop, ann: int) -> None:
    """The negative control: without the condition in the statement, the count is what was read before."""
    if shop.school.academy.database.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one writer in at a time, so whoever reads has nobody beside")
    shop.coupon(most_uses=5)
    orders = [shop.order(ann) for _ in range(8)]
    has_read = Barrier(len(orders), timeout=60)

    def careless(
        connection: Connection, coupon: int, order: int, user_id: int, at: datetime
    ) -> None:
        row = connection.execute(select(Coupon.uses, Coupon.most_uses)).one()
        has_read.wait()
        if row.most_uses is not None and row.uses >= row.most_uses:
            raise CouponUsedUpError("SUMMER", row.most_uses)
        connection.execute(update(Coupon).values(uses=row.uses + 1))

    assert outcomes(shop, orders, ann, careless)["used"] > 5
