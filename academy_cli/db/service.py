"""The database as one thing to open, upgrade, describe and check.

Knows which databases are ready for ordinary commands and says what to do about the others;
refuses to migrate PostgreSQL unasked.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from academy_cli.db.address import parse, shown, sqlite_file
from academy_cli.db.engine import MUTED, open_engine
from academy_cli.db.errors import ForeignError, LostDatabaseError, NewerError, OutdatedError
from academy_cli.db.faults import file_refusal
from academy_cli.db.revision import HEAD, HISTORY, current, holds_tables
from academy_cli.db.strays import left_alone
from academy_cli.db.transaction import read
from academy_cli.kit.paths import is_there
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.db.views import DatabaseFinding, DatabaseStatus, UpgradeReport


REMEMBERED_S = 1.0
"""How long a database counts as ready that was found to be: whoever asks again so soon is at work."""


class Database:
    """One database; nothing is opened before it is needed.

    ``notice`` is told, in one sentence, about a SQLite file that was created on first use. ``muted`` are the
    kinds of mail that are not written down.
    """

    def __init__(
        self,
        url: str,
        *,
        notice: Callable[[str], None] = lambda _: None,
        schema: str = "academy",
        lock_wait_s: float = 60,
        muted: Collection[str] = (),
    ) -> None:
        self._address = parse(url)
        self._file = sqlite_file(self._address)
        self._notice = notice
        self._schema = schema
        self._lock_wait_s = lock_wait_s
        self.muted = frozenset(muted)
        self._seen_at = -math.inf

    @cached_property
    def engine(self) -> Engine:
        """The engine, whatever state the database is in."""
        opened = open_engine(self._address, self._schema)
        return opened.execution_options(**{MUTED: self.muted}) if self.muted else opened

    @property
    def url(self) -> str:
        """The address, its password masked."""
        return shown(self._address)

    def ready(self) -> Engine:
        """The engine of a database at this version's revision.

        A SQLite file that is missing or empty is created and migrated first, unless the log of one that was
        lost lies there: raises LostDatabaseError. Raises OutdatedError, NewerError or ForeignError for a
        database in any other state.
        """
        if self.existing() is None:
            self._create()
        return self.engine

    def existing(self) -> Engine | None:
        """The same, but None where ``ready`` would create the database: nothing is written."""
        if time.monotonic() - self._seen_at < REMEMBERED_S and not self._is_absent():
            return self.engine
        revision = self._revision()
        if revision is None and self._file is not None:
            return None
        if revision != HEAD:
            raise OutdatedError(self.url, revision, HEAD)
        self._seen_at = time.monotonic()
        return self.engine

    def upgrade(self, *, dry_run: bool = False) -> UpgradeReport:
        """Bring the database to this version's revision; a dry run only says what would run."""
        from academy_cli.db.upgrade import upgrade
        from academy_cli.db.views import UpgradeReport

        before = self._revision()
        if dry_run:
            return UpgradeReport(
                self.url, before, HEAD, HISTORY.pending(before), None, is_dry_run=True
            )
        self._make_file()
        return upgrade(self.engine, self._schema, wait_s=self._lock_wait_s)

    def status(self) -> DatabaseStatus:
        """Describe the database as it is, without creating or changing it."""
        from academy_cli.db import status

        if self._is_absent() or self._left_alone() is not None:
            return status.of_absent_file(self.url)
        with read(self.engine) as connection:
            return status.of(connection, self.url)

    def check(self) -> tuple[DatabaseFinding, ...]:
        """Prove that the database is whole, references hold and the schema is as expected.

        Raises OutdatedError before the first migration and until the newest.
        """
        from academy_cli.db.findings import findings

        revision = self._revision()
        if revision != HEAD:
            raise OutdatedError(self.url, revision, HEAD)
        with read(self.engine) as connection:
            return tuple(findings(connection))

    def close(self) -> None:
        """Close idle connections."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    def _revision(self) -> str | None:
        """The revision, or None for a database that is ours to set up."""
        if log := self._left_alone():
            raise LostDatabaseError(self.url, str(log))
        if self._is_absent():
            return None
        with read(self.engine) as connection:
            revision = current(connection)
            if revision is None and holds_tables(connection):
                raise ForeignError(self.url)
        if revision is not None and revision not in HISTORY.revisions:
            raise NewerError(self.url, revision)
        return revision

    def _is_absent(self) -> bool:
        """Whether connecting would create a SQLite file."""
        return self._file is not None and not is_there(self._file)

    def _left_alone(self) -> Path | None:
        """The log of a SQLite file that is gone; opening another would empty it, or take it up."""
        return None if self._file is None else left_alone(self._file)

    def _create(self) -> None:
        from academy_cli.db.upgrade import upgrade

        self._make_file()
        report = upgrade(self.engine, self._schema, wait_s=self._lock_wait_s)
        if report.revisions:  # otherwise another command was first
            self._notice(say("Created the database “{}”.", self._file))

    def _make_file(self) -> None:
        """Create a missing SQLite file, readable only for its owner: it will hold people's data."""
        if self._file is None or is_there(self._file):
            return
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file.touch(mode=0o600)
        except OSError as error:
            raise file_refusal(error, self._file) from error
