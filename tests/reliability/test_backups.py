"""Whenever a backup or a restore dies, what was whole stays whole, and the same command goes through."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from academy_cli.db.engine import open_engine
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import User
from tests.backups.vaults import Safe
from tests.reliability import chance, courses, stage
from tests.reliability.academy import Academy

POINTS = 1_000_000 if chance.SHARE else 10
CREATE = ("backup", "create", "--yes")
RESTORE = ("backup", "restore", "latest", "--yes")


@pytest.fixture
def kept(academy: Academy) -> Academy:
    """An academy with a course, a picture and a person, and a place for backups."""
    courses.write(academy.folder / "python", courses.FIRST)
    settings = {**academy.settings, "ACADEMY_BACKUP_TO": str(academy.folder / "backups")}
    found = Academy(academy.folder, academy.url, settings)
    assert found.perform("course", "sync", "python", "--yes").code == 0
    assert found.perform("user", "create", "ann@x.org", "--name", "Ann", "--yes").code == 0
    return found


def safe(academy: Academy) -> Safe:
    return Safe(academy.url, academy.storage, academy.folder / "backups")


def names(academy: Academy) -> list[str]:
    engine = open_engine(academy.url)
    with read(engine) as connection:
        found = [str(one) for one in connection.scalars(select(User.name))]
    engine.dispose()
    return found


def rename(academy: Academy, name: str) -> None:
    engine = open_engine(academy.url)
    with write(engine) as connection:
        connection.execute(update(User).values(name=name))
    engine.dispose()


def moments(academy: Academy, *words: str) -> Iterator[int]:
    """Moments at which a command shall die: some of those that it has, or all of them."""
    act = academy.act(*words)
    ended = stage.ended(stage.start(act), act)
    assert ended.code == 0, ended.err
    many = len(stage.moments(act))
    picked = sorted(random.Random(7).sample(range(many), min(POINTS, many)))
    chance.say(f"{' '.join(words)}: {len(picked)} of {many} moments")
    yield from picked


def partials(folder: Path) -> list[str]:
    return [one.name for one in folder.glob(".*.partial")]


def test_killed_anywhere_a_backup_is_whole_or_none(kept: Academy) -> None:
    folder = kept.folder / "backups"
    for at in moments(kept, *CREATE):
        before = {one.id for one in safe(kept).backups.list()}
        act = kept.act(*CREATE, kill_at=at)
        ended = stage.ended(stage.start(act), act)

        assert ended.code in {0, -signal.SIGKILL}, ended.err
        service = safe(kept).backups
        after = service.list()
        assert before <= {one.id for one in after}
        assert len(after) - len(before) <= 1
        for one in after:
            if one.id not in before:
                assert service.verify(one.id).verified == "full"
    assert kept.perform(*CREATE).code == 0
    assert partials(folder) == []


def test_killed_anywhere_a_restore_leaves_the_one_or_the_other(kept: Academy) -> None:
    assert kept.perform(*CREATE).code == 0
    seen = set[str]()
    for at in moments(kept, *RESTORE):
        rename(kept, f"Since {at}")
        act = kept.act(*RESTORE, kill_at=at)
        ended = stage.ended(stage.start(act), act)

        assert ended.code in {0, -signal.SIGKILL}, ended.err
        [name] = names(kept)
        assert name in {"Ann", f"Since {at}"}
        seen.add(name[:5])
        database = Database(kept.url)
        assert database.check() == ()
        database.close()
        if name == "Ann":
            safe(kept).restoring.rollback()
            assert names(kept) == [f"Since {at}"]
    rename(kept, "Since")
    assert kept.perform(*RESTORE).code == 0
    assert names(kept) == ["Ann"]
    assert not list(kept.folder.glob("*.restore-*"))
    assert seen == {"Ann", "Since"} or not chance.SHARE
