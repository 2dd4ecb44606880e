"""What is said about bulk work: frozen values that become a table, JSON or a page.

Knows what people ask of it; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from academy_cli.bulk.plan import Refusal


@dataclass(frozen=True, slots=True)
class BulkView:
    """What would be done with a file's rows, or what was done.

    ``mails`` counts messages by template, ``fields`` updates by the field they change, ``gives`` what rows
    put there beside their fields: ``course python``. Of ``refusals`` there are at most a thousand.
    ``reference`` is None before anything is done, and where nothing was; ``unfinished`` is a batch of the
    same bytes that has not come to its end.
    """

    reference: str | None
    kind: str
    file: str
    rows: int
    create: int
    update: int
    unchanged: int
    refused: int
    mails: Mapping[str, int]
    fields: Mapping[str, int]
    gives: Mapping[str, int]
    encoding: str
    dialect: str
    unknown_columns: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    failed_file: str | None
    is_done: bool
    unfinished: str | None = None

    @property
    def changes(self) -> int:
        """How many rows change something."""
        return self.create + self.update


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch: what it came from, how far it is, and what became of its rows."""

    reference: str
    kind: str
    state: str
    file: str
    rows: int
    done: int
    created: int
    updated: int
    unchanged: int
    refused: int
    mails: int
    started_at: datetime
    finished_at: datetime | None
    actor: str
    options: Mapping[str, object]
    file_sha256: str
    undoes: str | None
    undone_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchRowView:
    """What became of one row."""

    number: int
    outcome: str
    subject: int | None
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class PrunedRows:
    """How many refused rows of how many batches lost, or would lose, their reasons; those from ``before``."""

    before: datetime
    batches: int
    rows: int


@dataclass(frozen=True, slots=True)
class BatchProof:
    """That a batch's journal is what was written: how many rows the audit log holds, and what is wrong."""

    reference: str
    kind: str
    rows: int
    flaws: tuple[str, ...]
