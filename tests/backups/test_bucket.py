"""Backups in a bucket are backups."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import DamagedError, ExistingBackupError, NoBackupError
from academy_cli.backups.progress import Progress
from academy_cli.backups.restoring.service import Restoring
from academy_cli.backups.retention import rules_of
from academy_cli.backups.service import Backups
from academy_cli.backups.storetarget import StoreTarget
from academy_cli.backups.vault import Keeping
from academy_cli.db.errors import LockHeldError
from academy_cli.db.lock import named_lock
from academy_cli.kit.amount import megabytes
from academy_cli.storage.stores.bucket import BucketStore
from academy_cli.storage.stores.opening import open_store
from tests import s3
from tests.backups.remotes import Remote, opened, spooled
from tests.backups.vaults import ACTOR, AT, Safe, change, people
from tests.storage.stores.test_faults import begun

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("temporary")]


@pytest.fixture
def safe(sqlite_safe: Safe) -> Safe:
    """An academy on SQLite: a bucket takes archives alike, whatever engine they are from."""
    return sqlite_safe


@pytest.fixture(params=["memory", "s3"])
def kept(request: pytest.FixtureRequest, safe: Safe, s3_server: s3.S3) -> Remote:
    """An academy whose backups are in a bucket, or in memory."""
    if request.param == "s3":
        return opened(safe, s3_server)
    store = open_store("memory://")
    assert isinstance(store, BucketStore)
    return Remote(safe, store)


@pytest.mark.parametrize("is_large", [False, True])
def test_a_backup_is_made_proved_and_brought_back(kept: Remote, *, is_large: bool) -> None:
    if is_large:
        kept.grow()
    made = kept.backups.create(Wish(label="far away"), proof="restore")

    assert (made.size > 8 << 20) == is_large
    assert kept.keys == [made.archive, f"{made.archive}.json"]
    assert kept.backups.list() == [made] == [kept.backups.show(made.id)]
    assert kept.backups.orphans() == []
    assert spooled() == []
    assert kept.store.multipart is None or begun(kept.store) == []
    for level in ("quick", "full", "restore"):
        assert kept.backups.verify("latest", level=level).verified == "restore", level
    change(kept.safe.url)
    assert kept.restoring.restore(made.id).content == made.content
    assert people(kept.safe.url) == ["ann@x.org"]


def test_whoever_waits_for_an_archive_to_travel_is_told_how_far_it_is(
    safe: Safe, s3_server: s3.S3
) -> None:
    kept = opened(safe, s3_server)
    kept.grow()
    seen: list[tuple[str, int | None]] = []
    far: list[list[int]] = []

    @contextmanager
    def stages(name: str, total: int | None) -> Iterator[Progress]:
        seen.append((name, total))
        far.append([])
        yield far[-1].append

    vault = replace(kept.vault, target=StoreTarget(kept.store, stages))
    made = Backups(vault, ACTOR).create()
    restoring = Restoring(vault, kept.safe.files, ACTOR)
    restoring.look(made.id)
    restoring.restore(made.id)

    size = megabytes(made.size)
    assert seen == [
        (f"Sending {made.archive}, MB", size),
        (f"Fetching {made.archive}, MB", size),
    ]
    assert [one[-1] for one in far] == [size, size]
    assert all(one == sorted(one) for one in far)


def test_what_no_rule_keeps_is_dropped(kept: Remote) -> None:
    def at(days: int) -> Backups:
        return Backups(kept.vault, ACTOR, clock=lambda: AT + timedelta(days=days))

    first, second, third = (at(days).create() for days in range(3))
    found = at(9).prune(Keeping(rules_of("last=2"), UTC, 1))

    assert {one.backup.id for one in found if not one.is_kept} == {first.id}
    assert [one.id for one in kept.backups.list()] == [third.id, second.id]
    assert len(kept.keys) == 4


def test_what_somebody_else_noted_meanwhile_is_seen(kept: Remote) -> None:
    made, looking = kept.backups.create(), kept.backups
    assert [one.is_held for one in looking.list()] == [False]

    kept.backups.set(made.id, is_held=True)
    assert [one.is_held for one in looking.list()] == [True]
    looking.set(made.id, is_held=False)
    assert [one.is_held for one in looking.list()] == [False]


def test_nothing_is_read_where_nothing_is(kept: Remote) -> None:
    assert kept.backups.list() == []
    with pytest.raises(NoBackupError):
        kept.restoring.restore("latest")


def test_a_name_is_given_once(kept: Remote, tmp_path: Path) -> None:
    made = kept.backups.create()
    other = tmp_path / "other"
    other.write_bytes(b"another one")

    with pytest.raises(ExistingBackupError):
        kept.vault.target.commit(other, made.archive, sha256(b"another one").hexdigest())

    assert kept.backups.verify(made.id).verified == "full"


def test_what_changed_since_it_was_proved_is_not_sent(kept: Remote, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"another one")

    with pytest.raises(DamagedError, match="changed after it was written"):
        kept.vault.target.commit(other, "name", sha256(b"one").hexdigest())

    kept.require_nothing_left()


def test_only_one_is_made_at_a_time(kept: Remote) -> None:
    engine = kept.safe.database.engine
    with named_lock(engine, "backup", 0), pytest.raises(LockHeldError):
        kept.backups.create()
    kept.require_nothing_left()


def test_temporary_files_are_for_nobody_else(kept: Remote) -> None:
    modes: list[int] = []

    def looking(_: int) -> None:
        [path] = spooled()
        modes.extend(one.stat().st_mode & 0o077 for one in (path, path.parent))

    kept.backups.create(progress=looking)

    assert set(modes) == {0}
    assert os.listdir(tempfile.gettempdir()) == [f"academy-backups-{os.getuid()}"]  # noqa: PTH208 - names alone
