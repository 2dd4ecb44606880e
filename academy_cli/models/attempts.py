"""Attempts at quizzes: what a learner was asked, what they answered, and what it was worth.

Points are whole thousandths, rounded down; what a question is worth at most is a whole number of points.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, Base, UTCDateTime


class Attempt(Base):
    """One go of a learner at a lesson's quiz; never deleted, but by undoing the import that brought it."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "content_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("points >= 0 and points <= out_of * 1000", name="points"),
        CheckConstraint(
            "(submitted_at is null) = (points is null)"
            " and (submitted_at is null) = (out_of is null)"
            " and (submitted_at is null) = (is_passed is null)"
            " and (submitted_at is null) = (graded_sha256 is null)",
            name="submitted",
        ),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"))
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), index=True)
    """The lesson."""
    number: Mapped[int]
    """From 1, of this learner at this quiz."""
    revision: Mapped[int]
    """The course's revision when it was begun."""
    quiz_sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    """The very quiz that was answered."""
    seed: Mapped[int] = mapped_column(BigInteger)
    """What its questions and their order were drawn by."""
    drawn: Mapped[str] = mapped_column(Text)
    """The questions and what each offered, by their keys, in the order in which they are shown; as JSON."""
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Until when it can be handed in; null without a time limit."""
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    points: Mapped[int | None] = mapped_column(BigInteger)
    """Thousandths of a point, rounded down."""
    out_of: Mapped[int | None]
    """Whole points."""
    is_passed: Mapped[bool | None]
    graded_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    """The quiz that it was graded by last: another one than was answered after a regrade."""


class AttemptAnswer(Base):
    """A question that an attempt had, and the answer to it."""

    __tablename__ = "attempt_answers"
    __table_args__ = (
        CheckConstraint("points >= 0 and points <= out_of * 1000", name="points"),
        CheckConstraint("(points is null) = (out_of is null)", name="graded"),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("questions.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    """From 0, as it was drawn."""
    key: Mapped[str] = mapped_column(String(200))
    """What it was called in the quiz that was answered."""
    graded_key: Mapped[str | None] = mapped_column(String(200))
    """What it is called in the quiz it was graded by; null where that could not grade the answer."""
    answer: Mapped[str | None] = mapped_column(Text)
    """Canonical JSON; null where nothing was answered."""
    points: Mapped[int | None] = mapped_column(BigInteger)
    """Thousandths of a point, rounded down."""
    exact: Mapped[str | None] = mapped_column(String(64))
    """The points as a fraction, where thousandths are not exact: ``1/3``."""
    out_of: Mapped[int | None]
    """Whole points."""
