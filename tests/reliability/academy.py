"""An academy in a folder of its own, seen from outside: commands, rows, assets and locks.

Knows how two states are compared whatever their clocks and counters say; refuses to know why they
should be equal.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from academy_cli.db.engine import open_engine
from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.models import metadata
from tests import postgres
from tests.reliability import stage

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 60
Rows = Mapping[str, Sequence[tuple[Any, ...]]]
"""Every row of every table, its numbers replaced by its place, so that gaps do not count."""
MOMENT, CHANCE = "a moment", "something else every time"
OTHER_EVERY_TIME = frozenset({"salt", "details_sha256", "previous", "digest"})
"""Columns of the audit log that no second run repeats."""


def without_moments(rows: Rows) -> Rows:
    """The same rows whenever they were written."""
    return {name: [_timeless(name, row) for row in held] for name, held in rows.items()}


def _timeless(table: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    is_audit = table.startswith("audit_")
    columns = metadata().tables[table].columns.keys()
    return tuple(
        MOMENT
        if isinstance(value, datetime)
        else CHANCE
        if is_audit and name in OTHER_EVERY_TIME
        else value
        for name, value in zip(columns, row, strict=True)
    )


@dataclass(frozen=True)
class Academy:
    """Where it is, and what its settings say."""

    folder: Path
    url: str
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """Whether its database is a file."""
        return self.url.startswith("sqlite")

    @property
    def storage(self) -> Path:
        """Where its assets are."""
        return self.folder / "storage"

    @property
    def environ(self) -> dict[str, str]:
        """What its commands find in their environment."""
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ACADEMY_DATABASE_URL": self.url,
            "ACADEMY_STORAGE_FOLDER": str(self.storage),
            **self.settings,
        }

    def command(self, *words: object) -> list[str]:
        """A command line."""
        return [sys.executable, "-W", "error", "-m", "academy_cli", *map(str, words)]

    def run(self, *words: object, **options: Any) -> stage.Ended:
        """Run a command as people do, without a terminal."""
        ran = subprocess.run(
            self.command(*words), cwd=self.folder, env=self.environ, timeout=TIMEOUT_S,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, **options,
        )  # fmt: skip
        return stage.Ended(ran.returncode, ran.stdout, ran.stderr)

    def start(self, *words: object, **options: Any) -> subprocess.Popen[str]:
        """Start a command beside the test."""
        return subprocess.Popen(
            self.command(*words), cwd=self.folder, env=self.environ, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
        )  # fmt: skip

    def act(self, *words: object, name: str = "act", **fate: Any) -> stage.Act:
        """A command to which something shall happen."""
        said = self.folder.with_name(f"{self.folder.name}-said") / name
        return stage.Act([str(word) for word in words], self.folder, self.environ, said, **fate)

    def perform(self, *words: object, **fate: Any) -> stage.Ended:
        """Let a command meet its fate."""
        act = self.act(*words, **fate)
        return stage.ended(stage.start(act), act)

    def at_once(self, *commands: Sequence[object]) -> list[stage.Ended]:
        """Run commands beside each other: the last begins while the first has not ended."""
        acts = [self.act(*words, name=f"act-{number}") for number, words in enumerate(commands)]
        processes = [stage.start(act) for act in acts]
        return [stage.ended(process, act) for process, act in zip(processes, acts, strict=True)]

    def rows(self) -> Rows:
        """Everything in the database."""
        engine = open_engine(self.url)
        try:
            with read(engine) as connection:
                found = {
                    table: [tuple(row) for row in connection.execute(_in_order(table))]
                    for table in metadata().sorted_tables
                }
        finally:
            engine.dispose()
        return _without_numbers(found)

    def missing_assets(self, rows: Rows | None = None) -> list[str]:
        """Assets that a committed row names and storage lacks or holds wrongly."""
        place = metadata().tables["resources"].columns.keys().index("sha256")
        named = {row[place] for row in (rows or self.rows())["resources"]}
        return sorted(name for name in named if not self._is_whole(name))

    def half_assets(self) -> list[str]:
        """Files that nobody should find once a command has ended."""
        return sorted(path.name for path in self.storage.rglob("*.partial"))

    def is_locked(self, course: str, wait_s: float = 2) -> bool:
        """Whether somebody holds a course's lock, even after a moment of patience."""
        engine = open_engine(self.url)
        try:
            with named_lock(engine, f"sync:{course}", wait_s):
                return False
        except AcademyError:
            return True
        finally:
            engine.dispose()

    def _is_whole(self, name: str) -> bool:
        path = self.storage / "assets" / name[:2] / name
        return path.is_file() and sha256(path.read_bytes()).hexdigest() == name


@dataclass(frozen=True)
class Origin:
    """A state of an academy that can be come back to as often as a test likes."""

    academy: Academy
    kept: Path
    server: postgres.Server | None = None
    """Where its database is, when that is not a file."""

    @property
    def database(self) -> str:
        """The name of the database that is kept."""
        return f"{_name(self.academy.url)}_origin"

    def again(self) -> Academy:
        """The academy as it was, and nothing else."""
        _replace_folder(self.kept / "storage", self.academy.storage)
        _replace_folder(self.kept / "python", self.academy.folder / "python")
        if self.server is None:
            for old in self.academy.folder.glob("academy.db*"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            shutil.copyfile(self.kept / "academy.db", self.academy.folder / "academy.db")
        else:
            self.server.drop(_name(self.academy.url))
            self.server.create(_name(self.academy.url), template=self.database)
        return self.academy


def origin(academy: Academy, server: postgres.Server | None) -> Origin:
    """Remember the state an academy is in."""
    kept = academy.folder.with_name(f"{academy.folder.name}-kept")
    for name in ("storage", "python"):
        _replace_folder(academy.folder / name, kept / name)
    if server is None:
        shutil.copyfile(academy.folder / "academy.db", kept / "academy.db")
    else:
        server.create(f"{_name(academy.url)}_origin", template=_name(academy.url))
    return Origin(academy, kept, server)


def _name(url: str) -> str:
    """The name of a PostgreSQL database."""
    return url.partition("@/")[2].partition("?")[0]


def _replace_folder(source: Path, target: Path) -> None:
    """Make a folder what another is, or nothing where that is nothing."""
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target, symlinks=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)


def _in_order(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def _without_numbers(found: Mapping[Table, list[tuple[Any, ...]]]) -> Rows:
    places = {
        table.name: {row[0]: place for place, row in enumerate(rows)}
        for table, rows in found.items()
        if table.columns.keys()[0] == "id"
    }
    return {
        table.name: [
            _placed(row, [places.get(name, {}) for name in _owners(table)]) for row in rows
        ]
        for table, rows in found.items()
    }


def _owners(table: Table) -> list[str]:
    """For each column the table whose rows its values number, or nothing."""
    return [
        table.name
        if column.name == "id"
        else next((key.column.table.name for key in column.foreign_keys), "")
        for column in table.columns
    ]


def _placed(row: tuple[Any, ...], places: Sequence[Mapping[int, int]]) -> tuple[Any, ...]:
    return tuple(place.get(value, value) for place, value in zip(places, row, strict=True))
