"""Where an archive is loaded before anybody uses it, on either engine.

Says what such a place has to be able to do; refuses to know how.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from sqlalchemy import Connection

from academy_cli.backups.tables import Table


class Scratch(Protocol):
    """A database beside the live one, which is gone unless it is swapped in."""

    connection: Connection
    """To work on it before anybody sees it."""

    def prepare(self, revision: str) -> Collection[str]:
        """Make its tables as they were at a revision, empty and without what slows loading down.

        Gives their names.
        """

    def load(self, table: Table, text: bytes) -> None:
        """Take some rows of a table as canonical text. Raises UnfitRowError."""

    def finish(self, sequences: Mapping[str, int]) -> None:
        """Put back what was left out, which proves every reference. Raises BrokenArchiveError."""

    def rows(self, table: Table) -> Iterator[bytes]:
        """What was loaded, as canonical text again."""

    def upgrade(self) -> None:
        """Bring it to this version's revision."""
