"""Learners: who is in which course and why, and how far each has come.

Progress hangs on rows of ``contents``, which are never deleted.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, Base, UTCDateTime


class Enrollment(Base):
    """A learner in a course; ``completed_at`` is the moment that counts for certificates.

    Whether it gives access follows from its grants.
    """

    __tablename__ = "enrollments"
    __table_args__ = (
        UniqueConstraint("course_id", "user_id"),
        CheckConstraint("completed_at is not null or completed_revision is null", name="completed"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    enrolled_at: Mapped[datetime] = mapped_column(UTCDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    completed_revision: Mapped[int | None]
    """The course's revision that was completed."""
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When somebody took the learner out of the course; a new grant brings them back."""
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Grant(Base):
    """Why a learner may be in a course, from when, until when; it is revoked, never deleted."""

    __tablename__ = "grants"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "kind", "reference"),
        CheckConstraint(
            "kind in ('order', 'gift', 'bulk', 'staff', 'free', 'subscription')", name="kind"
        ),
        CheckConstraint("ends_at is null or starts_at is null or starts_at < ends_at", name="span"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str | None] = mapped_column(String(64), index=True)
    """The order or batch it comes from, which grants once; null for one that stands alone."""
    reason: Mapped[str | None] = mapped_column(Text)
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoke_reason: Mapped[str | None] = mapped_column(Text)


class LessonProgress(Base):
    """How far a learner has come in one lesson; no row means not begun."""

    __tablename__ = "lesson_progress"
    __table_args__ = (
        CheckConstraint("state in ('started', 'completed')", name="state"),
        CheckConstraint("(state = 'completed') = (completed_at is not null)", name="completed"),
    )

    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seconds: Mapped[int] = mapped_column(server_default=text("0"))
    """Time on task."""
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
