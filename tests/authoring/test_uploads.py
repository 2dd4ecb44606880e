"""Files attached to lessons: they survive whatever happens to the course's folder."""

from __future__ import annotations

import signal
from hashlib import sha256
from pathlib import Path

import pytest

from academy_cli.access.errors import NotPermittedError, UnknownLessonError
from academy_cli.access.matrix import Permission, Reach, Role, reach
from academy_cli.authoring.uploads.errors import (
    BadUploadNameError,
    EmptyUploadError,
    UnknownUploadError,
)
from academy_cli.authoring.uploads.service import Uploads
from academy_cli.authoring.uploads.views import UploadChange
from academy_cli.errors import AcademyError
from academy_cli.models import AuditEntry, Resource, Upload
from academy_cli.storage.errors import ChangedAssetError
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores import resuming
from academy_cli.storage.stores.opening import open_store
from tests import child, make, s3
from tests.authoring.academy import ACTOR, Academy
from tests.authoring.test_rights import OTHER, STUDENT, TEACHER

pytestmark = pytest.mark.slow

LESSON, FILE = "basics/intro", "01-basics/01-intro.md"
VIDEO = b"a video" * 1000
PART_BYTES = 5 << 20
"""The least that S3 takes."""
UPLOAD = """
import os, signal, sys
from pathlib import Path
from academy_cli.access.actor import operator
from academy_cli.authoring.uploads.service import Uploads
from academy_cli.db.service import Database
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.opening import open_store
from academy_cli.storage.stores.s3 import Parts
from academy_cli.storage.stores import resuming
resuming.PART_BYTES = 5 << 20
url, bucket, endpoint, file = sys.argv[1:]
store = open_store(bucket, {"access_key": "k", "secret_key": "s", "endpoint": endpoint})
put, arrived = Parts.put, []
def killing(self, *words):
    tag = put(self, *words)
    arrived.append(tag)
    if len(arrived) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return tag
Parts.put = killing
uploads = Uploads(Database(url), AssetStore(store), operator("test"))
planned = uploads.plan("python", "basics/intro", Path(file))
print("ready", flush=True)
uploads.carry_out(planned, Path(file))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


@pytest.fixture
def synced(academy: Academy, folder: Path) -> Academy:
    academy.sync(folder)
    return academy


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "lecture.mp4"
    path.write_bytes(VIDEO)
    return path


def upload(academy: Academy, file: Path, name: str = "", lesson: str = LESSON) -> UploadChange:
    planned = academy.uploads.plan("python", lesson, file, name)
    return academy.uploads.carry_out(planned, file)


def names(academy: Academy, lesson: str = LESSON) -> list[str]:
    return [one.name for one in academy.catalog.lesson("python", lesson).uploads]


def test_a_file_is_attached_and_shown(synced: Academy, video: Path) -> None:
    done = upload(synced, video)

    assert (done.change, done.was_stored) == ("added", False)
    [shown] = synced.catalog.lesson("python", LESSON).uploads
    assert (shown.name, shown.media_type, shown.size) == ("lecture.mp4", "video/mp4", len(VIDEO))
    assert shown.sha256 == sha256(VIDEO).hexdigest()
    assert synced.assets.is_sound(shown.sha256)


def test_planning_changes_nothing(synced: Academy, video: Path) -> None:
    before = synced.digest()

    planned = synced.uploads.plan("python", LESSON, video)

    assert planned.change == "added"
    assert synced.digest() == before
    assert not synced.assets.has(planned.sha256, planned.size)


def test_the_same_again_changes_nothing(synced: Academy, video: Path) -> None:
    upload(synced, video)
    before = synced.digest()

    done = upload(synced, video)

    assert (done.change, done.was_stored) == ("unchanged", True)
    assert synced.digest() == before


def test_the_same_name_again_replaces_the_file(synced: Academy, video: Path) -> None:
    upload(synced, video)
    video.write_bytes(b"a better one")

    assert upload(synced, video).change == "replaced"

    [shown] = synced.catalog.lesson("python", LESSON).uploads
    assert shown.sha256 == sha256(b"a better one").hexdigest()


def test_the_next_sync_leaves_it_alone(synced: Academy, folder: Path, video: Path) -> None:
    upload(synced, video)
    (folder / FILE).write_text("# Introduction\n\nOther words.\n")

    assert synced.sync(folder).revision == 2

    assert names(synced) == ["lecture.mp4"]


def test_a_sync_that_took_it_for_an_asset_would_archive_it(
    synced: Academy, folder: Path, video: Path
) -> None:
    """The control: an asset that is not in the folder goes with the next sync."""
    upload(synced, video)
    (folder / "01-basics/02-loops.md").write_text("# Loops\n\nNo picture.\n")

    synced.sync(folder)

    assert [row.is_archived for row in synced.rows(Resource)] == [True]
    assert names(synced) == ["lecture.mp4"]


def test_it_follows_its_lesson_to_another_place(synced: Academy, folder: Path, video: Path) -> None:
    upload(synced, video)
    (folder / FILE).rename(folder / "02-more/05-welcome.md")
    synced.sync(folder)

    assert names(synced, "more/welcome") == ["lecture.mp4"]


def test_a_rollback_keeps_it(synced: Academy, folder: Path, video: Path) -> None:
    (folder / FILE).write_text("# Introduction\n\nOther words.\n")
    synced.sync(folder)
    upload(synced, video)

    synced.courses.apply(synced.history.rollback("python", 1))

    assert names(synced) == ["lecture.mp4"]


def test_it_can_be_taken_off(synced: Academy, video: Path) -> None:
    upload(synced, video)
    before = synced.digest()
    assert synced.uploads.remove("python", LESSON, "lecture.mp4", dry_run=True).change == "removed"
    assert synced.digest() == before

    synced.uploads.remove("python", LESSON, "lecture.mp4")

    assert names(synced) == []
    assert synced.rows(Upload) == []


def test_what_is_not_there_cannot_be_taken_off(synced: Academy, video: Path) -> None:
    upload(synced, video)

    with pytest.raises(UnknownUploadError, match="lecture") as refusal:
        synced.uploads.remove("python", LESSON, "lecture.mp3")

    assert "lecture.mp4" in refusal.value.hint


def test_every_change_is_on_record(synced: Academy, video: Path) -> None:
    upload(synced, video)
    synced.uploads.remove("python", LESSON, "lecture.mp4")

    entries = [row for row in synced.rows(AuditEntry) if row.action == "lesson.upload"]
    assert [entry.subject for entry in entries] == ["course:python"] * 2
    assert ["added" in entries[0].details, "removed" in entries[1].details] == [True, True]


@pytest.mark.parametrize("name", ["a/b", "..", " ", "a\nb", "x" * 201, "\\"])
def test_a_name_that_nobody_could_save_by_is_refused(
    synced: Academy, video: Path, name: str
) -> None:
    with pytest.raises(BadUploadNameError):
        upload(synced, video, name)


def test_an_empty_file_is_refused(synced: Academy, video: Path) -> None:
    video.write_bytes(b"")

    with pytest.raises(EmptyUploadError):
        upload(synced, video)


def test_a_lesson_that_is_not_there_is_said(synced: Academy, video: Path) -> None:
    with pytest.raises(UnknownLessonError) as refusal:
        upload(synced, video, lesson="basics/intr")

    assert LESSON in refusal.value.hint


def test_a_file_that_changed_after_it_was_looked_at_is_not_attached(
    synced: Academy, video: Path
) -> None:
    planned = synced.uploads.plan("python", LESSON, video)
    video.write_bytes(VIDEO[::-1])

    with pytest.raises(ChangedAssetError):
        synced.uploads.carry_out(planned, video)

    assert synced.rows(Upload) == []
    assert not synced.assets.has(planned.sha256, planned.size)


def test_an_instructor_uploads_to_their_own_course_alone(synced: Academy, video: Path) -> None:
    mine = Uploads(synced.database, synced.assets, TEACHER)
    planned = mine.plan("python", LESSON, video)
    assert mine.carry_out(planned, video).change == "added"

    for actor in (OTHER, STUDENT):
        theirs = Uploads(synced.database, synced.assets, actor)
        with pytest.raises(NotPermittedError):
            theirs.plan("python", LESSON, video)
        with pytest.raises(NotPermittedError):
            theirs.carry_out(planned, video)
        with pytest.raises(NotPermittedError):
            theirs.remove("python", LESSON, "lecture.mp4")
    assert reach(Permission.STORAGE_GC, [Role.INSTRUCTOR, Role.SUPPORT]) is Reach.NONE


def test_after_a_kill_only_the_rest_is_sent_and_then_it_is_attached(
    synced: Academy,
    s3_server: s3.S3,
    proxy: s3.Proxy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resuming, "PART_BYTES", PART_BYTES)
    content = b"".join(bytes([place]) * PART_BYTES for place in range(8))
    file = tmp_path / "long.mp4"
    file.write_bytes(content)
    bucket = f"s3://{s3_server.bucket()}"
    url = synced.database.engine.url.render_as_string(hide_password=False)
    with child.running(UPLOAD, url, bucket, str(s3_server), file) as killed:
        assert killed.wait(60) == -signal.SIGKILL
    assert synced.rows(Upload) == []
    assets = AssetStore(open_store(bucket, s3_server.options(proxy.url)))
    assert [*assets.files()] == []
    uploads = Uploads(synced.database, assets, ACTOR)

    done = uploads.carry_out(uploads.plan("python", LESSON, file), file)

    assert done.change == "added"
    assert names(synced) == ["long.mp4"]
    assert assets.is_sound(done.sha256)
    assert 0 < sum(proxy.sent()) <= len(content) - 2 * PART_BYTES


def test_a_store_that_is_down_attaches_nothing(
    synced: Academy, s3_server: s3.S3, proxy: s3.Proxy, video: Path
) -> None:
    proxy.fail(lambda passing: passing.answer(503))
    store = open_store(f"s3://{s3_server.bucket()}", s3_server.options(proxy.url))
    uploads = Uploads(synced.database, AssetStore(store), ACTOR)

    with pytest.raises(AcademyError) as refusal:
        uploads.plan("python", LESSON, video)

    assert refusal.value.code == "storage.unavailable"
    assert synced.rows(Upload) == []
