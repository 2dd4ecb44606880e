"""Bulk work: batches, and the journal of what became of each row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import Base, UTCDateTime
from academy_cli.models.courses import DIGEST


class Batch(Base):
    """One file that was, or is being, worked through."""

    __tablename__ = "batches"
    __table_args__ = (
        UniqueConstraint("reference"),
        CheckConstraint("state in ('running', 'done', 'undone')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(32))
    """``B-2026-000123``."""
    kind: Mapped[str] = mapped_column(String(32))
    """What its rows are: ``users``, ``enrollments``."""
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(DIGEST)
    options: Mapped[str] = mapped_column(Text)
    """How the rows are read and what is done with them, as canonical JSON."""
    rows: Mapped[int]
    """How many there are in the file."""
    done: Mapped[int]
    """How many of them have been worked through: where to go on."""
    counts: Mapped[str] = mapped_column(Text)
    """What became of those, as canonical JSON."""
    state: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)


class BatchRow(Base):
    """What became of one row of a file; written in the transaction that did it."""

    __tablename__ = "batch_rows"
    __table_args__ = (
        CheckConstraint("outcome in ('create', 'update', 'refused')", name="outcome"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Which row of the file, from 1; those that changed nothing are left out."""
    outcome: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int | None]
    """The row of the table that it is about."""
    before: Mapped[str | None] = mapped_column(Text)
    """What an update replaced, as canonical JSON."""
    after: Mapped[str | None] = mapped_column(Text)
    """What it put there; of what was created, everything. Null for a refused row."""
    reason: Mapped[str | None] = mapped_column(Text)
    """Why a row was refused."""
