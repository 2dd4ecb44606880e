"""Killed at any moment, a unit of work is there or not there, and nothing stays locked."""

from __future__ import annotations

import random
import time

import pytest
from sqlalchemy import Engine, text

from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import read, write
from tests import child

ROWS = 3000
WORK = f"""
import sys
from academy_cli.db.bulk import insert_rows
from academy_cli.db.engine import open_engine
from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import write
from academy_cli.models import Blob
engine = open_engine(sys.argv[1])
print("working", flush=True)
number = int(sys.argv[2])
while True:
    number += 1
    with named_lock(engine, "work", 5), write(engine) as connection:
        rows = ((f"{{number:032}}{{row:032}}", number, "text" * 200) for row in range({ROWS}))
        insert_rows(connection, Blob, ("sha256", "size", "text"), rows)
"""


def work_until_killed(url: str, number: int, seconds: float) -> None:
    with child.running(WORK, url, number) as process:
        time.sleep(seconds)
        process.kill()
        process.wait()


def halves(engine: Engine) -> list[int]:
    """Units of work that are only partly there."""
    partly = "select size from blobs group by size having count(*) <> :rows"
    with read(engine) as connection:
        return list(connection.scalars(text(partly), {"rows": ROWS}))


def newest(engine: Engine) -> int:
    with read(engine) as connection:
        return connection.scalar(text("select coalesce(max(size), 0) from blobs")) or 0


@pytest.mark.parametrize("seconds", [0.0, 0.05])
def test_a_killed_writer_leaves_whole_work_only(
    engine: Engine, database_url: str, seconds: float
) -> None:
    work_until_killed(database_url, 0, seconds)

    assert halves(engine) == []
    with named_lock(engine, "work", 2), write(engine) as connection:
        connection.execute(text("delete from blobs"))


@pytest.mark.torture
def test_writers_killed_at_random_moments_leave_whole_work_only(
    engine: Engine, database_url: str
) -> None:
    for _ in range(40):
        work_until_killed(database_url, newest(engine), random.uniform(0, 0.4))

        assert halves(engine) == []
        with named_lock(engine, "work", 2):
            pass
