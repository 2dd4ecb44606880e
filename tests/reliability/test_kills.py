"""Killed at any moment, a sync has happened or has not, and the next one finishes."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import postgres
from tests.reliability import chance, courses, stage
from tests.reliability.academy import Academy, Origin, Rows, origin, without_moments

SYNC = ("course", "sync", "python", "--yes")
EVERY = 8
"""Of the moments of one sync so many are passed over; ``make torture`` tries them all."""
ROUNDS = 100


@pytest.fixture
def server(request: pytest.FixtureRequest, database_url: str) -> postgres.Server | None:
    """The server of a database that is not a file."""
    if database_url.startswith("sqlite"):
        return None
    found: postgres.Server = request.getfixturevalue("postgres_server")
    return found


@pytest.fixture
def synced(academy: Academy, server: postgres.Server | None) -> Iterator[Origin]:
    """An academy with a course whose folder has changed in every way since it was synced."""
    assert academy.run(*SYNC).code == 0
    courses.write(academy.folder / "python", courses.SECOND)
    yield from _remembered(academy, server)


@pytest.fixture
def empty(academy: Academy, server: postgres.Server | None) -> Iterator[Origin]:
    """An academy without any course."""
    yield from _remembered(academy, server)


@pytest.fixture
def unused(tmp_path: Path) -> Academy:
    """An academy whose database does not exist yet."""
    courses.write(tmp_path / "python", courses.FIRST)
    return Academy(tmp_path, f"sqlite:///{tmp_path}/data/academy.db")


def _remembered(academy: Academy, server: postgres.Server | None) -> Iterator[Origin]:
    remembered = origin(academy, server)
    yield remembered
    if server:
        server.drop(remembered.database)


def test_a_sync_killed_at_any_statement_is_whole(synced: Origin) -> None:
    survive(synced, lambda moments: range(_lock(moments), len(moments), EVERY))


def test_a_sync_killed_before_it_has_the_lock_has_done_nothing(synced: Origin) -> None:
    survive(synced, lambda moments: range(0, _lock(moments), 2 * EVERY))


def test_a_first_sync_killed_anywhere_is_whole(empty: Origin) -> None:
    survive(empty, lambda moments: range(_lock(moments) + 1, len(moments), 2 * EVERY))


def test_a_database_killed_while_it_is_made_is_made_by_the_next_command(unused: Academy) -> None:
    finish_what_was_killed(unused, range(0, 130, 26))


@pytest.mark.parametrize(
    ("fault", "first"), [("commit_halfway", "COMMIT"), ("copy_assets_last", "committed")]
)
def test_it_is_seen_when_a_safeguard_is_missing(synced: Origin, fault: str, first: str) -> None:
    with pytest.raises(AssertionError):
        survive(synced, lambda moments: range(moments.index(first), len(moments)), broken=fault)


def test_it_is_seen_when_a_lock_outlives_its_holder(sqlite_academy: Academy) -> None:
    impatient = replace(sqlite_academy, settings={"ACADEMY_SYNC_LOCK_WAIT_S": "0"})

    with pytest.raises(AssertionError, match="being worked on"):
        survive(
            origin(impatient, None),
            lambda moments: range(moments.index("BEGIN IMMEDIATE"), len(moments)),
            broken="leak_the_lock",
        )


@pytest.mark.torture
def test_a_first_sync_killed_at_every_statement_is_whole(empty: Origin) -> None:
    survive(empty, lambda moments: range(len(moments)))


@pytest.mark.torture
def test_a_sync_killed_before_every_statement_is_whole(synced: Origin) -> None:
    survive(synced, lambda moments: range(len(moments)))


@pytest.mark.torture
def test_a_database_killed_at_every_statement_is_made_by_the_next_command(
    unused: Academy,
) -> None:
    finish_what_was_killed(unused, range(1000))


@pytest.mark.torture
def test_an_upgrade_killed_at_every_statement_is_finished_by_the_next(
    tmp_path: Path, empty_postgres_url: str, postgres_server: postgres.Server
) -> None:
    academy = Academy(tmp_path, empty_postgres_url)
    remembered = origin(academy, postgres_server)
    act = academy.act("db", "upgrade")
    assert stage.ended(stage.start(act), act).code == 0
    for place, moment in enumerate(stage.moments(act)):
        remembered.again().perform("db", "upgrade", kill_at=place)
        assert academy.perform("db", "upgrade").code == 0, moment
        assert academy.perform("db", "check").code == 0, moment
    postgres_server.drop(remembered.database)


@pytest.mark.torture
def test_syncs_killed_at_random_moments_are_whole(
    academy: Academy, server: postgres.Server | None
) -> None:
    numbers = chance.seeded()
    remembered = _large(academy, server, numbers)
    old, new, seconds = _undisturbed(remembered)
    killed = 0
    for round_ in range(ROUNDS):
        ended, _ = _killed_after(remembered.again(), numbers.uniform(0, seconds * 1.1))
        killed += ended == -signal.SIGKILL
        assert_whole(academy, old, new, f"round {round_}")
    chance.say(f"{killed} of {ROUNDS} killed")
    assert killed > ROUNDS / 2
    if server:
        server.drop(remembered.database)


def survive(
    remembered: Origin,
    choose: Callable[[list[str]], Iterator[int] | range | list[int]],
    *,
    broken: str | None = None,
) -> None:
    """Kill a sync at moments, and require a whole state and a next sync that finishes every time."""
    academy = remembered.again()
    old = academy.rows()
    assert academy.perform(*SYNC).code == 0
    new = without_moments(academy.rows())
    act = remembered.again().act(*SYNC, broken=broken)
    stage.ended(stage.start(act), act)
    moments = stage.moments(act)
    for place in choose(moments):
        killed = remembered.again().perform(*SYNC, kill_at=place, broken=broken)
        assert killed.code == -signal.SIGKILL
        assert_whole(academy, old, new, f"before {moments[place]}")


def assert_whole(academy: Academy, old: Rows, new: Rows, moment: str) -> None:
    """Require the old state or the new one, and that the next sync makes it the new one."""
    rows = academy.rows()
    assert rows == old or without_moments(rows) == new, moment
    assert academy.missing_assets(rows) == [], moment
    finished = academy.perform(*SYNC)
    assert finished.code == 0, (moment, finished)
    rows = academy.rows()
    assert without_moments(rows) == new, moment
    assert academy.missing_assets(rows) == [], moment
    assert academy.half_assets() == [], moment
    assert not academy.is_locked("python"), moment


def finish_what_was_killed(academy: Academy, places: range) -> None:
    """Kill a first command in its making of the database, and require that the next one finishes."""
    assert academy.perform(*SYNC).code == 0
    new = without_moments(academy.rows())
    for place in places:
        for folder in (academy.folder / "data", academy.storage):
            shutil.rmtree(folder)
        killed = academy.perform(*SYNC, kill_at=place)
        if killed.code != -signal.SIGKILL:
            return
        finished = academy.perform(*SYNC)
        assert finished.code == 0, (place, finished)
        assert without_moments(academy.rows()) == new
        assert (academy.missing_assets(), academy.half_assets()) == ([], [])


def _lock(moments: list[str]) -> int:
    """Where the course's lock is taken."""
    taken = ("open academy.db.locks", "select set_config")
    return next(place for place, moment in enumerate(moments) if moment.startswith(taken))


