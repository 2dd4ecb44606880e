"""Using a coupon for an order, and giving the use back: once each, however many come at once.

Works in the caller's transaction, and keeps the coupon's row until it ends; refuses to commit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.kit.saying import say
from academy_cli.pricing import coupon_store as store
from academy_cli.pricing.coupon_errors import (
    CouponEndedError,
    CouponRemovedError,
    CouponUsedByPersonError,
    CouponUsedUpError,
    CouponWaitingError,
)
from academy_cli.pricing.coupon_rows import terms


def require_usable(
    connection: Connection, coupon: Row[Any], user_id: int | None, at: datetime
) -> None:
    """Insist that somebody can use a coupon at a moment.

    Raises CouponRemovedError, CouponEndedError, CouponUsedUpError, CouponWaitingError and
    CouponUsedByPersonError.
    """
    match terms(coupon).state(at):
        case "removed":
            raise CouponRemovedError(coupon.code)
        case "ended":
            raise CouponEndedError(coupon.code, coupon.ends_at)
        case "used-up":
            raise CouponUsedUpError(coupon.code, coupon.most_uses)
        case "waiting":
            raise CouponWaitingError(coupon.code, coupon.starts_at)
    if user_id is not None:
        _require_left(connection, coupon, user_id)


def use_coupon(
    connection: Connection, coupon_id: int, order_id: int, user_id: int, at: datetime
) -> None:
    """Let an order use a coupon; the same order again changes nothing.

    When it may be used was asked by ``quote``; how often is asked again here, with the coupon's row held.
    Raises CouponRemovedError, CouponUsedUpError and CouponUsedByPersonError, and ValueError for an order that
    uses another coupon.
    """
    coupon = store.hold(connection, coupon_id)
    known = store.use_of(connection, order_id)
    if known is not None and known.released_at is None:
        if known.coupon_id != coupon_id:
            raise ValueError(say("an order uses one coupon: give the other one back first"))
        return
    if coupon.removed_at is not None:
        raise CouponRemovedError(coupon.code)
    _require_left(connection, coupon, user_id)
    if not store.count(connection, coupon_id):
        raise CouponUsedUpError(coupon.code, coupon.most_uses)
    row = {"order_id": order_id, "coupon_id": coupon_id, "user_id": user_id, "used_at": at}
    store.write_use(connection, row, is_new=known is None)


def release_coupon(connection: Connection, order_id: int, at: datetime) -> bool:
    """Give an order's use of its coupon back, once; whether there was one to give."""
    known = store.use_of(connection, order_id)
    if known is None:
        return False
    store.hold(connection, known.coupon_id)
    if not store.release(connection, order_id, at):
        return False
    store.uncount(connection, known.coupon_id)
    return True


def _require_left(connection: Connection, coupon: Row[Any], user_id: int) -> None:
    most = coupon.most_per_person
    if most is not None and store.uses_by(connection, coupon.id, user_id) >= most:
        raise CouponUsedByPersonError(coupon.code, most)
