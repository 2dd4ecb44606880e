"""The floors that figures are measured against: the same work with nothing around it.

Each floor runs in a process of its own and prints its seconds, counted from the start of the script
without what it prepares. Knows raw drivers and parsers; imports nothing of academy.

    python benchmarks/floors.py first-sqlite COURSE ROWS.db TARGET.db
"""

from __future__ import annotations

import time

STARTED = time.perf_counter()

import csv  # noqa: E402 - the clock starts first
import hashlib  # noqa: E402 - as above
import os  # noqa: E402 - as above
import re  # noqa: E402 - as above
import sqlite3  # noqa: E402 - as above
import sys  # noqa: E402 - as above
from collections.abc import Iterator  # noqa: E402 - as above
from typing import Any  # noqa: E402 - as above

TABLES = ("blobs", "sources", "courses", "contents", "content_texts", "revisions", "audit_log")
"""What a first sync fills; parents before children."""
IMPORTED = (
    *("users", "enrollments", "grants", "one_time_tokens", "outbox", "batches", "batch_rows"),
    "audit_log",
)
"""What an import of people fills beside their course."""
CLASSES = (
    *("enrollments", "grants", "lesson_progress", "attempts", "attempt_answers"),
    *("outbox", "batches", "batch_rows", "audit_log"),
)
"""What imports of enrollments, progress and answers fill."""
_FRONT_MATTER = re.compile(rb"---\r?\n(.*?)^---\r?$", re.DOTALL | re.MULTILINE)

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def names(folder: str) -> Iterator[str]:
    """Every Markdown file, by scandir."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from names(entry.path)
            elif entry.name.endswith(".md"):
                yield entry.path


def contents(folder: str) -> list[bytes]:
    """The bytes of every Markdown file, one open and one read each."""
    found = []
    for path in names(folder):
        descriptor = os.open(path, os.O_RDONLY)
        found.append(os.read(descriptor, os.fstat(descriptor).st_size + 1))
        os.close(descriptor)
    return found


def hashed(files: list[bytes]) -> list[str]:
    """The sha256 of every file."""
    return [hashlib.sha256(data).hexdigest() for data in files]


def parsed(files: list[bytes]) -> int:
    """Every front matter through PyYAML's C loader; returns how many there were."""
    import yaml

    matches = [found for data in files if (found := _FRONT_MATTER.match(data))]
    for match in matches:
        yaml.load(match[1], Loader=yaml.CSafeLoader)
    return len(matches)


def rows_of(database: str, tables: tuple[str, ...] = TABLES) -> Rows:
    """The columns and rows that a sync wrote, to be written again."""
    found: Rows = {}
    with sqlite3.connect(database) as connection:
        for table in tables:
            known = "where id > 1" if table == "audit_log" and tables is IMPORTED else ""
            cursor = connection.execute(f"select * from {table} {known}")
            found[table] = ([column[0] for column in cursor.description], cursor.fetchall())
    return found


def first_sqlite(folder: str, rows_file: str, target: str) -> float:
    """Read, hash, parse, import sqlalchemy.orm, and executemany of the same rows."""
    rows, prepared = prepare(rows_file)
    import sqlalchemy.orm  # noqa: F401 - what it costs to load is part of the floor

    files = contents(folder)
    hashed(files)
    parsed(files)
    insert_sqlite(target, rows)
    return time.perf_counter() - STARTED - prepared


def insert_sqlite(target: str, rows: Rows) -> None:
    """Executemany of rows in one transaction, as a database is set up for academy."""
    with sqlite3.connect(target, isolation_level=None) as connection:
        for pragma in ("foreign_keys=on", "journal_mode=wal", "synchronous=normal"):
            connection.execute(f"pragma {pragma}")
        connection.execute("begin immediate")
        for table, (columns, values) in rows.items():
            marks = ",".join("?" * len(columns))
            connection.executemany(f"insert into {table} values ({marks})", values)
        connection.execute("commit")


