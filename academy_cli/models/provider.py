"""What the payment provider said: its events, its objects as last seen, and how far they were read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import Base, UTCDateTime
from academy_cli.models.orders import PROVIDER_ID
from academy_cli.models.pricing import CURRENCY


class Installation(Base):
    """This academy's database, of which there is one row."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32))
    """Names it to the provider."""
    is_live: Mapped[bool | None]
    """Whether its money is real; null until a key was used. Never changes after."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class StripeEvent(Base):
    """An event of the provider's, which is applied once."""

    __tablename__ = "stripe_events"
    __table_args__ = (
        CheckConstraint("source in ('poll', 'webhook')", name="source"),
        Index("ix_stripe_events_applied_at", "applied_at", "created"),
    )

    id: Mapped[str] = mapped_column(PROVIDER_ID, primary_key=True)
    type: Mapped[str] = mapped_column(String(100))
    object_id: Mapped[str] = mapped_column(PROVIDER_ID)
    related_id: Mapped[str | None] = mapped_column(PROVIDER_ID)
    """What that belongs to: the charge or intent of a refund."""
    is_live: Mapped[bool]
    created: Mapped[datetime] = mapped_column(UTCDateTime)
    source: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    error: Mapped[str | None] = mapped_column(Text)
    """Why it could not be applied, last."""


class SyncCursor(Base):
    """How far something was read, by the provider's clock."""

    __tablename__ = "sync_cursors"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    created: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class StripeObject(Base):
    """An object of the provider's as it was last seen: what the books are compared with."""

    __tablename__ = "stripe_objects"
    __table_args__ = (Index("ix_stripe_objects_created", "kind", "created"),)

    id: Mapped[str] = mapped_column(PROVIDER_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    """``charge``, ``refund``, ``dispute``, ``invoice``, ``balance_transaction``."""
    parent_id: Mapped[str | None] = mapped_column(PROVIDER_ID, index=True)
    """The intent of a charge, the charge of a refund or dispute, the source of a balance transaction, the
    subscription of an invoice."""
    type: Mapped[str | None] = mapped_column(String(64))
    """Of a balance transaction: ``charge``, ``refund``, ``adjustment`` …"""
    status: Mapped[str | None] = mapped_column(String(32))
    amount: Mapped[int] = mapped_column(BigInteger)
    refunded: Mapped[int | None] = mapped_column(BigInteger)
    """Of a charge."""
    fee: Mapped[int | None] = mapped_column(BigInteger)
    """Of a balance transaction, as ``net``."""
    net: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CURRENCY)
    is_live: Mapped[bool]
    academy_reference: Mapped[str | None] = mapped_column(String(64))
    """The order or refund that its metadata names."""
    installation: Mapped[str | None] = mapped_column(String(64))
    """The academy that its metadata names."""
    created: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
