"""Rows of coupons, and of the orders that use them.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from academy_cli.db.bulk import insert_rows
from academy_cli.models import Coupon, CouponUse, Course, Order, User


def every(connection: Connection) -> Sequence[Row[Any]]:
    """Every coupon, with the slug of its course, by code."""
    return connection.execute(_coupons().order_by(Coupon.code)).all()


def coupon(connection: Connection, code: str) -> Row[Any] | None:
    """The coupon with a code in its one form, with the slug of its course."""
    return connection.execute(_coupons().where(Coupon.code == code)).first()


def codes(connection: Connection) -> Sequence[str]:
    """The codes that can still be used, or once could."""
    return connection.scalars(select(Coupon.code).order_by(Coupon.code)).all()


def hold(connection: Connection, coupon_id: int) -> Row[Any]:
    """A coupon's row, which nobody else changes until the transaction ends."""
    mine = select(Coupon.__table__).where(Coupon.id == coupon_id)
    return connection.execute(mine.with_for_update(key_share=True)).one()


def add(connection: Connection, row: Mapping[str, object]) -> bool:
    """Put a coupon there, unless another one has its code by now; whether it is there."""
    return (
        insert_rows(connection, Coupon, tuple(row), [tuple(row.values())], skip_existing=True) == 1
    )


def remove(connection: Connection, coupon_id: int, at: datetime) -> None:
    """Take a coupon out of use."""
    connection.execute(update(Coupon).where(Coupon.id == coupon_id).values(removed_at=at))


def count(connection: Connection, coupon_id: int) -> bool:
    """Count one more use, unless it was used as often as it can be; whether it was counted."""
    has_left = or_(Coupon.most_uses.is_(None), Coupon.uses + 1 <= Coupon.most_uses)
    one_more = update(Coupon).where(Coupon.id == coupon_id, has_left)
    return connection.execute(one_more.values(uses=Coupon.uses + 1)).rowcount == 1


def uncount(connection: Connection, coupon_id: int) -> None:
    """Count one use less."""
    one_less = update(Coupon).where(Coupon.id == coupon_id)
    connection.execute(one_less.values(uses=Coupon.uses - 1))


def use_of(connection: Connection, order_id: int) -> Row[Any] | None:
    """An order's use of a coupon, also one that was given back."""
    mine = select(CouponUse.__table__).where(CouponUse.order_id == order_id)
    return connection.execute(mine).first()


def uses_by(connection: Connection, coupon_id: int, user_id: int) -> int:
    """How often somebody uses a coupon."""
    mine = (CouponUse.coupon_id == coupon_id, CouponUse.user_id == user_id)
    query = select(func.count()).select_from(CouponUse).where(*mine)
    return connection.scalar(query.where(CouponUse.released_at.is_(None))) or 0


def write_use(connection: Connection, row: Mapping[str, object], *, is_new: bool) -> None:
    """Let an order use a coupon, for the first time or again."""
    values = {**row, "released_at": None}
    if is_new:
        connection.execute(insert(CouponUse), values)
    else:
        again = update(CouponUse).where(CouponUse.order_id == row["order_id"])
        connection.execute(again.values(values))


def release(connection: Connection, order_id: int, at: datetime) -> bool:
    """Give an order's use back; whether there was one to give."""
    held = (CouponUse.order_id == order_id, CouponUse.released_at.is_(None))
    return connection.execute(update(CouponUse).where(*held).values(released_at=at)).rowcount == 1


def orders(connection: Connection, coupon_id: int) -> Sequence[Row[Any]]:
    """The orders that use a coupon or once did, with whose they are, in the order of use."""
    columns: tuple[Any, ...] = (
        *(Order.reference, Order.discount, Order.currency, User.email),
        *(CouponUse.used_at, CouponUse.released_at),
    )
    query = (
        select(*columns)
        .join_from(CouponUse, Order, Order.id == CouponUse.order_id)
        .join(User, User.id == CouponUse.user_id)
        .where(CouponUse.coupon_id == coupon_id)
        .order_by(CouponUse.used_at, CouponUse.order_id)
    )
    return connection.execute(query).all()


def _coupons() -> Select[Any]:
    query = select(Coupon.__table__, Course.slug.label("course"))
    return query.join_from(Coupon, Course, Course.id == Coupon.course_id, isouter=True)
