"""Forgetting people whom an undoing takes away: nothing in a journal or in the log tells of them any more.

Asks in sets. Knows where bulk work and the log tell of somebody; refuses to know why they go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import ColumnElement, Connection, or_, select

from academy_cli.accounts import quoting
from academy_cli.audit.service import Act, erase_details
from academy_cli.bulk.forgetting import forget
from academy_cli.bulk.kinds import Did
from academy_cli.db.among import among
from academy_cli.models import AuditEntry, Batch, BatchRow, Enrollment, User

FORGOTTEN = "user.forget"


def forgotten(
    connection: Connection, people: Sequence[int], reference: str, numbers: Collection[int]
) -> Sequence[Act]:
    """Empty all that journals and the log tell of people; what the log has to be told of that.

    ``numbers`` are their rows in the batch with the reference, which is the longest one to search.
    """
    acts = forget(connection, list(_theirs(connection, people, reference, numbers)))
    return [*acts, *_of_the_log(connection, people)]


def _theirs(
    connection: Connection, people: Sequence[int], reference: str, numbers: Collection[int]
) -> Iterator[ColumnElement[bool]]:
    """The rows of journals that are about people, or about their places in courses, or quote them."""
    batches = connection.execute(select(Batch.id, Batch.reference, Batch.kind)).all()
    seats = select(Enrollment.id).where(among(connection, Enrollment.user_id, people))
    enrollments = connection.scalars(seats).all()
    kinds: dict[str, list[int]] = {}
    for batch in batches:
        if batch.reference == reference:
            mine = among(connection, BatchRow.number, sorted(numbers))
            yield (BatchRow.batch_id == batch.id) & mine
        else:
            kinds.setdefault(batch.kind, []).append(batch.id)
    for kind, subjects in (
        ("users", people),
        ("enrollments", enrollments),
        ("progress", enrollments),
        ("attempts", enrollments),
    ):
        if subjects and kind in kinds:
            about = among(connection, BatchRow.subject_id, list(subjects))
            yield among(connection, BatchRow.batch_id, kinds[kind]) & about
    named = connection.scalars(select(User.email).where(among(connection, User.id, people)))
    addresses = {spelling for email in named for spelling in quoting.spellings(email)}
    for batch_id, rows in _quoting(connection, addresses).items():
        yield (BatchRow.batch_id == batch_id) & among(connection, BatchRow.number, rows)


def _quoting(connection: Connection, addresses: AbstractSet[str]) -> Mapping[int, list[int]]:
    """Refused rows whose reasons name an address; a refused row has nobody's number."""
    found: dict[int, list[int]] = {}
    refused = (BatchRow.outcome == Did.REFUSED.value, BatchRow.reason.contains("@"))
    query = select(BatchRow.batch_id, BatchRow.number, BatchRow.reason).where(*refused)
    for batch_id, number, reason in connection.execute(query):
        if addresses & quoting.quoted(str(reason)):
            found.setdefault(batch_id, []).append(number)
    return found


def _of_the_log(connection: Connection, people: Sequence[int]) -> Iterator[Act]:
    """Of whom the log tells by themselves there are few, if any: the others were never touched by hand."""
    names = [f"user:{number}" for number in people]
    told = select(AuditEntry.subject).where(
        among(connection, AuditEntry.subject, names),
        or_(AuditEntry.details.is_not(None), AuditEntry.reason.is_not(None)),
    )
    for name in sorted(set(connection.scalars(told))):
        yield Act(FORGOTTEN, name, dict(erase_details(connection, name)))
