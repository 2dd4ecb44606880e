"""Storage looked after: what is missing, damaged or needed by nothing, in a folder and in a bucket."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from academy_cli.access.errors import NotPermittedError
from academy_cli.authoring.history import garbage
from academy_cli.authoring.stored.service import Storage
from academy_cli.authoring.stored.views import FileFinding, State
from academy_cli.models import AuditEntry, Resource, Upload
from academy_cli.storage.service import AssetStore, key_of
from academy_cli.storage.stores.opening import open_store
from tests import make, s3
from tests.authoring.academy import ACTOR, Academy
from tests.authoring.test_rights import STUDENT, TEACHER

LESSON = "basics/intro"
LOOPS = "01-basics/02-loops.md"
OLD = 1_700_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


@pytest.fixture
def stocked(academy: Academy, folder: Path, tmp_path: Path) -> Academy:
    """A course with an asset, a file attached to a lesson, and a file that nobody refers to."""
    academy.sync(folder)
    for name in ("notes.pdf", "stray"):
        (tmp_path / name).write_bytes(name.encode() * 100)
    planned = academy.uploads.plan("python", LESSON, tmp_path / "notes.pdf")
    academy.uploads.carry_out(planned, tmp_path / "notes.pdf")
    academy.assets.store.put(key_of("ab" * 32), b"stray")
    age(academy)
    return academy


def age(academy: Academy) -> None:
    for path in academy.assets.store.folder.rglob("*"):
        os.utime(path, (OLD, OLD))


def asset(academy: Academy) -> str:
    return str(academy.rows(Resource)[0].sha256)


def attached(academy: Academy) -> str:
    return str(academy.rows(Upload)[0].sha256)


def told(academy: Academy, *, digests: bool = False) -> list[tuple[object, ...]]:
    found = academy.storage.check(digests=digests).findings
    return [(one.state, one.course, one.lesson, one.path, one.revision) for one in found]


STRAY = ("unreferenced", None, None, None, None)


def test_a_sound_storage_has_only_what_nobody_needs(stocked: Academy) -> None:
    found = stocked.storage.check(digests=True)

    assert found.is_sound
    assert (found.files, found.read_bytes > 0) == (2, True)
    assert found.findings == (FileFinding("unreferenced", None, None, None, None, 5, "ab" * 32),)


def test_what_is_young_is_not_told_of(stocked: Academy) -> None:
    os.utime(stocked.assets.path("ab" * 32))

    assert told(stocked) == []


def test_missing_ones_say_what_they_belong_to(stocked: Academy) -> None:
    stocked.assets.path(asset(stocked)).unlink()
    stocked.assets.path(attached(stocked)).unlink()

    assert told(stocked) == [
        ("missing", "python", None, "01-basics/images/loop.png", None),
        ("missing", "python", LESSON, "notes.pdf", None),
        STRAY,
    ]


def test_one_that_was_cut_short_is_damaged(stocked: Academy) -> None:
    os.truncate(stocked.assets.path(attached(stocked)), 3)

    assert told(stocked)[0] == ("damaged", "python", LESSON, "notes.pdf", None)


def test_changed_bytes_are_found_by_reading_them_alone(stocked: Academy) -> None:
    path = stocked.assets.path(attached(stocked))
    content = bytearray(path.read_bytes())
    content[7] ^= 1
    path.write_bytes(content)

    assert told(stocked) == [STRAY]
    assert told(stocked, digests=True)[0] == ("damaged", "python", LESSON, "notes.pdf", None)


def test_what_only_an_earlier_revision_needs_is_said(stocked: Academy, folder: Path) -> None:
    first = asset(stocked)
    (folder / "01-basics/images/loop.png").write_text("another picture")
    stocked.sync(folder)
    (folder / "01-basics/images/loop.png").write_text("a third picture")
    stocked.sync(folder)
    stocked.assets.path(first).unlink()

    assert told(stocked)[0] == ("missing", "python", None, None, 1)


def test_an_academy_without_a_database_needs_nothing(stocked: Academy, tmp_path: Path) -> None:
    fresh = Academy(f"sqlite:///{tmp_path}/none.db", tmp_path)
    storage = Storage(fresh.database, stocked.assets, ACTOR)

    found = storage.check()

    assert (found.files, found.count(State.UNREFERENCED)) == (0, 3)
    fresh.close()


def test_collecting_drops_what_nobody_needs_and_no_more(stocked: Academy) -> None:
    assert stocked.storage.collect(dry_run=True).files == 1
    assert stocked.assets.path("ab" * 32).exists()

    done = stocked.storage.collect()

    assert (done.files, done.bytes, done.is_dropped) == (1, 5, True)
    assert told(stocked) == []
    assert stocked.rows(AuditEntry)[-1].action == "storage.gc"


def test_course_gc_keeps_uploads_too(stocked: Academy) -> None:
    stocked.history.collect(keep=1, files=True)

    assert stocked.assets.is_sound(attached(stocked))


def test_a_rule_that_forgot_uploads_would_lose_them(
    stocked: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is kept hangs on what is found to be needed."""
    monkeypatch.setattr(garbage.store, "assets_of_rows", lambda _: set())
    sha256 = attached(stocked)

    stocked.storage.collect()

    assert not stocked.assets.path(sha256).exists()


