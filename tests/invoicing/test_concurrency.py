"""Processes that issue documents at once leave no gap and no duplicate, whoever rolls back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read
from academy_cli.invoicing.verify import examined
from academy_cli.models import Invoice
from tests.invoicing.writers import EACH

SOME, MANY = 12, 50
"""Writers of every day, and of ``make torture``."""
ROOT = Path(__file__).parents[2]


def write(url: str, how: str, writers: int) -> str:
    command = [sys.executable, "-m", "tests.invoicing.writers", url, how, str(writers)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout + ended.stderr


def numbers(engine: Engine, series: str) -> list[int]:
    with read(engine) as connection:
        query = select(Invoice.number).where(Invoice.series == series).order_by(Invoice.number)
        return list(connection.scalars(query))


def assert_whole(url: str, writers: int) -> None:
    """Let so many write at once, and require every number once and a chain without a break."""
    said = write(url, "inside", writers)

    assert said == "failed: 0\n"
    engine = open_engine(url)
    every = range(writers * EACH)
    kept = {number for number in every if number % 3} | set(range(EACH))  # those others issued, too
    assert numbers(engine, "INV") == list(range(1, len(kept) + 1))
    credited = [number for number in every if number % 3]
    assert numbers(engine, "CN") == list(range(1, len(credited) + 1))
    with read(engine) as connection:
        assert examined(connection).findings == ()
    engine.dispose()


def test_writers_leave_no_gap_and_no_duplicate_and_one_chain(database_url: str) -> None:
    assert_whole(database_url, SOME)


@pytest.mark.torture
def test_fifty_writers_leave_no_gap_and_no_duplicate_and_one_chain(database_url: str) -> None:
    assert_whole(database_url, MANY)


def test_the_harness_finds_the_gaps_of_numbers_drawn_outside_the_transaction(
    database_url: str,
) -> None:
    said = write(database_url, "outside", SOME)

    assert said == "failed: 0\n"
    engine = open_engine(database_url)
    found = numbers(engine, "INV")
    assert found != list(range(1, len(found) + 1))
    engine.dispose()