def _large(academy: Academy, server: postgres.Server | None, numbers: random.Random) -> Origin:
    """A course large enough for COPY, so that most moments are within a statement."""
    slug = "python"
    before = courses.large(numbers, 1100, slug=slug)
    after = courses.large(numbers, 2300, slug=slug)
    courses.write(academy.folder / slug, before)
    assert academy.run(*SYNC).code == 0
    courses.write(academy.folder / slug, after)
    return origin(academy, server)


def _undisturbed(remembered: Origin) -> tuple[Rows, Rows, float]:
    """The rows before and after a sync, and how long it has its lock."""
    academy = remembered.again()
    old = academy.rows()
    _, seconds = _killed_after(academy, stage.PATIENCE_S)
    return old, without_moments(academy.rows()), seconds


def _killed_after(academy: Academy, seconds: float) -> tuple[int, float]:
    """Kill a sync so long after it took its lock; its exit code and how long it really ran."""
    lock = "open academy.db.locks" if academy.is_sqlite else "select set_config"
    act = academy.act(*SYNC, stop=stage.Stop(lock))
    process = stage.start(act)
    act.stop.wait()
    act.stop.go_on()
    started = time.monotonic()
    process.join(seconds)
    process.kill()
    return stage.ended(process, act).code, time.monotonic() - started
