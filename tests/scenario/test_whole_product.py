"""From an empty machine to a closed month, through the program that people start, on both engines.

One story, in the order in which an academy lives it. What holds at its end is what the product promises:
access follows from grants, the books agree to the cent, everybody's progress is where it was, mail went out
once, and what a stranger can check is right, also after the database was lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import postgres
from tests.payments.standin.provider import Standin
from tests.repositories import Repository
from tests.scenario import chapters
from tests.scenario.machine import Machine


@pytest.fixture(params=["sqlite", "postgresql"])
def machine(
    request: pytest.FixtureRequest, tmp_path: Path, stripe_standin: Standin
) -> Iterator[Machine]:
    """An empty machine, on the tenth of the month before this one."""
    last_month = datetime.now(UTC).replace(day=1, hour=9, minute=0, second=0, microsecond=0)
    then = (last_month - timedelta(days=1)).replace(day=10)
    made = Machine(tmp_path / "machine", stripe_standin.control, then)
    with _database(request) as url:
        made.environ["URL"] = url
        yield made


@contextmanager
def _database(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield "sqlite:///academy.db"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database("scenario") as url:
        yield url


def test_from_an_empty_machine_to_a_closed_month(machine: Machine, tmp_path: Path) -> None:
    courses = Repository.new(tmp_path / "courses.git")
    chapters.begin(machine)
    chapters.publish(machine, courses)
    chapters.fill(machine)
    orders = chapters.sell(machine)
    chapters.refund(machine, orders)
    codes = chapters.learn(machine)
    chapters.change(machine, courses)
    chapters.write(machine)
    chapters.sound(machine, codes)
    before = chapters.told(machine)
    chapters.lose_and_restore(machine)
    assert chapters.told(machine) == before
    chapters.sound(machine, codes)
    chapters.close(machine)
