"""Certificates: what completing a course earns, the keys that sign it, and the pages it is drawn by.

What a certificate says is decided once, in the transaction that completes the course; it is signed later,
when a key is at hand. What was signed never changes: the database itself refuses it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import OF_POSTGRESQL, Base, UTCDateTime

DIGEST = String(64)
KEY_NAME = String(8)


class Certificate(Base):
    """What a person receives for one completion; it holds until it is revoked or another takes its place."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("uid"),
        UniqueConstraint("list_number", "list_place"),
        CheckConstraint(
            "(credential is null) = (scanned is null) and (credential is null) = (page_seal is null)",
            name="credential",
        ),
        CheckConstraint("(suspended_at is null) = (suspend_reason is null)", name="suspended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollments.id"), index=True)
    code: Mapped[str] = mapped_column(String(32))
    """What a stranger types to check it."""
    uid: Mapped[str] = mapped_column(String(36))
    """The credential's UUID."""
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    completed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    recipient: Mapped[str | None] = mapped_column(Text)
    """The name that it states; null once the person was erased."""
    stated: Mapped[str] = mapped_column(Text)
    """What else it states, as canonical JSON: the course as it was, hours, score, the template's name."""
    mails: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether the learner is told when it is signed."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), index=True)
    """The one whose place it takes, which is revoked by that."""
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it ceased to hold, whatever its dates say."""
    revoke_reason: Mapped[str | None] = mapped_column(Text)
    suspended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspend_reason: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Null while it waits for a key; what follows is there from then on."""
    key_name: Mapped[str | None] = mapped_column(ForeignKey("certificate_keys.name"), index=True)
    template_sha256: Mapped[str | None] = mapped_column(
        ForeignKey("certificate_templates.sha256"), index=True
    )
    list_number: Mapped[int | None]
    list_place: Mapped[int | None]
    """Its bit in the status lists of that number."""
    leaf: Mapped[str | None] = mapped_column(DIGEST)
    """The digest of what was signed, which stays also without the name."""
    credential: Mapped[str | None] = mapped_column(Text)
    """The signed document; null once the person was erased."""
    scanned: Mapped[str | None] = mapped_column(Text)
    """The signed text of the code on its page."""
    page_seal: Mapped[str | None] = mapped_column(Text)
    """What the key has signed of the page, so that it can be drawn again without the key."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_batches.id"), index=True)


_HELD, _WAITING = text("revoked_at is null"), text("signed_at is null")
Index(
    "uq_certificates_enrollment_id_held",
    Certificate.enrollment_id,
    unique=True,
    sqlite_where=_HELD,
    info={OF_POSTGRESQL: {"postgresql_where": _HELD}},
)
Index(
    "ix_certificates_waiting",
    Certificate.id,
    sqlite_where=_WAITING,
    info={OF_POSTGRESQL: {"postgresql_where": _WAITING}},
)


class CertificateKey(Base):
    """A key that signs or has signed; the private one is in a folder, never here."""

    __tablename__ = "certificate_keys"

    name: Mapped[str] = mapped_column(KEY_NAME, primary_key=True)
    did: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    compromised_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when somebody else may have it; of what it signed only that of before holds."""


class CertificateTemplate(Base):
    """A template as certificates name it: all its files in one, by their digest; never changed."""

    __tablename__ = "certificate_templates"

    sha256: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime] = mapped_column(UTCDateTime)


class StatusList(Base):
    """A pair of status lists (revoked, suspended), and the address that their names begin with."""

    __tablename__ = "status_lists"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[str] = mapped_column(Text)
    filled: Mapped[int] = mapped_column(server_default=text("0"))
    """How many of its places are taken."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class CertificateBatch(Base):
    """Certificates under one Merkle root, and where that root was written down."""

    __tablename__ = "certificate_batches"
    __table_args__ = (
        UniqueConstraint("root"),
        CheckConstraint("(anchored_at is null) = (anchor is null)", name="anchored"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    root: Mapped[str] = mapped_column(DIGEST)
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    anchor: Mapped[str | None] = mapped_column(Text)
    """Where it stands, in the words of whoever put it there."""
    proof_name: Mapped[str | None] = mapped_column(Text)
    proof: Mapped[bytes | None] = mapped_column(LargeBinary)
    """A file that proves it, such as one of OpenTimestamps."""
    anchored_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
