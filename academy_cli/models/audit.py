"""The audit log: who did what to what, written in the transaction that did it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import Base, UTCDateTime


class AuditEntry(Base):
    """One act of one actor."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_log_subject", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(64))
    """Noun and verb: ``course.apply``."""
    subject: Mapped[str] = mapped_column(Text)
    """What it was done to: ``course:intro-to-rust``."""
    details: Mapped[str] = mapped_column(Text)
    """Canonical JSON."""
