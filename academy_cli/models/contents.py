"""The module and lesson tree of a course, its texts and its assets."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import Base, UTCDateTime
from academy_cli.models.courses import DIGEST


class Blob(Base):
    """A text stored once, by the sha256 of its UTF-8 bytes."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    text: Mapped[str] = mapped_column(Text)


class Source(Base):
    """What stands in a file before its body, by the sha256 of the whole file: all of it for YAML.

    With the body it gives the file back byte for byte. A file that is all body has no row.
    """

    __tablename__ = "sources"

    sha256: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    head: Mapped[str] = mapped_column(Text)


class Content(Base):
    """A module or lesson; its row is never deleted, only archived, so progress can always point at it."""

    __tablename__ = "contents"
    __table_args__ = (
        UniqueConstraint("course_id", "kind", "source_id"),
        CheckConstraint("kind in ('module', 'lesson')", name="kind"),
        Index("ix_contents_course_id_key", "course_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contents.id"), index=True)
    """The module it is in; null directly under the course."""
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(Text)
    """What people call it: its id, else its path without numbers."""
    source_id: Mapped[str | None] = mapped_column(String(200))
    """The author's explicit id."""
    path: Mapped[str] = mapped_column(Text)
    """The file or folder it was read from, relative to the course."""
    position: Mapped[int]
    """Place among its siblings, from 0."""
    title: Mapped[str] = mapped_column(Text)
    fields: Mapped[str] = mapped_column(Text)
    """The rest of its front matter or module.yaml as canonical JSON."""
    source_sha256: Mapped[str | None] = mapped_column(DIGEST)
    """The raw file it was read from; null for a folder without module.yaml."""
    findings: Mapped[str | None] = mapped_column(Text)
    """What reading that file found, with its links, so that an unchanged file need not be read again."""
    tree_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    """A module's part of the newest revision's manifest."""
    is_archived: Mapped[bool]
    created_revision: Mapped[int]
    updated_revision: Mapped[int]


class Quiz(Base):
    """The quiz of a lesson, archived ones included."""

    __tablename__ = "quizzes"

    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    """All of it as canonical JSON, with every question."""


class Question(Base):
    """A question of a quiz; its row is never deleted, only archived, so answers can always point at it."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("content_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"))
    """The lesson whose quiz it is in."""
    key: Mapped[str] = mapped_column(String(200))
    """What it is called in its quiz: its id, else a digest of what it asks."""
    source_id: Mapped[str | None] = mapped_column(String(200))
    """The author's explicit id."""
    title: Mapped[str] = mapped_column(Text)
    """What it asks, in a line."""
    fields: Mapped[str] = mapped_column(Text)
    """All that it says, as canonical JSON."""
    is_archived: Mapped[bool]
    created_revision: Mapped[int]
    updated_revision: Mapped[int]


class FormerPlace(Base):
    """Where a module or lesson stood up to a revision, when it then got another path, or came or went.

    So it is known which row had which path in any revision, whatever was renamed since.
    """

    __tablename__ = "former_places"

    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    until_revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(Text)
    is_archived: Mapped[bool]


class ContentText(Base):
    """A lesson's text in one language."""

    __tablename__ = "content_texts"

    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    body_sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)


class Translation(Base):
    """The words of a lesson, a module or the course in a further language.

    What they were is in the revisions; nothing points at one, so one that is gone is deleted.
    """

    __tablename__ = "translations"
    __table_args__ = (UniqueConstraint("content_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    content_id: Mapped[int | None] = mapped_column(ForeignKey("contents.id"))
    """The module or lesson; null for the course itself."""
    language: Mapped[str] = mapped_column(String(35))
    path: Mapped[str] = mapped_column(Text)
    """The file it was read from, relative to the course."""
    title: Mapped[str] = mapped_column(Text)
    """Empty where the file gives none."""
    fields: Mapped[str] = mapped_column(Text)
    """The rest of what it says, and which text it was made from, as canonical JSON."""
    source_sha256: Mapped[str] = mapped_column(DIGEST)
    """The raw file it was read from."""
    body_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    quiz_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    """Its quiz as canonical JSON, where the lesson has one."""
    page: Mapped[str | None] = mapped_column(Text)
    """What reading that file found, so that an unchanged file need not be read again."""
    created_revision: Mapped[int]
    updated_revision: Mapped[int]


class Resource(Base):
    """An asset of a course: a file its lessons refer to, stored by digest."""

    __tablename__ = "resources"
    __table_args__ = (UniqueConstraint("course_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    path: Mapped[str] = mapped_column(Text)
    """Relative to the course folder."""
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    sha256: Mapped[str] = mapped_column(DIGEST, index=True)
    is_archived: Mapped[bool]
    created_revision: Mapped[int]
    updated_revision: Mapped[int]


class Upload(Base):
    """A file that somebody attached to a lesson, stored by digest; it is no part of the course's folder."""

    __tablename__ = "uploads"
    __table_args__ = (UniqueConstraint("lesson_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("contents.id"))
    name: Mapped[str] = mapped_column(String(200))
    """What learners save it by, unique in the lesson."""
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    sha256: Mapped[str] = mapped_column(DIGEST, index=True)
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
