"""What courses cost, and coupons that take something off; amounts are whole minor units.

A price is never changed: another one follows it, so what held at any moment can be told.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, Base, UTCDateTime

CURRENCY = String(3)
"""An ISO 4217 code in lower case."""


class Price(Base):
    """What a course costs in one currency from a moment on, until another price follows."""

    __tablename__ = "prices"
    __table_args__ = (
        CheckConstraint("amount is null or amount >= 0", name="amount"),
        CheckConstraint("origin in ('course', 'staff')", name="origin"),
        Index("ix_prices_course_id", "course_id", "currency", "starts_at"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    currency: Mapped[str] = mapped_column(CURRENCY)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    """Null: from then on it is not sold in this currency."""
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    origin: Mapped[str] = mapped_column(String(16))
    """What says so: course.yaml, or somebody."""
    actor: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it was taken back before it began."""


class Coupon(Base):
    """A word that takes a part, or an amount, off what courses cost."""

    __tablename__ = "coupons"
    __table_args__ = (
        CheckConstraint("(basis_points is null) <> (amount is null)", name="kind"),
        CheckConstraint("(amount is null) = (currency is null)", name="currency"),
        CheckConstraint("basis_points between 1 and 10000", name="basis_points"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("uses >= 0 and (most_uses is null or uses <= most_uses)", name="uses"),
        CheckConstraint("ends_at is null or starts_at is null or starts_at < ends_at", name="span"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """In capitals."""
    basis_points: Mapped[int | None]
    """Hundredths of a percent: 2500 takes a quarter off."""
    amount: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(CURRENCY)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id"), index=True)
    """Null: it holds for every course."""
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    most_uses: Mapped[int | None]
    most_per_person: Mapped[int | None]
    uses: Mapped[int] = mapped_column(server_default=text("0"))
    """Of orders that were paid, or are open."""
    note: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
