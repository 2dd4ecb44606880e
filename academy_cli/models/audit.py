"""The audit log: who did what to what, in the transaction that did it, each entry chained to the last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import Base, UTCDateTime
from academy_cli.models.courses import DIGEST


class AuditEntry(Base):
    """One act of one actor; ``digest`` is of everything in it and of the entry before."""

    __tablename__ = "audit_log"
    __table_args__ = (
        UniqueConstraint("digest"),
        Index("ix_audit_log_subject", "subject"),
        Index("ix_audit_log_actor", "actor"),
        Index("ix_audit_log_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Its place in the chain, from 1, without gaps."""
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(Text)
    """``operator:ann``, ``user:12``."""
    action: Mapped[str] = mapped_column(String(64))
    """Noun and verb: ``course.apply``."""
    subject: Mapped[str] = mapped_column(Text)
    """What it was done to: ``course:intro-to-rust``, ``user:12``."""
    reason: Mapped[str | None] = mapped_column(Text)
    """Free words; null where nobody gave one, or once a person it may tell of was erased."""
    source: Mapped[str] = mapped_column(Text)
    """Where it was done: shell, command, host, version; canonical JSON."""
    details: Mapped[str | None] = mapped_column(Text)
    """Canonical JSON: what was there before and after. Null once a person it told of was erased."""
    salt: Mapped[str | None] = mapped_column(String(32))
    """Keeps erased details and reasons from being guessed by their digest; goes with them."""
    details_sha256: Mapped[str] = mapped_column(DIGEST)
    previous: Mapped[str] = mapped_column(DIGEST)
    """The digest of the entry before; zeros for the first one."""
    digest: Mapped[str] = mapped_column(DIGEST)


class AuditHead(Base):
    """The end of the chain: one row, locked by whoever adds to it."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    digest: Mapped[str] = mapped_column(DIGEST)
