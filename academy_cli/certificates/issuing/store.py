"""The rows of certificates, as far as signing and what became of them goes.

Works in the caller's transaction; refuses to know keys and documents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from academy_cli.db.among import among
from academy_cli.db.bulk import update_rows
from academy_cli.kit.batches import batches
from academy_cli.models import (
    Batch,
    BatchRow,
    Certificate,
    CertificateTemplate,
    Course,
    Enrollment,
    User,
)

_SIGNED = (
    *("signed_at", "key_name", "template_sha256", "list_number", "list_place"),
    *("leaf", "credential", "scanned", "page_seal", "recipient"),
)
_WAITS = (Certificate.signed_at.is_(None), Certificate.revoked_at.is_(None))


class Signed(NamedTuple):
    """What is written down when a certificate is signed, after its number."""

    id: int
    signed_at: datetime
    key_name: str
    template_sha256: str
    list_number: int
    list_place: int
    leaf: str
    credential: str
    scanned: str
    page_seal: str
    recipient: str


class Choice(NamedTuple):
    """Which of those that wait: of some courses, of some numbers, issued since; all where nothing is said."""

    courses: Collection[str] | None = None
    ids: Sequence[int] | None = None
    since: datetime | None = None


def waiting(connection: Connection, most: int, after: int, choice: Choice) -> Sequence[Row[Any]]:
    """Certificates that are not signed yet and hold, behind a number, with their learners; locked."""
    query = _with_learner().where(*_WAITS, User.erased_at.is_(None), Certificate.id > after)
    if choice.ids is not None:
        query = query.where(among(connection, Certificate.id, choice.ids))
    if choice.courses is not None:
        query = query.where(Course.slug.in_(sorted(choice.courses)))
    query = query.order_by(Certificate.id).limit(most).with_for_update(of=Certificate)
    return connection.execute(query).all()


def count_waiting(connection: Connection, choice: Choice) -> int:
    """How many certificates are not signed yet and hold, of a choice."""
    if choice.ids is not None:
        rest = choice._replace(ids=None)
        return sum(
            _count_waiting(connection, rest, among(connection, Certificate.id, some))
            for some in batches(choice.ids)
        )
    return _count_waiting(connection, choice)


def _count_waiting(connection: Connection, choice: Choice, *further: ColumnElement[bool]) -> int:
    query = (
        select(func.count())
        .select_from(Certificate)
        .join(Enrollment, Enrollment.id == Certificate.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .where(*_WAITS, User.erased_at.is_(None), *further)
    )
    if choice.since is not None:
        query = query.where(Certificate.issued_at >= choice.since)
    if choice.courses is not None:
        query = query.join(Course, Course.id == Enrollment.course_id)
        query = query.where(Course.slug.in_(sorted(choice.courses)))
    return connection.scalar(query) or 0


def has_more_signed(connection: Connection, many: int) -> bool:
    """Whether more than so many certificates are signed."""
    signed = select(Certificate.id).where(Certificate.signed_at.is_not(None))
    return connection.scalar(signed.order_by(Certificate.id).offset(many).limit(1)) is not None


def _with_learner() -> Select[Any]:
    columns = (
        *(User.id.label("user_id"), User.email, User.name, User.language),
        *(User.deactivated_at, User.erased_at, Course.slug, Course.fields),
    )
    return (
        select(Certificate.__table__, *columns)
        .join_from(Certificate, Enrollment, Enrollment.id == Certificate.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
    )


def write_signed(connection: Connection, rows: Sequence[Signed]) -> None:
    """Write down what was signed."""
    update_rows(connection, Certificate, "id", _SIGNED, rows)


def keep_template(
    connection: Connection, sha256: str, name: str, packed: bytes, at: datetime
) -> None:
    """Keep a template, once."""
    there = select(CertificateTemplate.sha256).where(CertificateTemplate.sha256 == sha256)
    if connection.scalar(there) is None:
        values = {"sha256": sha256, "name": name, "packed": packed, "stored_at": at}
        connection.execute(insert(CertificateTemplate).values(**values))


def template(connection: Connection, sha256: str) -> bytes:
    """The template that a certificate names, with its files."""
    mine = CertificateTemplate.sha256 == sha256
    return connection.execute(select(CertificateTemplate.packed).where(mine)).scalar_one()


def found(connection: Connection, code: str, *, is_held: bool = False) -> Row[Any] | None:
    """A certificate by its stored code; ``is_held`` keeps it from others."""
    query = _with_learner().where(Certificate.code == code)
    if is_held:
        query = query.with_for_update(of=Certificate)
    return connection.execute(query).first()


def held_by(connection: Connection, enrollment: int) -> Row[Any] | None:
    """The certificate of an enrollment that was neither revoked nor replaced."""
    mine = (Certificate.enrollment_id == enrollment, Certificate.revoked_at.is_(None))
    return connection.execute(_with_learner().where(*mine)).first()


def successor(connection: Connection, number: int) -> str | None:
    """The code of the certificate that took another's place."""
    mine = select(Certificate.code).where(Certificate.replaces_id == number)
    return connection.scalar(mine.order_by(Certificate.id.desc()))


def change(connection: Connection, number: int, **values: object) -> None:
    """Let something become of a certificate."""
    connection.execute(update(Certificate).where(Certificate.id == number).values(**values))


def codes_of(connection: Connection, numbers: Iterable[int]) -> Sequence[str]:
    """The stored codes of certificates by their numbers."""
    found: list[str] = []
    for some in batches(sorted(numbers)):
        mine = select(Certificate.code).where(among(connection, Certificate.id, some))
        found += connection.scalars(mine)
    return found


def signed_codes(
    connection: Connection, reference: str | None, known: Collection[int]
) -> Sequence[str]:
    """The stored codes of what was signed of a batch, and of what has some numbers."""
    found: list[str] = []
    for some in batches(numbers_of(connection, reference, known)):
        mine = (among(connection, Certificate.id, some), Certificate.credential.is_not(None))
        found += connection.scalars(select(Certificate.code).where(*mine).order_by(Certificate.id))
    return found


def numbers_of(
    connection: Connection, reference: str | None, known: Collection[int]
) -> Sequence[int]:
    """The numbers of what a batch issued, if there is one, and some more."""
    numbers = set(known)
    if reference is not None:
        issued = (
            select(BatchRow.subject_id)
            .join(Batch, Batch.id == BatchRow.batch_id)
            .where(Batch.reference == reference, BatchRow.outcome == "create")
        )
        numbers |= {one for one in connection.scalars(issued) if one is not None}
    return sorted(numbers)
