"""Coupons as staff look after them: making one, seeing who used it, taking it out of use.

One method is one unit of work. A coupon is never changed and never deleted: orders refer to it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.access.service import called
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money, granule, is_charged, most_charge, written
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.pricing import coupon_rows, couponcodes
from academy_cli.pricing import coupon_store as store
from academy_cli.pricing.coupon_errors import (
    BadCodeError,
    BadCouponSpanError,
    BadLimitError,
    BadReductionError,
    CouponExistsError,
    UnknownCouponError,
)
from academy_cli.pricing.discounts import WHOLE
from academy_cli.pricing.views import CouponDetails, CouponView, NewCoupon


class Coupons:
    """The coupons of one academy, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.COUPON_LIST)
    def list(self, state: str | None = None) -> tuple[CouponView, ...]:
        """Every coupon by its code, or those of one state."""
        engine, now = self._database.existing(), self._clock()
        if engine is None:
            return ()
        with read(engine) as connection:
            rows = store.every(connection)
            said = called(connection, (row.actor for row in rows))
        found = (coupon_rows.view(row, now, said[row.actor]) for row in rows)
        return tuple(one for one in found if state in (None, one.state))

    @permits(Permission.COUPON_LIST)
    def show(self, code: str) -> CouponDetails:
        """A coupon with the orders that use it or once did. Raises UnknownCouponError."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownCouponError(code)
        with read(engine) as connection:
            row = found(connection, code)
            return CouponDetails(
                self._seen(connection, row),
                tuple(map(coupon_rows.use_view, store.orders(connection, row.id))),
            )

    @permits(Permission.COUPON_CREATE)
    def create(self, new: NewCoupon, *, dry_run: bool = False) -> CouponView:
        """Make a coupon; without a code one is drawn that nobody can guess.

        Raises BadCodeError, BadReductionError, BadCouponSpanError, BadLimitError, CouponExistsError and
        UnknownCourseError.
        """
        now = self._clock()
        code = _code(new.code) if new.code is not None else couponcodes.drawn()
        _require_sound(new, now)
        engine = self._database.existing() if dry_run else self._database.ready()
        if engine is None:
            return coupon_rows.made(new, code, now, self.actor.said)
        with read(engine) if dry_run else write(engine) as connection:
            if there := store.coupon(connection, code):
                raise CouponExistsError(code, is_removed=there.removed_at is not None)
            course = seats.course(connection, new.course).id if new.course is not None else None
            if not dry_run:
                row = coupon_rows.row_of(new, code, course, now, self.actor.name)
                if not store.add(connection, row):
                    raise CouponExistsError(code, is_removed=False)
                act = Act("coupon.create", f"coupon:{code}", coupon_rows.told(new))
                record(connection, at=now, actor=self.actor, act=act)
        return coupon_rows.made(new, code, now, self.actor.said)

    @permits(Permission.COUPON_REMOVE)
    def remove(self, code: str, *, dry_run: bool = False) -> CouponView:
        """Take a coupon out of use; orders that use it keep it. Twice is nothing more.

        Raises UnknownCouponError.
        """
        engine, now = self._database.existing(), self._clock()
        if engine is None:
            raise UnknownCouponError(code)
        with read(engine) if dry_run else write(engine) as connection:
            row = found(connection, code)
            if not dry_run and store.hold(connection, row.id).removed_at is None:
                store.remove(connection, row.id, now)
                act = Act("coupon.remove", f"coupon:{row.code}", {"uses": row.uses})
                record(connection, at=now, actor=self.actor, act=act)
                row = found(connection, code)
            return self._seen(connection, row)

    def _seen(self, connection: Connection, row: Row[Any]) -> CouponView:
        return coupon_rows.view(row, self._clock(), called(connection, [row.actor])[row.actor])


def found(connection: Connection, code: str) -> Row[Any]:
    """The coupon with a code, however it is typed. Raises UnknownCouponError with the nearest code."""
    form = couponcodes.canonical(code)
    row = store.coupon(connection, form) if form is not None else None
    if row is None:
        raise UnknownCouponError(code, nearest(form or code.upper(), store.codes(connection)))
    return row


def _code(code: str) -> str:
    form = couponcodes.canonical(code)
    if form is None:
        raise BadCodeError(code)
    return form


def _require_sound(new: NewCoupon, now: datetime) -> None:
    """Insist that somebody could use a coupon. Raises what ``create`` does, but for what is there."""
    if (new.basis_points is None) == (new.amount is None):
        raise BadReductionError(
            say("A coupon takes a percentage off or an amount, one of the two.")
        )
    if new.basis_points is not None and not 0 < new.basis_points <= WHOLE:
        raise BadReductionError(say("A coupon takes more than 0 and no more than 100 percent off."))
    if new.amount is not None:
        _require_amount(new.amount)
    begin = max(new.starts_at or now, now)
    if new.ends_at is not None and new.ends_at <= begin:
        raise BadCouponSpanError(new.ends_at, begin)
    for option, limit in (("--most", new.most_uses), ("--most-per-person", new.most_per_person)):
        if limit is not None and limit < 1:
            raise BadLimitError(option, limit)


def _require_amount(amount: Money) -> None:
    """Insist on an amount that could be taken off some price, also a small one. Raises BadReductionError."""
    if not is_charged(amount.currency):
        code = amount.currency.upper()
        raise BadReductionError(
            say("Nothing costs {}: it is no currency that Stripe charges.", code)
        )
    is_in_steps = amount.amount % granule(amount.currency) == 0
    if not is_in_steps or not 0 < amount.amount <= most_charge(amount.currency):
        raise BadReductionError(say("“{}” is nothing that can be taken off.", written(amount)))
