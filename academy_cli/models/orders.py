"""Orders and the payments for them; amounts are whole minor units of the order's currency.

What came in and went back is never refused by a constraint, for it has happened; only what academy itself
means to do is.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, OF_POSTGRESQL, Base, UTCDateTime
from academy_cli.models.pricing import CURRENCY

REFERENCE = String(20)
"""What people call it: ``O-2026-000123``."""
PROVIDER_ID = String(255)
"""What the provider calls it."""


class Order(Base):
    """What somebody buys, at the price of that moment."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("state in ('open', 'paid', 'expired', 'cancelled')", name="state"),
        CheckConstraint("provider in ('stripe', 'manual', 'none')", name="provider"),
        CheckConstraint("total >= 0 and discount >= 0", name="total"),
        CheckConstraint("(state = 'paid') = (paid_at is not null)", name="paid"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(REFERENCE, unique=True)
    request_key: Mapped[str] = mapped_column(String(64), unique=True)
    """Whoever asks twice with the same one gets the same order."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    provider: Mapped[str] = mapped_column(String(16))
    is_live: Mapped[bool]
    currency: Mapped[str] = mapped_column(CURRENCY)
    discount: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    """What is to be paid: the sum of its lines."""
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupons.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    billing: Mapped[str] = mapped_column(Text, server_default="{}")
    """Whom the invoice is made out to, as canonical JSON: name, address, country, tax number."""
    parameters: Mapped[str | None] = mapped_column(Text)
    """What the provider is asked for, as canonical JSON: the same each time."""
    attempt: Mapped[int] = mapped_column(server_default=text("1"))
    session_id: Mapped[str | None] = mapped_column(PROVIDER_ID, unique=True)
    """What it is paid on: the provider's page, or its invoice."""
    link: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(254))
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When its page ends."""
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Until when its invoice is to be paid; null where it is paid on a page."""
    paid_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fulfilled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it let its learner into the courses; null with ``paid_at`` is what must not last."""
    trouble: Mapped[str | None] = mapped_column(Text)
    """Why it could not."""
    subscription_id: Mapped[int | None] = mapped_column(ForeignKey("subscriptions.id"), index=True)


Index(
    "ix_orders_unfulfilled",
    Order.paid_at,
    sqlite_where=text("fulfilled_at is null"),
    info={OF_POSTGRESQL: {"postgresql_where": text("fulfilled_at is null")}},
)


class OrderLine(Base):
    """One course of an order."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint(
            "price >= 0 and discount >= 0 and amount = price - discount", name="amount"
        ),
        CheckConstraint("tax_basis_points between 0 and 10000", name="tax"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    position: Mapped[int]
    """From 1, as people call it."""
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    price: Mapped[int] = mapped_column(BigInteger)
    discount: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    """What is paid for it, tax included."""
    tax_basis_points: Mapped[int]
    """The rate of tax that the amount includes, in hundredths of a percent."""


class CouponUse(Base):
    """That an order uses a coupon; it is free again when the order comes to nothing."""

    __tablename__ = "coupon_uses"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupons.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    used_at: Mapped[datetime] = mapped_column(UTCDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Payment(Base):
    """Money that came in for an order.

    ``reserved_own`` is what academy's refunds take or mean to take, and never more than came in;
    ``refunded_external`` is what others gave back, however much.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("provider in ('stripe', 'manual')", name="provider"),
        CheckConstraint("state in ('pending', 'succeeded', 'failed')", name="state"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("reserved_own >= 0 and reserved_own <= amount", name="reserved_own"),
        CheckConstraint("refunded_external >= 0", name="refunded_external"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(REFERENCE, unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    provider: Mapped[str] = mapped_column(String(16))
    is_live: Mapped[bool]
    intent_id: Mapped[str | None] = mapped_column(PROVIDER_ID, unique=True)
    charge_id: Mapped[str | None] = mapped_column(PROVIDER_ID, unique=True)
    method: Mapped[str] = mapped_column(String(32))
    """``card``, ``cash``, ``transfer`` … as the provider calls it."""
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CURRENCY)
    reserved_own: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    refunded_external: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    is_disputed: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(String(16))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(254))
    note: Mapped[str | None] = mapped_column(Text)


class Dispute(Base):
    """A payment that its payer's bank takes back, until somebody decides."""

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    provider_id: Mapped[str] = mapped_column(PROVIDER_ID, unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CURRENCY)
    reason: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(32))
    """As the provider calls it: ``needs_response``, ``under_review``, ``won``, ``lost``, ``warning_…``."""
    has_withdrawn: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether the money is gone from the balance meanwhile."""
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    """Of one that was lost."""
    loss: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    """How much of one that was lost no credit note is for: it had been given back, and credited, before."""
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Until when it can be answered."""
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Plan(Base):
    """What a subscription gives: access to courses while it is active."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(Text)
    price_id: Mapped[str] = mapped_column(PROVIDER_ID, unique=True)
    """The provider's price that recurs."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(254))


class PlanCourse(Base):
    """A course of a plan."""

    __tablename__ = "plan_courses"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), primary_key=True, index=True)


class Subscription(Base):
    """Somebody's plan, renewed by the provider until it is cancelled."""

    __tablename__ = "subscriptions"
    __table_args__ = (NUMBERED_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(REFERENCE, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    provider_id: Mapped[str] = mapped_column(PROVIDER_ID, unique=True)
    is_live: Mapped[bool]
    state: Mapped[str] = mapped_column(String(32))
    """As the provider calls it: ``active``, ``past_due``, ``canceled`` …"""
    period_ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_with_period: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
