"""A scratch file of SQLite's, beside the live one.

Indexes and triggers are dropped before and made again behind. It has no journal: a file that was not finished
is thrown away whole. Knows how canonical text becomes rows; refuses to touch the live file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from academy_cli.backups.restoring.errors import BrokenArchiveError, UnfitRowError
from academy_cli.backups.rows import sqlite
from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.config.sqlite import sqlite_url
from academy_cli.db.engine import CACHE_KIB, WRITER, open_engine
from academy_cli.db.faults import file_refusal, translate
from academy_cli.db.fulltext import is_inside
from academy_cli.db.revision import HISTORY, VERSION_TABLE
from academy_cli.db.transaction import translating
from academy_cli.db.upgrade import migrate
from academy_cli.kit.saying import say

_NAMED = f"""select type, name, tbl_name, sql from sqlite_master
    where sql is not null and name not like 'sqlite_%' and tbl_name <> '{VERSION_TABLE}'"""
_NUMBERED = (
    "select name from sqlite_master where type = 'table' and upper(sql) like '%AUTOINCREMENT%'"
)
_LETTERS = {one[1:].decode(): letter.decode() for letter, one in sqlite.ESCAPED}


class SqliteScratch:
    """A file that is being filled."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._behind: list[str] = []
        self._statements: dict[str, str] = {}
        self._loaded: dict[str, Table] = {}
        self._driver.create_function("unbytes", 1, _bytes, deterministic=True)

    def prepare(self, revision: str) -> Collection[str]:
        """Make its tables as they were at a revision, empty and without what slows loading down.

        Gives their names.
        """
        migrate(self.connection, HISTORY.until(revision))
        made = self.connection.exec_driver_sql(_NAMED).all()
        self._behind = [
            one.sql for kind in ("index", "trigger") for one in made if one.type == kind
        ]
        for one in made:
            if one.type in ("index", "trigger"):
                self._run(f'drop {one.type} "{one.name}"')
        tables = [one.name for one in made if one.type == "table" and not is_inside(one.name)]
        for name in tables:
            self._run(f'delete from "{name}"')
        return tables

    def load(self, table: Table, text: bytes) -> None:
        """Take some rows of a table as canonical text. Raises UnfitRowError."""
        try:
            lines = text.decode().split("\n")
            lines.pop()
            self._driver.executemany(self._insert(table), map(_values, lines))
        except UnicodeDecodeError as error:
            raise UnfitRowError(table.name, say("it holds text that is not UTF-8")) from error
        except sqlite3.Error as error:
            if translate(error, self.connection.engine.url) is not None:
                raise  # the disk is in trouble, and not the row
            raise UnfitRowError(table.name, str(error)) from error
        self._loaded[table.name] = table

    def _insert(self, table: Table) -> str:
        if table.name not in self._statements:
            names = ", ".join(f'"{one.name}"' for one in table.columns)
            places = ", ".join(map(_place, table.columns))
            self._statements[table.name] = f'insert into "{table.name}" ({names}) values ({places})'
        return self._statements[table.name]

    def finish(self, sequences: Mapping[str, int]) -> None:
        """Put back what was left out, and prove every reference. Raises BrokenArchiveError.

        SQLite takes any value in any column: raises UnfitRowError for one that is not of its column's.
        """
        for table in self._loaded.values():
            if found := sqlite.misfit(self._driver, table):
                raise UnfitRowError(table.name, say("row {} holds {}", *found))
        for one in self._behind:
            try:
                self._driver.execute(one)
            except sqlite3.IntegrityError as error:
                raise BrokenArchiveError(one.split(" ON ")[-1].split()[0], str(error)) from error
        broken = self.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            why = say("row {} refers to what is not there", broken[1])
            raise BrokenArchiveError(str(broken[0]), why)
        for name in self.connection.scalars(text(_NUMBERED)).all():
            last = {"name": name, "last": sequences.get(name, 0)}
            newest = self.connection.scalar(text(f'select coalesce(max(id), 0) from "{name}"'))
            last["last"] = max(last["last"], newest)
            self.connection.execute(text("delete from sqlite_sequence where name = :name"), last)
            self.connection.execute(text("insert into sqlite_sequence values (:name, :last)"), last)

    def rows(self, table: Table) -> Iterator[bytes]:
        """What was loaded, as canonical text again."""
        driver = self._driver
        before, driver.text_factory = driver.text_factory, bytes
        try:
            yield from sqlite.rows(driver, table)
        finally:
            driver.text_factory = before

    def upgrade(self) -> None:
        """Bring it to this version's revision."""
        migrate(self.connection, HISTORY)

    @cached_property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection

    def _run(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement)


def _place(column: Column) -> str:
    """Where a value is put, of text that its column's affinity makes a number."""
    if column.tag is Tag.BYTES:
        return "unbytes(?)"
    return "nullif(?, '\\N')" if column.is_nullable else "?"


def _values(line: str) -> Sequence[str]:
    fields = line.split("\t")
    if line.count("\\") == line.count("\\N"):
        return fields
    return [_unescaped(one) if "\\" in one and one != "\\N" else one for one in fields]


def _unescaped(field: str) -> str:
    first, *rest = field.split("\\\\")
    parts = (_letters(one) for one in (first, *rest))
    return "\\".join(parts)


def _letters(text: str) -> str:
    """A text in which every backslash begins the name of another letter."""
    if "\\" not in text:
        return text
    for name, letter in _LETTERS.items():
        text = text.replace(f"\\{name}", letter)
    return text


def _bytes(written: str) -> bytes | None:
    return None if written == "\\N" else bytes.fromhex(written[2:])


@contextmanager
def refusing(file: Path) -> Iterator[None]:
    """Say why a file cannot be made, named or kept. Raises an AcademyError."""
    try:
        yield
    except OSError as error:
        raise file_refusal(error, file) from error


@contextmanager
def scratch(file: Path) -> Iterator[SqliteScratch]:
    """A new file for the block; afterwards it is whole and on disk, or gone."""
    with refusing(file):
        file.touch(mode=0o600, exist_ok=False)
    try:
        engine = open_engine(sqlite_url(file))
        try:
            with translating(engine.url), _alone(engine) as connection:
                yield SqliteScratch(connection)
        finally:
            engine.dispose()
        with refusing(file), file.open("rb") as written:
            os.fsync(written.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """The one transaction on a file that nobody else knows: it has no journal."""
    with engine.connect() as connection:
        connection.info[WRITER] = True  # nothing that a live file is prepared with
        cursor = connection.connection.cursor()
        for pragma in ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        with connection.begin():
            yield connection
