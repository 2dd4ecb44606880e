"""The rows of everything that is published.

Works in the caller's transaction; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from academy_cli.models import Certificate, CertificateBatch, CertificateKey, StatusList

_NEXT = aliased(Certificate)
_COLUMNS = (
    *(Certificate.code, Certificate.recipient, Certificate.stated, Certificate.credential),
    *(
        Certificate.completed_at,
        Certificate.issued_at,
        Certificate.valid_until,
        Certificate.signed_at,
    ),
    *(Certificate.revoked_at, Certificate.suspended_at, Certificate.batch_id, Certificate.leaf),
    *(_NEXT.code.label("next_code"), CertificateKey.compromised_at),
)


def signed(connection: Connection) -> Iterator[Row[Any]]:
    """Every certificate that was signed, whatever became of it, with the code of what took its place."""
    query = (
        select(*_COLUMNS)
        .outerjoin(_NEXT, _NEXT.replaces_id == Certificate.id)
        .outerjoin(CertificateKey, CertificateKey.name == Certificate.key_name)
        .where(Certificate.signed_at.is_not(None))
        .order_by(Certificate.id)
    )
    result: Iterable[Row[Any]] = connection.execute(query.execution_options(yield_per=1000))
    yield from result


def lists(connection: Connection) -> Sequence[Row[Any]]:
    """Every pair of status lists."""
    return connection.execute(select(StatusList.__table__).order_by(StatusList.number)).all()


def set_places(connection: Connection, number: int) -> tuple[Sequence[int], Sequence[int]]:
    """The places of a list that are revoked, and those that are suspended."""
    mine = (Certificate.list_number == number, Certificate.list_place.is_not(None))
    revoked = select(Certificate.list_place).where(*mine, Certificate.revoked_at.is_not(None))
    suspended = select(Certificate.list_place).where(*mine, Certificate.suspended_at.is_not(None))
    places = [
        [one for one in connection.scalars(query) if one is not None]
        for query in (revoked, suspended)
    ]
    return places[0], places[1]


def batches(connection: Connection) -> Sequence[Row[Any]]:
    """Every batch, with its anchor."""
    query = select(CertificateBatch.__table__).order_by(CertificateBatch.id)
    return connection.execute(query).all()


def leaves(connection: Connection, batch: int) -> Sequence[str]:
    """The digests of a batch, in the order of its tree."""
    mine = Certificate.batch_id == batch
    found = connection.scalars(select(Certificate.leaf).where(mine).order_by(Certificate.id))
    return [one for one in found if one is not None]