def test_what_was_taken_off_goes_a_day_later(stocked: Academy) -> None:
    sha256 = attached(stocked)
    stocked.uploads.remove("python", LESSON, "notes.pdf")

    stocked.storage.collect()

    assert not stocked.assets.path(sha256).exists()


def test_a_file_that_is_attached_at_the_last_moment_stays(
    stocked: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = attached(stocked)
    stocked.uploads.remove("python", LESSON, "notes.pdf")
    age(stocked)
    planned = stocked.uploads.plan("python", LESSON, tmp_path / "notes.pdf")
    drop = AssetStore.drop

    def dropped_late(assets: AssetStore, digest: str, before: float) -> bool:
        if digest == sha256:
            stocked.uploads.carry_out(planned, tmp_path / "notes.pdf")
        return drop(assets, digest, before)

    monkeypatch.setattr(AssetStore, "drop", dropped_late)

    done = stocked.storage.collect()

    assert done.files == 1
    assert stocked.assets.is_sound(sha256)
    assert told(stocked) == []


def test_it_is_for_those_who_look_after_it(stocked: Academy) -> None:
    for actor in (TEACHER, STUDENT):
        storage = Storage(stocked.database, stocked.assets, actor)
        for act in (storage.check, storage.collect):
            with pytest.raises(NotPermittedError):
                act()
        with pytest.raises(NotPermittedError):
            storage.copy(stocked.assets, stocked.assets)


def test_all_of_it_works_in_a_bucket(
    stocked: Academy, folder: Path, s3_server: s3.S3, tmp_path: Path
) -> None:
    """Copied there, checked, synced, exported, and rid of what nobody needs."""
    bucket = AssetStore(open_store(f"s3://{s3_server.bucket()}/files", s3_server.options()))
    copied = stocked.storage.copy(stocked.assets, bucket)
    assert (copied.copied, copied.damaged) == (2, 1)  # the stray one is not what its name says
    assert stocked.rows(AuditEntry)[-1].action == "storage.copy"
    away = Academy.__new__(Academy)
    vars(away).update(vars(stocked), assets=bucket)
    away.courses._assets = away.history._assets = away.storage._assets = bucket

    assert away.storage.check(digests=True).is_sound
    (folder / "01-basics/images/loop.png").write_text("another picture")
    assert away.sync(folder).revision == 2
    away.history.export("python", tmp_path / "out")
    assert (tmp_path / "out/01-basics/images/loop.png").read_text() == "another picture"
    assert away.storage.collect().files == 0
    bucket.store.delete(key_of(asset(stocked)))
    assert away.storage.check().count(State.MISSING) == 1
    assert away.sync(folder).restored_files == 1
    assert away.storage.check(digests=True).is_sound
