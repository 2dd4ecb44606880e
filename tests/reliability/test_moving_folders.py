"""A folder that changes while it is synced: what was planned is what happens, or nothing does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.reliability import courses, stage
from tests.reliability.academy import Academy

SYNC = ("course", "sync", "python", "--yes")
READ, COPIED = "open python/01-basics/01-loops.md", "open python/01-basics/images/loop.png"
Change = Callable[[Path], object]


@pytest.fixture
def synced(sqlite_academy: Academy) -> Academy:
    """An academy with a course whose folder has changed; folders behave alike on both engines."""
    assert sqlite_academy.perform(*SYNC).code == 0
    courses.write(sqlite_academy.folder / "python", courses.SECOND)
    return sqlite_academy


def meanwhile(academy: Academy, moment: str, change: Change, *, time: int = 1) -> stage.Ended:
    """A sync during which a folder changes right before a moment, or the same moment later."""
    act = academy.act(*SYNC, stop=stage.Stop(moment, time))
    process = stage.start(act)
    act.stop.wait()
    change(academy.folder / "python")
    act.stop.go_on()
    return stage.ended(process, act)


def delete(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


def rewrite(name: str, text: str) -> Change:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def make_a_folder(name: str) -> Change:
    """Make a file unreadable for everybody, root included."""

    def change(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return change


@pytest.mark.parametrize("change", [delete, make_a_folder])
@pytest.mark.parametrize("name", ["01-basics/01-loops.md", "01-basics/module.yaml", "course.yaml"])
def test_a_file_that_vanishes_before_it_is_read_is_an_error(
    synced: Academy, change: Callable[[str], Change], name: str
) -> None:
    before = synced.rows()

    ended = meanwhile(synced, f"open python/{name}", change(name), time=1 + (name == "course.yaml"))

    assert ended.code == 3, ended
    assert synced.rows() == before


def test_a_folder_that_vanishes_is_an_error(synced: Academy) -> None:
    before = synced.rows()

    ended = meanwhile(synced, "os.scandir python", shutil.rmtree, time=2)

    assert ended.code in {3, 4}, ended  # missing as soon as anybody asks for the folder itself
    assert synced.rows() == before


def test_a_file_that_changes_before_it_is_read_arrives_as_it_was_read(synced: Academy) -> None:
    changed = "# Loops\n\nOnce more.\n"

    ended = meanwhile(synced, READ, rewrite("01-basics/01-loops.md", changed))

    assert ended.code == 0, ended
    assert texts(synced)["# Loops\n\nOnce more.\n"]
    assert synced.perform(*SYNC).out.split("\t")[2] == "false"


def test_a_file_that_changes_after_it_was_read_arrives_with_the_next_sync(synced: Academy) -> None:
    changed = "# Loops\n\nToo late.\n"

    ended = meanwhile(synced, "open academy.db.locks", rewrite("01-basics/01-loops.md", changed))

    assert ended.code == 0, ended
    assert changed not in texts(synced)
    assert synced.perform(*SYNC).out.split("\t")[2] == "true"
    assert changed in texts(synced)


@pytest.mark.parametrize(
    ("change", "code", "said"), [(rewrite, 5, "changed after"), (delete, 3, "cannot be read")]
)
def test_an_asset_that_is_no_longer_what_was_planned_stops_the_sync(
    synced: Academy, change: Callable[..., Change], code: int, said: str
) -> None:
    before, assets = synced.rows(), set(synced.storage.rglob("*"))
    name = "01-basics/images/loop.png"

    ended = meanwhile(
        synced, COPIED, change(name, "a third loop") if code == 5 else change(name), time=2
    )

    assert ended.code == code, ended
    assert said in ended.err
    assert synced.rows() == before
    assert {path for path in synced.storage.rglob("*") if path.is_file()} <= assets


def test_an_asset_that_changes_after_it_was_copied_is_found_next_time(synced: Academy) -> None:
    ended = meanwhile(synced, "BEGIN IMMEDIATE", rewrite("01-basics/images/loop.png", "a third"))

    assert ended.code == 0, ended
    assert synced.missing_assets() == []
    assert synced.perform(*SYNC).out.split("\t")[2] == "true"
    assert synced.missing_assets() == []


def test_a_course_that_becomes_another_one_is_not_written_over_the_first(synced: Academy) -> None:
    courses.write(
        synced.folder / "rust",
        {**courses.FIRST, "course.yaml": "id: rust\ntitle: Rust\n"},
    )
    assert synced.perform("course", "sync", "rust", "--yes").code == 0
    before = synced.rows()

    becoming = rewrite("course.yaml", "id: rust\ntitle: Rust\n")
    ended = meanwhile(synced, "open python/course.yaml", becoming, time=2)

    assert ended.code == 5, ended
    assert synced.rows() == before


def texts(academy: Academy) -> dict[str, str]:
    """The digest of every text in the database, which must be its own."""
    found = {row[2]: row[0] for row in academy.rows()["blobs"]}
    assert all(sha256(text.encode()).hexdigest() == name for text, name in found.items())
    return found
