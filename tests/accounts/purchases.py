"""Somebody who bought everything that can be bought, and what that leaves in the books.

Knows the rows of money; refuses to judge what becomes of them.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, Engine, insert, select

from academy_cli.audit.service import Act, record
from academy_cli.db.transaction import write
from academy_cli.kit.jsontext import canonical
from academy_cli.models import (
    Coupon,
    CouponUse,
    Course,
    Dispute,
    Invoice,
    LedgerEntry,
    Order,
    OrderLine,
    Payment,
    Plan,
    Refund,
    RefundEvent,
    RefundLine,
    Subscription,
)
from tests.accounts.conftest import ANN, AT, number

PAYMENT_LINK = "https://pay.example.org/Zk3x9Qw7Rt5Ly1Mn8Bv2"


def buy(engine: Engine, email: str, *, is_invoiced: bool = False) -> None:
    """A paid order that was refunded and disputed, an open one with a coupon, and a subscription."""
    user_id = number(engine, email)
    with write(engine) as connection:
        coupon = {"code": "SUMMER", "basis_points": 1000, "uses": 2, "actor": "operator:ann"}
        connection.execute(insert(Coupon).values(id=1, **coupon, created_at=AT))
        for order_id, state in ((1, "paid"), (2, "open")):
            _order(connection, order_id, state, user_id, email)
        _come_and_gone(connection)
        _subscribe(connection, user_id)
        if is_invoiced:
            _invoice(connection, user_id)


def explain(engine: Engine) -> None:
    """Why the order was made, in somebody's words."""
    act = Act("order.create", "order:O-2026-000001", {"total": 4500}, "the countess rang")
    with write(engine) as connection:
        record(connection, at=AT, actor=ANN, act=act)


def _order(connection: Connection, order_id: int, state: str, user_id: int, email: str) -> None:
    values = {"reference": f"O-2026-{order_id:06d}", "request_key": f"key-{order_id}"}
    values |= {"user_id": user_id, "provider": "stripe", "is_live": False, "currency": "eur"}
    values |= {"discount": 500, "total": 4500, "coupon_id": 1, "state": state, "language": "en"}
    values |= {"billing": canonical({"name": "Ada Lovelace", "country": "GB"}), "attempt": 1}
    values |= {"parameters": canonical({"customer_email": email}), "link": PAYMENT_LINK}
    values |= {"session_id": f"cs_test_{order_id}", "actor": "operator:ann", "created_at": AT}
    paid = AT if state == "paid" else None
    values |= {"note": "secretly for a countess", "paid_at": paid, "fulfilled_at": paid}
    connection.execute(insert(Order).values(id=order_id, **values))
    line = {"order_id": order_id, "position": 1, "title": "Python", "price": 5000}
    line |= {"course_id": connection.scalar(select(Course.id)), "discount": 500, "amount": 4500}
    connection.execute(insert(OrderLine).values(id=order_id, tax_basis_points=0, **line))
    use = {"order_id": order_id, "coupon_id": 1, "user_id": user_id, "used_at": AT}
    connection.execute(insert(CouponUse).values(**use))


def _come_and_gone(connection: Connection) -> None:
    came = {"reference": "P-2026-000001", "order_id": 1, "provider": "stripe", "is_live": False}
    came |= {"intent_id": "pi_1", "charge_id": "ch_1", "method": "card", "amount": 4500}
    came |= {"currency": "eur", "reserved_own": 1000, "state": "succeeded", "received_at": AT}
    came |= {"created_at": AT, "actor": "operator:ann", "note": "from the countess herself"}
    connection.execute(insert(Payment).values(id=1, **came))
    moved = {"at": AT, "kind": "payment", "amount": 4500, "currency": "eur", "payment_id": 1}
    moved |= {"provider": "stripe", "source": "payment:ch_1", "created_at": AT}
    connection.execute(insert(LedgerEntry).values(**moved))
    said = {"payment_id": 1, "provider_id": "dp_1", "amount": 4500, "currency": "eur"}
    said |= {"reason": "fraudulent", "state": "won", "opened_at": AT, "updated_at": AT}
    connection.execute(insert(Dispute).values(**said))
    gone = {"reference": "R-2026-000001", "key": "0" * 32, "request_key": "key-1", "payment_id": 1}
    gone |= {"origin": "academy", "amount": 1000, "currency": "eur", "state": "succeeded"}
    gone |= {"reason": "requested_by_customer", "note": "Lovelace asked", "access": "keep"}
    gone |= {"parameters": "{}", "requested_by": "operator:ann", "created_at": AT, "updated_at": AT}
    connection.execute(insert(Refund).values(id=1, **gone))
    connection.execute(insert(RefundLine).values(refund_id=1, line_id=1, amount=1000))
    step = {"refund_id": 1, "at": AT, "after": "succeeded", "actor": "operator:ann"}
    connection.execute(insert(RefundEvent).values(source="create", detail="{}", **step))


def _subscribe(connection: Connection, user_id: int) -> None:
    plan = {"slug": "all", "title": "Everything", "price_id": "price_1", "actor": "operator:ann"}
    connection.execute(insert(Plan).values(id=1, created_at=AT, **plan))
    mine = {"reference": "S-2026-000001", "user_id": user_id, "plan_id": 1, "provider_id": "sub_1"}
    mine |= {"is_live": False, "state": "active", "period_ends_at": AT + timedelta(days=30)}
    connection.execute(insert(Subscription).values(created_at=AT, updated_at=AT, **mine))


def _invoice(connection: Connection, user_id: int) -> None:
    """An invoice, which keeps whom it was made out to."""
    values = {"kind": "invoice", "series": "INV", "year": 2026, "number": 1, "user_id": user_id}
    values |= {"reference": "INV-2026-000001", "about": "payment:P-2026-000001", "net": 4500}
    values |= {"order_reference": "O-2026-000001", "currency": "eur", "tax": 0, "gross": 4500}
    values |= {"language": "en", "issued_at": AT, "body": canonical({"buyer": "Ada Lovelace"})}
    values |= {"content_sha256": "1" * 64, "previous_sha256": "0" * 64}
    connection.execute(insert(Invoice).values(id=1, **values))