def first_postgresql(folder: str, rows_file: str, url: str) -> float:
    """Read, hash, parse, import sqlalchemy.orm and psycopg, and COPY of the same rows."""
    rows, prepared = prepare(rows_file)
    import psycopg  # noqa: F401 - what it costs to load is part of the floor
    import sqlalchemy.orm  # noqa: F401 - what it costs to load is part of the floor

    files = contents(folder)
    hashed(files)
    parsed(files)
    copy_postgresql(url, rows)
    return time.perf_counter() - STARTED - prepared


def copy_postgresql(url: str, rows: Rows) -> None:
    """COPY of rows in one transaction."""
    import psycopg

    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("set search_path to academy")
        for table, (columns, values) in rows.items():
            truths = {index for index, name in enumerate(columns) if name in BOOLEANS}
            with cursor.copy(f"copy {table} ({','.join(columns)}) from stdin") as copy:
                for row in values:
                    copy.write_row(_with_booleans(row, truths))


def import_sqlite(
    file: str, rows_file: str, target: str, tables: tuple[str, ...] = IMPORTED
) -> float:
    """Parse the CSV, import sqlalchemy.orm, and executemany of the rows that an import wrote."""
    begun = time.perf_counter()
    rows = rows_of(rows_file, tables)
    prepared = time.perf_counter() - begun
    import sqlalchemy.orm  # noqa: F401 - what it costs to load is part of the floor

    parsed_csv(file)
    insert_sqlite(target, rows)
    return time.perf_counter() - STARTED - prepared


def import_postgresql(
    file: str, rows_file: str, url: str, tables: tuple[str, ...] = IMPORTED
) -> float:
    """Parse the CSV, import sqlalchemy.orm and psycopg, and COPY of the rows that an import wrote."""
    begun = time.perf_counter()
    rows = rows_of(rows_file, tables)
    prepared = time.perf_counter() - begun
    import psycopg  # noqa: F401 - what it costs to load is part of the floor
    import sqlalchemy.orm  # noqa: F401 - what it costs to load is part of the floor

    parsed_csv(file)
    copy_postgresql(url, rows)
    return time.perf_counter() - STARTED - prepared


def parsed_csv(file: str) -> int:
    """Every row of a CSV file; returns how many there were."""
    with open(file, encoding="utf-8", newline="") as text:  # noqa: PTH123 - nothing but the floor
        return sum(1 for _ in csv.reader(text))


def unchanged(folder: str, rows_file: str) -> float:
    """Scan, read, hash, select the digests, and import sqlalchemy.orm."""
    import sqlalchemy.orm  # noqa: F401 - what it costs to load is part of the floor

    hashed(contents(folder))
    with sqlite3.connect(rows_file) as connection:
        connection.execute("select path, source_sha256 from contents").fetchall()
    return time.perf_counter() - STARTED


def check(folder: str) -> float:
    """Read, parse every front matter, and parse every file as Markdown in compiled code, on one core."""
    files = contents(folder)
    parsed(files)
    import pyromark

    for data in files:
        pyromark.html(data.decode(errors="replace"))
    return time.perf_counter() - STARTED


BOOLEANS = frozenset({"is_archived", "git_dirty", "is_passed"})


def _with_booleans(row: tuple[Any, ...], truths: set[int]) -> tuple[Any, ...]:
    if not truths:
        return row
    return tuple(
        bool(value) if index in truths and value is not None else value
        for index, value in enumerate(row)
    )


def prepare(rows_file: str) -> tuple[Rows, float]:
    """The rows to write, and how long getting them took, which is no part of the floor."""
    begun = time.perf_counter()
    return rows_of(rows_file), time.perf_counter() - begun


FLOORS = {
    "first-sqlite": first_sqlite,
    "first-postgresql": first_postgresql,
    "unchanged": unchanged,
    "check": check,
    "import-sqlite": import_sqlite,
    "import-postgresql": import_postgresql,
    "class-sqlite": lambda *given: import_sqlite(*given, CLASSES),
    "class-postgresql": lambda *given: import_postgresql(*given, CLASSES),
}

if __name__ == "__main__":
    print(FLOORS[sys.argv[1]](*sys.argv[2:]))
