"""Batches that were begun before, for slices that go on with them: of which file, what became of rows.

Refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from academy_cli.bulk import store
from academy_cli.bulk.journal import JournalRow
from academy_cli.bulk.store import RUNNING, Begun

__all__ = ["RUNNING", "Begun", "batch", "journal", "of_file"]


def of_file(connection: Connection, kind: str, file_sha256: str) -> Sequence[Begun]:
    """The batches of one kind of the same bytes, the newest first."""
    return store.of_file(connection, kind, file_sha256)


def batch(connection: Connection, reference: str) -> Begun | None:
    """The batch that people call so."""
    return store.by_reference(connection, reference)


def journal(connection: Connection, batch_id: int) -> Iterator[JournalRow]:
    """What became of a batch's rows, in their order."""
    return store.journal(connection, batch_id)
