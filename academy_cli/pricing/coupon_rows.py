"""Coupons between rows and values: how one is read, seen and written.

Knows columns; refuses queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from academy_cli.kit.money import Money
from academy_cli.kit.record import plain
from academy_cli.pricing.couponstate import Terms
from academy_cli.pricing.discounts import Reduction
from academy_cli.pricing.views import CouponUseView, CouponView, NewCoupon


def reduction(row: Row[Any]) -> Reduction:
    """What a coupon takes off."""
    amount = None if row.amount is None else Money(row.amount, row.currency)
    return Reduction(row.basis_points, amount)


def terms(row: Row[Any]) -> Terms:
    """When, and how often, a coupon can be used."""
    return Terms(row.starts_at, row.ends_at, row.uses, row.most_uses, row.removed_at)


def view(row: Row[Any], now: datetime, created_by: str) -> CouponView:
    """A coupon as it is at a moment; the row has its course's slug as well."""
    taken = reduction(row)
    return CouponView(
        code=row.code,
        takes=taken.written,
        course=row.course,
        state=terms(row).state(now),
        uses=row.uses,
        most_uses=row.most_uses,
        most_per_person=row.most_per_person,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        note=row.note,
        basis_points=row.basis_points,
        amount=taken.amount,
        created_by=created_by,
        created_at=row.created_at,
        removed_at=row.removed_at,
    )


def made(new: NewCoupon, code: str, now: datetime, created_by: str) -> CouponView:
    """A coupon that was, or would be, made at a moment."""
    return CouponView(
        code=code,
        takes=Reduction(new.basis_points, new.amount).written,
        course=new.course,
        state=Terms(new.starts_at, new.ends_at, 0, new.most_uses, None).state(now),
        uses=0,
        most_uses=new.most_uses,
        most_per_person=new.most_per_person,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        note=new.note,
        basis_points=new.basis_points,
        amount=new.amount,
        created_by=created_by,
        created_at=now,
        removed_at=None,
    )


def row_of(
    new: NewCoupon, code: str, course: int | None, now: datetime, actor: str
) -> Mapping[str, object]:
    """The row of a new coupon."""
    return {
        "code": code,
        "basis_points": new.basis_points,
        "amount": new.amount.amount if new.amount is not None else None,
        "currency": new.amount.currency if new.amount is not None else None,
        "course_id": course,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "most_uses": new.most_uses,
        "most_per_person": new.most_per_person,
        "note": new.note,
        "actor": actor,
        "created_at": now,
    }


def told(new: NewCoupon) -> Mapping[str, object]:
    """What the audit log is told of a new coupon; notes are free words, and none of its business."""
    said = {**asdict(new), "amount": plain(new.amount)}
    skipped = ("code", "note")
    return {
        name: plain(part) for name, part in said.items() if part is not None and name not in skipped
    }


def use_view(row: Row[Any]) -> CouponUseView:
    """An order that uses a coupon."""
    discount = Money(row.discount, row.currency)
    return CouponUseView(row.reference, row.email, discount, row.used_at, row.released_at)
