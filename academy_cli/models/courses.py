"""Courses and their applied revisions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import Base, UTCDateTime

DIGEST = String(64)
"""A sha256 in lower-case hexadecimal."""


class Course(Base):
    """A course as the academy offers it; ``revision`` is the number of its newest revision."""

    __tablename__ = "courses"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("status in ('draft', 'published', 'archived')", name="status"),
        CheckConstraint("revision >= 0", name="revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    status: Mapped[str] = mapped_column(String(16))
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When a draft becomes public by itself; `kit/visibility` says which status holds."""
    fields: Mapped[str] = mapped_column(Text)
    """The rest of course.yaml as canonical JSON."""
    source_sha256: Mapped[str] = mapped_column(DIGEST)
    body_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    """The description's text."""
    reader: Mapped[str] = mapped_column(String(32))
    """Names how its files were read; a file read by another reader is read again."""
    revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    unpublished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When somebody took it back; null when it was published since."""


class Revision(Base):
    """One applied state of a course; ``manifest_sha256`` names the root of its tree of blobs."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    number: Mapped[int]
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(Text)
    plan_sha256: Mapped[str] = mapped_column(DIGEST)
    manifest_sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    counts: Mapped[str] = mapped_column(Text)
    """How many nodes each action touched, as canonical JSON."""
    git_commit: Mapped[str | None] = mapped_column(String(64))
    git_branch: Mapped[str | None] = mapped_column(Text)
    git_dirty: Mapped[bool | None]
    """Whether the working tree had uncommitted changes; null outside git."""
    rollback_to: Mapped[int | None]
    """The revision that this one brought back; null for one that came from a folder."""


Index("ix_revisions_applied_at", Revision.applied_at)
