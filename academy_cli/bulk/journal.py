"""The journal of a batch as text, and the digest by which the audit log holds it.

Pure: knows what is digested and how; refuses rows of a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from academy_cli.bulk.kinds import Outcome
from academy_cli.kit.jsontext import canonical

AT_ONCE = 1000
"""Rows that are digested together."""


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
    before, after = outcome.before, outcome.after
    return JournalRow(
        number,
        outcome.did.value,
        subject_id,
        canonical(before) if before else None,
        canonical(after) if after else None,
        outcome.reason or None,
    )


def journal_digest(rows: Iterable[JournalRow]) -> str:
    """The digest of some rows in their order; JSON has no line ends, so no two journals read alike."""
    digest = sha256()
    told = map(_line, rows)
    while some := "".join(islice(told, AT_ONCE)):
        digest.update(some.encode())
    return digest.hexdigest()


def _line(row: JournalRow) -> str:
    number, outcome, subject, before, after, reason = row
    said = canonical(reason) if reason else None
    return f"{number} {outcome} {subject} {before} {after} {said}\n"
