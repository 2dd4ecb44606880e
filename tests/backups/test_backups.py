"""A backup is whole, or it is none."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

import pytest
from sqlalchemy import select

from academy_cli.backups import creating
from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import (
    DamagedError,
    DamagedFileError,
    MissingFilesError,
    NoBackupError,
    UnknownBackupError,
)
from academy_cli.backups.service import Backups
from academy_cli.db.errors import LockHeldError
from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import read
from academy_cli.models import AuditEntry
from tests.backups.vaults import PICTURE, Safe, files, manifest, needed, people


def test_a_backup_says_what_it_is(safe: Safe) -> None:
    made = safe.backups.create(Wish(label="before the move"))

    assert made == safe.backups.show("latest") == safe.backups.list()[0]
    assert (made.files, made.label, made.verified, made.recipients) == (
        1,
        "before the move",
        "full",
        (),
    )
    assert files(safe.folder) == [made.archive, f"{made.archive}.json"]
    assert [(safe.folder / one).stat().st_mode & 0o777 for one in files(safe.folder)] == [0o600] * 2
    with read(safe.database.engine) as connection:
        last = connection.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.action, last.subject) == ("backup.create", f"backup:{made.id}")


def test_a_file_that_was_changed_is_found_at_every_level(safe: Safe) -> None:
    made = safe.backups.create()
    path = safe.folder / made.archive
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    for level in ("quick", "full", "restore"):
        with pytest.raises(DamagedError):
            safe.backups.verify(made.id, level=level)
    with pytest.raises(DamagedError):
        safe.restoring.restore(made.id)
    assert people(safe.url) == ["ann@x.org"]


def test_a_lost_picture_keeps_a_backup_from_being_made(safe: Safe) -> None:
    shutil.rmtree(safe.storage / "assets")

    with pytest.raises(MissingFilesError):
        safe.backups.create()
    assert files(safe.folder) == []
    made = safe.backups.create(Wish(may_miss_files=True))
    assert (made.files, len(manifest(safe, made.archive).assets.missing)) == (0, 1)


def test_a_picture_that_is_damaged_in_storage_keeps_a_backup_from_being_made(safe: Safe) -> None:
    [sha256] = needed(safe)
    path = safe.storage / "assets" / sha256[:2] / sha256
    for content in (PICTURE[::-1], PICTURE[:-1], PICTURE + b"!"):
        path.write_bytes(content)
        with pytest.raises(DamagedFileError, match=sha256):
            safe.backups.create()
        assert files(safe.folder) == []

        made = safe.backups.create(Wish(may_miss_files=True))
        assert (made.files, manifest(safe, made.archive).assets.missing) == (0, (sha256,))
        shutil.rmtree(safe.folder)
        safe.folder.mkdir(mode=0o700)


def test_a_file_that_nothing_refers_to_is_not_in_it(safe: Safe) -> None:
    [sha256] = needed(safe)
    (safe.storage / "assets" / sha256[:2] / (sha256[:2] + "0" * 62)).write_bytes(b"of nobody")

    assert safe.backups.create().files == 1


def test_without_files_their_list_is_kept(safe: Safe) -> None:
    made = safe.backups.create(Wish(has_files=False))
    whole = safe.backups.create()

    assert made.size < whole.size
    assert manifest(safe, made.archive).asset_index == manifest(safe, whole.archive).asset_index


def test_only_one_is_made_at_a_time(safe: Safe) -> None:
    with named_lock(safe.database.engine, "backup", 0), pytest.raises(LockHeldError):
        safe.backups.create()
    with named_lock(safe.database.engine, "backup", 0), pytest.raises(LockHeldError):
        safe.restoring.restore("latest")


def test_of_several_within_one_second_the_last_is_the_latest(safe: Safe) -> None:
    at = datetime(2026, 11, 27, 12, tzinfo=UTC)
    then = Backups(safe.vault, safe.backups.actor, clock=lambda: at)
    made = [then.create(proof="quick").id for _ in range(5)]

    assert [one.id for one in safe.backups.list()] == made[::-1]
    assert safe.backups.show("latest").id == made[-1]


def test_it_says_whether_the_server_archives_its_log(safe: Safe) -> None:
    said = safe.backups.freshness(timedelta(hours=1)).archive_mode

    assert said == (None if safe.url.startswith("sqlite") else "off")


def test_what_nothing_says_to_be_whole_is_no_backup(safe: Safe) -> None:
    with pytest.raises(NoBackupError):
        safe.backups.show("latest")
    made = safe.backups.create()
    beside = safe.folder / f"{made.archive}.json"
    said = json.loads(beside.read_text())
    for text in (
        "",
        "{}",
        json.dumps({**said, "state": "begun"}),
        json.dumps({**said, "size": []}),
    ):
        beside.write_text(text)
        with pytest.raises(NoBackupError):
            safe.backups.show(made.id)
    beside.write_text(json.dumps(said))
    with pytest.raises(UnknownBackupError):
        safe.backups.show("nothing")


class LyingDisk:
    """A disk that keeps one bit otherwise than it got it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.flush = file, file.flush

    def write(self, content: bytes) -> int:
        at = 3000 - self._file.tell()
        if 0 <= at < len(content):
            content = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        return self._file.write(content)


@pytest.mark.parametrize("level", ["quick", "full", "restore"])
def test_a_disk_that_keeps_other_bytes_makes_no_backup(
    safe: Safe, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the writer wrote is whole; only reading back shows what the disk has of it."""
    begin = creating._Hashing.__init__

    def on_a_lying_disk(self: Any, file: Any, growing: Any) -> None:
        begin(self, LyingDisk(file), growing)

    monkeypatch.setattr(creating._Hashing, "__init__", on_a_lying_disk)
    with pytest.raises(DamagedError):
        safe.backups.create(proof=level)
    assert safe.backups.list() == []
    assert files(safe.folder) == []
