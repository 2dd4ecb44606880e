"""People: their accounts and the roles they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, OF_POSTGRESQL, Base, UTCDateTime


class User(Base):
    """A person with an account; what holds of it follows from the moments, so nothing can contradict them."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    """In its one canonical form, so that one mailbox is one account on both engines."""
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    language: Mapped[str | None] = mapped_column(String(35))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    """A name of the IANA time zone database."""
    bio: Mapped[str | None] = mapped_column(Text)
    avatar: Mapped[str | None] = mapped_column(Text)
    """The address of a picture."""
    privacy: Mapped[str | None] = mapped_column(Text)
    """What others may see, as canonical JSON; null where nothing was said."""
    extra: Mapped[str | None] = mapped_column("metadata", Text)
    """What the academy's owner keeps of a person beside our own fields, as canonical JSON."""
    email_verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    """None while nobody can log in with a password: invited, not yet here."""
    password_set_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failed_logins: Mapped[int] = mapped_column(server_default=text("0"))
    """In a row, since the last one that succeeded."""
    locked_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def _listed(name: str, columns: Sequence[Any], *conditions: ColumnElement[bool]) -> None:
    """An index that a page of a list of such people is found in without reading anybody.

    On SQLite it has their numbers anyway.
    """
    only = and_(*conditions)
    said = {"postgresql_where": only, "postgresql_include": ["id"]}
    Index(f"ix_users_{name}", *columns, sqlite_where=only, info={OF_POSTGRESQL: said})


_IS_THERE = User.erased_at.is_(None)
_MAY_ACT = (_IS_THERE, User.deactivated_at.is_(None))
_HAS_COME = (*_MAY_ACT, User.password_hash.is_not(None))
_listed("name_email", (User.name, User.email), _IS_THERE)
_listed("created_at_email", (User.created_at, User.email), _IS_THERE)
# What holds of few: one more of everybody slows imports. The conditions are those of accounts/listing,
# word for word.
_listed("erased", (User.email,), User.erased_at.is_not(None))
_listed("deactivated", (User.email,), _IS_THERE, User.deactivated_at.is_not(None))
_listed("unverified", (User.email,), *_HAS_COME, User.email_verified_at.is_(None))


class UserRole(Base):
    """A role that somebody holds beside being a student: everywhere, or as instructor of one course."""

    __tablename__ = "user_roles"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "place"),
        CheckConstraint("place = coalesce(course_id, 0)", name="place"),
        CheckConstraint("role in ('instructor', 'support', 'admin')", name="role"),
        CheckConstraint("course_id is null or role = 'instructor'", name="course"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id"), index=True)
    """None for a role that holds for the whole academy."""
    place: Mapped[int]
    """The same with 0 for none: no null equals another one, so a null could be held twice."""
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime)
