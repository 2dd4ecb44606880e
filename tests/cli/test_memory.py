"""A list of any length takes the same memory: whole processes over a short and a long one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from academy_cli.audit.chain import details_digest
from academy_cli.db.bulk import insert_rows
from academy_cli.db.transaction import write
from academy_cli.models import AuditEntry, Course, Enrollment, Grant, User

pytestmark = pytest.mark.slow

SHORT, LONG = 1_000, 40_000
MOST_MB = 9
"""What the longer list may take more: SQLite sorts with 6. Its rows take 11 where they are kept."""
AT = datetime(2026, 11, 22, 8, 33, tzinfo=UTC)
LISTS = (
    "enrollment list --format csv",
    "user list --format json",
    "audit list --format jsonl",
)
KEEPS = """
import sys
from academy_cli.access.actor import operator
from academy_cli.accounts.people import People
from academy_cli.db.service import Database
database = Database(sys.argv[1])
kept = list(People(database, operator("ann", {})).find())
database.close()
"""

RUNS = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(usage.ru_maxrss)
sys.exit(process.returncode)
"""
"""A process counts the memory of the one that began it as its own, so tests begin none that is measured."""


@pytest.fixture
def engines(engine: Engine, database_url: str) -> tuple[Engine, str]:
    """A database with a short list of everything."""
    with write(engine) as connection:
        values = {"title": "Python", "language": "en", "status": "published", "fields": "{}"}
        values |= {"source_sha256": "", "reader": "", "revision": 1, "slug": "python"}
        connection.execute(insert(Course).values(id=1, created_at=AT, updated_at=AT, **values))
    extend(engine, 1, SHORT)
    return engine, database_url


def extend(engine: Engine, first: int, last: int) -> None:
    """Put so many people, each with a seat, and as many entries of the log where none are."""
    numbers = range(first, last + 1)
    digest = details_digest("{}", "")
    with write(engine) as connection:
        people = ((n, f"u{n:06}@x.org", f"Somebody {n}", AT) for n in numbers)
        insert_rows(connection, User, ("id", "email", "name", "created_at"), people)
        seats = ((n, n, 1, AT) for n in numbers)
        insert_rows(connection, Enrollment, ("id", "user_id", "course_id", "enrolled_at"), seats)
        grants = ((n, "gift", AT) for n in numbers)
        insert_rows(connection, Grant, ("enrollment_id", "kind", "granted_at"), grants)
        columns = ("id", "at", "actor", "action", "subject", "source", "details", "salt")
        columns += ("details_sha256", "previous", "digest")
        acts = (
            (n, AT, "a", "user.set", f"user:{n}", "{}", "{}", "", digest, "", f"{n}")
            for n in numbers
        )
        insert_rows(connection, AuditEntry, columns, acts)


def most_mb(command: list[str], home: Path) -> float:
    """The most resident memory of a process whose output nobody keeps, run by a small one."""
    runs = subprocess.run(
        [sys.executable, "-c", RUNS, *command],
        env=os.environ | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert runs.returncode == 0, runs.stderr
    return int(runs.stdout) / 1024


def test_a_long_list_takes_the_memory_of_a_short_one(
    engines: tuple[Engine, str], tmp_path: Path
) -> None:
    compare(*engines, tmp_path, LISTS[:1])  # the others go through the same code


@pytest.mark.torture
def test_every_long_list_takes_the_memory_of_a_short_one(
    engines: tuple[Engine, str], tmp_path: Path
) -> None:
    compare(*engines, tmp_path, LISTS)


def compare(engine: Engine, url: str, home: Path, lists: Sequence[str]) -> None:
    """Require the memory of short lists of longer ones, and more where the rows are kept."""
    academy = [sys.executable, "-m", "academy_cli"]
    commands = {one: [*academy, *one.split(), "--database", url] for one in lists}
    commands["kept"] = [sys.executable, "-c", KEEPS, url]

    short = {name: most_mb(command, home) for name, command in commands.items()}
    extend(engine, SHORT + 1, LONG)
    grown = {name: most_mb(command, home) - short[name] for name, command in commands.items()}

    assert grown.pop("kept") > MOST_MB
    assert {name: mb for name, mb in grown.items() if mb > MOST_MB} == {}, grown
