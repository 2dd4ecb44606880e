"""The catalogue: what courses are found by, what learners say of them, and which stand in front.

What courses are found by is made from the other tables, and made anew from them whenever it is not there; so
backups leave those tables out.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import DERIVED, NUMBERED_ONCE, Base, UTCDateTime
from academy_cli.models.courses import DIGEST


class SearchCourse(Base):
    """A course whose documents are whole; one that changed since says so by its ``state``."""

    __tablename__ = "search_courses"
    __table_args__ = (DERIVED,)

    course_id: Mapped[int] = mapped_column(
        ForeignKey("courses.id"), primary_key=True, autoincrement=False
    )
    state: Mapped[str] = mapped_column(Text)
    """The revision that its documents were made from, and how they were read."""
    languages: Mapped[str] = mapped_column(Text)
    """Those of its documents, apart by spaces."""


class SearchDocument(Base):
    """What a course, a module or a lesson says in one language, as words without their endings.

    `db/fulltext` makes the index by which they are found, which each engine has in its own way.
    """

    __tablename__ = "search_documents"
    __table_args__ = (
        CheckConstraint("kind in ('course', 'module', 'lesson')", name="kind"),
        DERIVED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    content_id: Mapped[int | None] = mapped_column(ForeignKey("contents.id"), index=True)
    """The module or lesson; null for the course itself."""
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    digest: Mapped[str] = mapped_column(DIGEST)
    """Of all that it was made from."""
    body_sha256: Mapped[str | None] = mapped_column(DIGEST)
    """The text that it says; null where there is none."""
    is_quiz: Mapped[bool]
    """Whether that is a quiz, of which only the text above its questions is said."""
    is_preview: Mapped[bool]
    """Whether everybody may read it."""
    is_draft: Mapped[bool]
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """From when on learners see it; null for what waits for no date."""
    title: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    """Its summary, tags and category."""
    terms: Mapped[str] = mapped_column(Text)
    """All of its words in their order, the title's and the others' included."""


class SearchWord(Base):
    """A word as it stands in a course, and what is left of it without its ending."""

    __tablename__ = "search_words"
    __table_args__ = (DERIVED,)

    course_id: Mapped[int] = mapped_column(
        ForeignKey("courses.id"), primary_key=True, autoincrement=False
    )
    word: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    stem: Mapped[str] = mapped_column(String(64), primary_key=True)


class FeaturedCourse(Base):
    """A course that stands before others, in the order of ``position``."""

    __tablename__ = "featured_courses"
    __table_args__ = (CheckConstraint("position > 0", name="position"),)

    course_id: Mapped[int] = mapped_column(
        ForeignKey("courses.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int]
    """From 1; of two with the same, the one that was featured later comes first."""
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    featured_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(Text)


class Review(Base):
    """What a learner says of a course, once: stars, and words if they like."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("enrollment_id"),
        CheckConstraint("stars between 1 and 5", name="stars"),
        CheckConstraint("state in ('shown', 'waiting', 'hidden')", name="state"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"))
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    """Empty where there are stars alone."""
    state: Mapped[str] = mapped_column(String(16))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moderated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moderated_by: Mapped[str | None] = mapped_column(Text)
    moderate_reason: Mapped[str | None] = mapped_column(Text)
