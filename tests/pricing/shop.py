"""A shop to test against: courses, their prices, coupons and orders on a real database.

Knows the tables; orders are rows, everything else goes through the services.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from academy_cli.access.actor import Actor, operator
from academy_cli.db.transaction import read, write
from academy_cli.kit.money import Money
from academy_cli.models import Coupon, Order
from academy_cli.pricing.coupons import Coupons
from academy_cli.pricing.quoting import Quote, Wanted, quote, use_coupon
from academy_cli.pricing.service import Prices
from academy_cli.pricing.views import CouponView, NewCoupon
from tests.school import School


def eur(amount: int) -> Money:
    """Cents of a euro."""
    return Money(amount, "eur")


class Shop:
    """A school that sells its courses."""

    def __init__(self, url: str, home: Path) -> None:
        self.school = School(url, home)
        self.prices, self.coupons = self.services(operator("test"))
        self._orders = count(1)

    def services(self, actor: Actor) -> tuple[Prices, Coupons]:
        """What somebody works with."""
        database, clock = self.school.academy.database, self.school.academy.clock
        return Prices(database, actor, clock=clock), Coupons(database, actor, clock=clock)

    def at(self, moment: datetime) -> None:
        """Let it be another time."""
        self.school.at(moment)

    def sells(self, slug: str, *prices: Money) -> str:
        """A published course with prices."""
        self.school.course(slug)
        for price in prices:
            self.prices.set(slug, price)
        return slug

    def costs(self, slug: str = "python", at: datetime | None = None) -> dict[str, int]:
        """What a course costs at a moment, by currency."""
        found = (one for one in self.prices.list(slug, at=at) if one.state == "current")
        return {one.currency: one.price.amount for one in found if one.price is not None}

    def coupon(self, code: str = "SUMMER", **said: Any) -> CouponView:
        """A coupon of a quarter, unless it says another reduction."""
        reduction = {} if "amount" in said else {"basis_points": 2500}
        return self.coupons.create(NewCoupon(code, **{**reduction, **said}))

    def quote(self, *courses: str, at: datetime | None = None, **wanted: Any) -> Quote:
        """What courses would cost."""
        with read(self.school.academy.database.engine) as connection:
            moment = at or self.school.academy.clock()
            return quote(connection, Wanted(courses or ("python",), **wanted), moment)

    def order(self, user_id: int) -> int:
        """The number of an open order without lines."""
        number = next(self._orders)
        now = self.school.academy.clock()
        row = {"reference": f"O-{number}", "request_key": f"k{number}", "user_id": user_id}
        row |= {
            "provider": "manual",
            "is_live": False,
            "currency": "eur",
            "discount": 100,
            "total": 900,
        }
        row |= {"state": "open", "language": "en", "created_at": now, "actor": "operator:test"}
        with write(self.school.academy.database.engine) as connection:
            made = insert(Order).values(row).returning(Order.id)
            return int(connection.execute(made).scalar_one())

    def use(self, code: str, order: int, user_id: int) -> None:
        """Let an order use a coupon."""
        coupon = next(int(row.id) for row in self.school.rows(Coupon) if row.code == code)
        with write(self.school.academy.database.engine) as connection:
            use_coupon(connection, coupon, order, user_id, self.school.academy.clock())
