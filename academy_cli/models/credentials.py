"""What proves who somebody is: links that work once, sessions, and tokens for programs.

Secrets are never here, only their digests: whoever reads the tables can log in as nobody.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, OF_POSTGRESQL, Base, UTCDateTime
from academy_cli.models.courses import DIGEST


class OneTimeToken(Base):
    """A link that works once, until it expires: an invitation, a verification, a new password."""

    __tablename__ = "one_time_tokens"
    __table_args__ = (
        UniqueConstraint("digest"),
        CheckConstraint("purpose in ('invitation', 'verification', 'reset')", name="purpose"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(DIGEST)
    email: Mapped[str] = mapped_column(String(254))
    """Where it was sent: it proves that this mailbox is theirs, and no later one."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Session(Base):
    """Somebody logged in somewhere, until the session ends or nobody refreshes it."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code: Mapped[str] = mapped_column(String(32))
    """What people and access tokens call it."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(32))
    address: Mapped[str | None] = mapped_column(String(64))
    user_agent: Mapped[str | None] = mapped_column(Text)


class RefreshToken(Base):
    """One link in a session's chain of refresh tokens: each is used once, for the next one."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    digest: Mapped[str] = mapped_column(DIGEST)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Whoever shows it after that has stolen it, or was stolen from: the session ends."""


class ApiToken(Base):
    """A token for a program that acts as somebody, within its scopes."""

    __tablename__ = "api_tokens"
    __table_args__ = (UniqueConstraint("digest"), NUMBERED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("api_tokens.id"), index=True)
    """The token that made it: it holds no longer than that one."""
    name: Mapped[str] = mapped_column(String(100))
    """Of those that are not revoked, no other of the same person has it."""
    prefix: Mapped[str] = mapped_column(String(16))
    """The first letters, by which people recognise it."""
    digest: Mapped[str] = mapped_column(DIGEST)
    scopes: Mapped[str] = mapped_column(Text)
    """Actions it is limited to, as canonical JSON; an empty list means all that its owner may do."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


_ACTIVE = ApiToken.revoked_at.is_(None)
Index(
    "ix_api_tokens_name",
    ApiToken.user_id,
    ApiToken.name,
    unique=True,
    sqlite_where=_ACTIVE,
    info={OF_POSTGRESQL: {"postgresql_where": _ACTIVE}},
)
