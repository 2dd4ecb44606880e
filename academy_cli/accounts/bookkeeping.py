"""What of somebody's purchases goes when they are erased, and what the books have to keep.

Accounts must be kept and add up, so amounts, moments and references stay; names, addresses and free words go.
An invoice is never changed, whatever is erased. Works in the caller's transaction; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from academy_cli.accounts.views import Payable
from academy_cli.audit.service import Act
from academy_cli.db.lock import hold
from academy_cli.kit.saying import say
from academy_cli.models import (
    Coupon,
    CouponUse,
    Dispute,
    Invoice,
    Order,
    Payment,
    Refund,
    Subscription,
)

_OPEN = "open"
PAGE, INVOICE = "page", "invoice"
"""What an order is paid on."""
KEPT = (
    ("orders", say("accounts must be kept; without billing address, notes and payment links")),
    ("payments", say("accounts must be kept; without notes")),
    ("disputes", say("accounts must be kept; a bank may still decide")),
    ("refunds", say("accounts must be kept; without notes")),
    (
        "subscriptions",
        say("accounts must be kept; a provider that still charges for one has to be told there"),
    ),
    ("invoices", say("an issued invoice must be kept as it is, with whom it was made out to")),
)


def hold_books(connection: Connection) -> None:
    """Keep whoever else changes the books out until the transaction ends; asked before anything is held.

    Documents and the log are written one transaction after another anyway, and much is held before those, in
    an order that no two acts share: what the provider tells of comes as it comes.
    """
    hold(connection, "books")


def kept(user_id: int) -> Iterator[tuple[str, Select[Any], str]]:
    """What the books keep of somebody, and why."""
    queries = {
        "orders": _orders(user_id),
        "payments": _payments(user_id),
        "disputes": select(Dispute.id).where(Dispute.payment_id.in_(_payments(user_id))),
        "refunds": _refunds(user_id),
        "subscriptions": select(Subscription.id).where(Subscription.user_id == user_id),
        "invoices": select(Invoice.id).where(Invoice.user_id == user_id),
    }
    for what, why in KEPT:
        yield what, queries[what], why


def open_orders(user_id: int) -> Select[Any]:
    """The orders of somebody that could still be paid."""
    return _orders(user_id).where(Order.state == _OPEN)


def payable(connection: Connection, user_id: int, at: datetime) -> Iterator[Payable]:
    """The open orders of somebody that can be paid at the provider, as far as is known here.

    A page ends by itself, an invoice never does; one that nobody noted the name of may be there all the same.
    """
    columns = (Order.reference, Order.session_id, Order.expires_at, Order.due_at)
    asked = (Order.id.in_(open_orders(user_id)), Order.parameters.is_not(None))
    for one in connection.execute(select(*columns).where(*asked).order_by(Order.id)):
        on, until = (PAGE, one.expires_at) if one.due_at is None else (INVOICE, None)
        if until is None or until > at:
            yield Payable(one.reference, on, one.session_id, until)


def cancel(connection: Connection, user_id: int, at: datetime) -> Sequence[Act]:
    """Call off what was not paid, and give its coupons back; what the log has to be told of that.

    What could not be closed at the provider before can still be paid there; that money is written down all
    the same, and the operators are told that it lets nobody in.
    """
    query = select(Order.id, Order.reference).where(Order.id.in_(open_orders(user_id)))
    mine = connection.execute(query.order_by(Order.id).with_for_update(key_share=True)).all()
    for order in mine:
        ended = update(Order).where(Order.id == order.id)
        connection.execute(ended.values(state="cancelled"))
        _release(connection, order.id, at)
    told = {"state": {"before": _OPEN, "after": "cancelled"}}
    return [Act("order.cancelled", f"order:{order.reference}", told) for order in mine]


def forget(connection: Connection, user_id: int) -> None:
    """Empty whatever of somebody's purchases names them, or is somebody's free words.

    The steps of a refund are never changed, so no free words are put there in the first place.
    """
    orders, refunds = Order.user_id == user_id, _refunds(user_id)
    emptied = {"billing": "{}", "note": None, "link": None, "parameters": None}
    connection.execute(update(Order).where(orders).values(**emptied))
    unpaid = update(Order).where(orders, Order.paid_at.is_(None))
    connection.execute(unpaid.values(session_id=None))
    came = update(Payment).where(Payment.order_id.in_(_orders(user_id)))
    connection.execute(came.values(note=None))
    connection.execute(update(Refund).where(Refund.id.in_(refunds)).values(note=None))


def subjects(connection: Connection, user_id: int) -> Sequence[str]:
    """Somebody's orders, payments and refunds, as the audit log calls them."""
    asked = (
        ("order", select(Order.reference).where(Order.user_id == user_id).order_by(Order.id)),
        ("payment", select(Payment.reference).where(Payment.id.in_(_payments(user_id)))),
        ("refund", select(Refund.reference).where(Refund.id.in_(_refunds(user_id)))),
    )
    return [f"{kind}:{one}" for kind, query in asked for one in connection.scalars(query)]


def _release(connection: Connection, order_id: int, at: datetime) -> None:
    """Give the use of a coupon back: its count is that of the uses that hold."""
    held = (CouponUse.order_id == order_id, CouponUse.released_at.is_(None))
    coupon_id = connection.scalar(select(CouponUse.coupon_id).where(*held))
    if coupon_id is None:
        return
    connection.execute(update(CouponUse).where(*held).values(released_at=at))
    counted = update(Coupon).where(Coupon.id == coupon_id)
    connection.execute(counted.values(uses=Coupon.uses - 1))


def _orders(user_id: int) -> Select[Any]:
    return select(Order.id).where(Order.user_id == user_id)


def _payments(user_id: int) -> Select[Any]:
    return select(Payment.id).where(Payment.order_id.in_(_orders(user_id)))


def _refunds(user_id: int) -> Select[Any]:
    return select(Refund.id).where(Refund.payment_id.in_(_payments(user_id)))
