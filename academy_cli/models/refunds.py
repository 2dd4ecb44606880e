"""Refunds: what is meant to go back, written down before anybody is asked, and every step of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, Base, UTCDateTime
from academy_cli.models.orders import PROVIDER_ID, REFERENCE
from academy_cli.models.pricing import CURRENCY

STATES = (
    *("requested", "approved", "submitting", "unknown"),
    *("pending", "requires_action", "succeeded", "failed", "canceled", "rejected", "withdrawn"),
)
"""As the provider calls them, where it does; ``withdrawn`` is one that nobody approved."""


class Refund(Base):
    """Money of one payment that goes back, once."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("origin in ('academy', 'dashboard', 'dispute')", name="origin"),
        CheckConstraint("access in ('keep', 'remove')", name="access"),
        CheckConstraint("amount > 0", name="amount"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(REFERENCE, unique=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    """Names it to the provider, whatever becomes of this database: 32 hexadecimal digits by chance."""
    request_key: Mapped[str] = mapped_column(String(64), unique=True)
    """Whoever asks twice with the same one gets the same refund."""
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    origin: Mapped[str] = mapped_column(String(16))
    provider: Mapped[str] = mapped_column(String(16), server_default="stripe")
    """By whom it goes back: ``stripe``, or ``manual`` where staff pay it out themselves."""
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CURRENCY)
    reason: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(Text)
    access: Mapped[str] = mapped_column(String(16))
    """What becomes of the order's grants: they are kept, or removed once the refund is accepted."""
    policy: Mapped[str] = mapped_column(Text, server_default="{}")
    """What the course's policy said, and who went beyond it, as canonical JSON."""
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(server_default=text("1"))
    parameters: Mapped[str] = mapped_column(Text)
    """What the provider is asked for, as canonical JSON: the same each time."""
    api_version: Mapped[str | None] = mapped_column(String(64))
    provider_id: Mapped[str | None] = mapped_column(PROVIDER_ID, unique=True)
    failure: Mapped[str | None] = mapped_column(Text)
    first_sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Until when somebody is asking the provider."""
    needs_attention: Mapped[bool] = mapped_column(server_default=text("false"))
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    requested_by: Mapped[str] = mapped_column(String(254))
    approved_by: Mapped[str | None] = mapped_column(String(254))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


Index("ix_refunds_state", Refund.state, Refund.updated_at)


class RefundLine(Base):
    """How much of a refund is of one line of the order."""

    __tablename__ = "refund_lines"

    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), primary_key=True, index=True)
    amount: Mapped[int] = mapped_column(BigInteger)


class RefundEvent(Base):
    """A step of a refund: from which state to which, by whom; never changed."""

    __tablename__ = "refund_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    before: Mapped[str | None] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(254))
    source: Mapped[str] = mapped_column(String(16))
    """What took it: ``create``, ``recover``, ``sync``, ``reconcile``, ``resolve`` …"""
    detail: Mapped[str] = mapped_column(Text)
    """As canonical JSON."""
