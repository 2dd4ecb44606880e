"""The rows of keys that sign or have signed.

Works in the caller's transaction; refuses to know private keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from academy_cli.models import Certificate, CertificateKey, Enrollment, User

_SIGNED = (
    select(func.count())
    .where(Certificate.key_name == CertificateKey.name)
    .correlate(CertificateKey)
    .scalar_subquery()
    .label("certificates")
)


def keys(connection: Connection) -> Sequence[Row[Any]]:
    """Every key, the newest first, with how many certificates it has signed."""
    query = select(CertificateKey.__table__, _SIGNED)
    return connection.execute(
        query.order_by(CertificateKey.created_at.desc(), CertificateKey.name)
    ).all()


def key(connection: Connection, name: str) -> Row[Any] | None:
    """A key by its name."""
    query = select(CertificateKey.__table__, _SIGNED).where(CertificateKey.name == name)
    return connection.execute(query).first()


def signing(connection: Connection) -> Row[Any] | None:
    """The key that signs now."""
    usable = (CertificateKey.retired_at.is_(None), CertificateKey.compromised_at.is_(None))
    query = select(CertificateKey.__table__).where(*usable)
    return connection.execute(query.order_by(CertificateKey.created_at.desc())).first()


def add(connection: Connection, name: str, did: str, at: datetime) -> None:
    """Know another key; those before it are given up."""
    retire(connection, at)
    values = {"name": name, "did": did, "created_at": at}
    connection.execute(insert(CertificateKey).values(**values))


def retire(connection: Connection, at: datetime) -> None:
    """Give up whatever signs."""
    mine = update(CertificateKey).where(CertificateKey.retired_at.is_(None))
    connection.execute(mine.values(retired_at=at))


def lose(connection: Connection, name: str, since: datetime, at: datetime) -> None:
    """Know that somebody else may have a key since a moment."""
    given_up = func.coalesce(CertificateKey.retired_at, at)
    mine = update(CertificateKey).where(CertificateKey.name == name)
    connection.execute(mine.values(compromised_at=since, retired_at=given_up))


def leaves(connection: Connection, name: str, before: datetime) -> Sequence[str]:
    """What a key had signed before a moment, by digest."""
    mine = (Certificate.key_name == name, Certificate.signed_at < before)
    found = connection.scalars(select(Certificate.leaf).where(*mine))
    return [one for one in found if one is not None]


def codes_since(connection: Connection, name: str, since: datetime) -> Sequence[str]:
    """The stored codes of what a key has signed since a moment."""
    mine = (Certificate.key_name == name, Certificate.signed_at >= since)
    return connection.scalars(select(Certificate.code).where(*mine)).all()


def signed_since(connection: Connection, name: str, since: datetime, now: datetime) -> int:
    """How many certificates a key has signed since a moment that would hold but for that.

    Those of people who were erased are none: nothing can be issued to them.
    """
    mine = (Certificate.key_name == name, Certificate.signed_at >= since)
    held = (Certificate.revoked_at.is_(None), Certificate.suspended_at.is_(None))
    goes_on = or_(Certificate.valid_until.is_(None), Certificate.valid_until > now)
    query = (
        select(func.count(Certificate.id))
        .join(Enrollment, Enrollment.id == Certificate.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .where(*mine, *held, goes_on, User.erased_at.is_(None))
    )
    return connection.scalar(query) or 0
