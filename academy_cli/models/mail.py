"""Mail that is to leave, written in the transaction of what it tells of, and who is not written to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import Base, UTCDateTime


class OutboxMessage(Base):
    """One message to one recipient about one event; the same event is told once."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("event", "recipient", "template"),
        CheckConstraint(
            "state in ('waiting', 'sending', 'sent', 'unsure', 'dead', 'cancelled')", name="state"
        ),
        Index("ix_outbox_next_try_at", "state", "next_try_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(128))
    """What it tells of: ``invitation:81``."""
    recipient: Mapped[str] = mapped_column(String(254))
    template: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    language: Mapped[str | None] = mapped_column(String(35))
    values: Mapped[str] = mapped_column(Text)
    """What the template is filled with, as canonical JSON."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """While somebody is sending it, until when nobody else does."""
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str | None] = mapped_column(String(255))
    """What it is called on its way, from the first attempt on: the same however often it is sent."""
    provider_id: Mapped[str | None] = mapped_column(String(255))
    """What the other side calls it."""
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)


class Campaign(Base):
    """One message to many learners of a course."""

    __tablename__ = "campaigns"
    __table_args__ = (CheckConstraint("state in ('running', 'paused', 'cancelled')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    template: Mapped[str] = mapped_column(String(64))
    wanted: Mapped[str] = mapped_column(Text)
    """Whom it is for, as canonical JSON."""
    state: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    paused_because: Mapped[str | None] = mapped_column(Text)


class Suppression(Base):
    """An address that no mail, or no campaign, is sent to."""

    __tablename__ = "suppressions"
    __table_args__ = (
        UniqueConstraint("recipient", "scope"),
        CheckConstraint("scope in ('all', 'campaigns')", name="scope"),
        CheckConstraint("cause in ('bounce', 'complaint', 'unsubscribe', 'wish')", name="cause"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    scope: Mapped[str] = mapped_column(String(16))
    cause: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    note: Mapped[str | None] = mapped_column(Text)
