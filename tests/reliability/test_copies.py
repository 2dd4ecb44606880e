"""Whenever a copy of a database dies, the other one is as it was, or the copy, and nobody else sees rows."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from academy_cli.db.engine import open_engine
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.models import User
from tests.reliability import chance, stage
from tests.reliability.academy import Academy

pytestmark = [pytest.mark.torture] if chance.SHARE else []

POINTS = 1_000_000 if chance.SHARE else 8
PERSON = ("user", "create", "--name", "Somebody", "--yes")


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, sqlite_academy: Academy) -> Academy:
    """Another database, with Bo in it."""
    url = f"sqlite:///{sqlite_academy.folder / 'other.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    found = replace(sqlite_academy, url=url)
    assert found.perform("db", "upgrade").code == 0
    assert found.perform(*PERSON, "bo@x.org").code == 0
    return found


@pytest.fixture
def full(sqlite_academy: Academy) -> Academy:
    """An academy with a course and Ann, whose temporary files are in a folder of their own."""
    temporary = sqlite_academy.folder / "tmp"
    temporary.mkdir()
    found = replace(sqlite_academy, settings={"TMPDIR": str(temporary)})
    assert found.perform("course", "sync", "python", "--yes").code == 0
    assert found.perform(*PERSON, "ann@x.org").code == 0
    return found


def people(url: str) -> list[str]:
    engine = open_engine(url)
    with read(engine) as connection:
        found = list(connection.scalars(select(User.email)))
    engine.dispose()
    return found


def is_sound(url: str) -> bool:
    database = Database(url)
    found = database.check()
    database.close()
    return found == ()


def left(folder: Path) -> Iterator[Path]:
    """What others can look into, of what is in a folder of temporary files."""
    for one in folder.iterdir():
        if one.stat().st_mode & 0o077:
            yield one


def test_killed_anywhere_a_copy_is_whole_or_none(full: Academy, other: Academy) -> None:
    temporary = Path(full.environ["TMPDIR"])
    words = ("db", "copy", "--to", other.url, "--replace", "--yes")
    act = full.act(*words)
    ended = stage.ended(stage.start(act), act)
    assert ended.code == 0, ended.err
    assert people(other.url) == ["ann@x.org"]
    many = len(stage.moments(act))
    picked = sorted(random.Random(11).sample(range(many), min(POINTS, many)))
    chance.say(f"db copy: {len(picked)} of {many} moments")

    for at in picked:
        if people(other.url) == ["ann@x.org"]:
            assert other.perform("backup", "rollback", "--yes").code == 0
            assert people(other.url) == ["bo@x.org"]
        act = full.act(*words, kill_at=at)
        ended = stage.ended(stage.start(act), act)

        assert ended.code in {0, -signal.SIGKILL}, ended.err
        assert people(other.url) in (["bo@x.org"], ["ann@x.org"])
        assert is_sound(other.url)
        assert list(left(temporary)) == []
    assert full.perform(*words).code == 0
    assert people(other.url) == ["ann@x.org"]
    assert list(temporary.glob("academy-*")) != []
    assert list(temporary.glob("*/.*")) == []
    assert not list(full.folder.glob("*.restore-*"))
