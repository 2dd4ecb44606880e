"""Mail that is to leave: written in the transaction of what it tells of."""

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
        CheckConstraint("state in ('waiting', 'sent', 'dead', 'cancelled')", name="state"),
        Index("ix_outbox_next_try_at", "state", "next_try_at"),
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
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
