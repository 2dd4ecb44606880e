"""The journal of a batch as text, and the digest by which the audit log holds it.

Pure: knows what is digested and how; refuses rows of a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from academy_cli.bulk.kinds import Outcome, Values
from academy_cli.kit.jsontext import canonical


class JournalRow(NamedTuple):
    """What became of one row, as it is stored."""

    number: int
    outcome: str
    subject_id: int | None
    before: str | None
    after: str | None
    reason: str | None


def journal_row(number: int, outcome: Outcome, subject_id: int | None) -> JournalRow:
    """An outcome as it is stored."""
    return JournalRow(
        number,
        outcome.did.value,
        subject_id,
        _text(outcome.before),
        _text(outcome.after),
        outcome.reason or None,
    )


def journal_digest(rows: Iterable[JournalRow]) -> str:
    """The digest of some rows in their order; JSON has no line ends, so no two journals read alike."""
    digest = sha256()
    for row in rows:
        reason = canonical(row.reason) if row.reason else None
        told = f"{row.number} {row.outcome} {row.subject_id} {row.before} {row.after} {reason}\n"
        digest.update(told.encode())
    return digest.hexdigest()


def _text(values: Values) -> str | None:
    return canonical(dict(values)) if values else None
