"""Dropping what nobody needs: everything that some revision needs stays."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from academy_cli.authoring.history import garbage, store
from academy_cli.authoring.manifest import Referred
from academy_cli.db.transaction import write
from academy_cli.models import AuditEntry, Blob, Content, FormerPlace, Resource, Revision, Source
from academy_cli.storage.service import AssetStore
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.history.test_export import read

LOOPS, FILES = "01-basics/02-loops.md", "02-more/01-files.md"
OLD = 1_700_000_000


@pytest.fixture
def academy_of_four(academy: Academy, tmp_path: Path) -> Academy:
    """Four revisions: edits, a rename, another picture, and a lesson that goes."""
    folder = make.folder(tmp_path / "course")
    academy.sync(folder)
    for changes in (
        {LOOPS: "---\ntitle: Turns\n---\n# Loops\n\n![A loop](images/loop.png)\n"},
        {"01-basics/images/loop.png": "another picture", LOOPS: "# Loops\n\n![](images/loop.png)"},
        {FILES: None, LOOPS: "# Nothing\n\nNone.\n"},
    ):
        for path, text in changes.items():
            if text is None:
                (folder / path).unlink()
            else:
                (folder / path).write_text(text, encoding="utf-8")
        academy.sync(folder)
    for path in academy.assets.store.folder.rglob("*"):
        os.utime(path, (OLD, OLD))
    return academy


def exported(academy: Academy, place: Path, numbers: range) -> list[dict[str, bytes]]:
    found = []
    for number in numbers:
        academy.history.export("python", place / str(number), number)
        found.append(read(place / str(number)))
    return found


def test_what_revisions_need_is_no_garbage(academy_of_four: Academy) -> None:
    before = academy_of_four.digest()

    found = academy_of_four.history.collect(files=True, dry_run=True)

    assert (found.revisions, found.texts, found.files, found.is_dropped) == (0, 0, 0, False)
    assert academy_of_four.digest() == before


def test_after_dropping_nothing_every_revision_is_as_it_was(
    academy_of_four: Academy, tmp_path: Path
) -> None:
    before = exported(academy_of_four, tmp_path / "before", range(1, 5))

    academy_of_four.history.collect(files=True)

    assert exported(academy_of_four, tmp_path / "after", range(1, 5)) == before


def test_revisions_that_are_kept_stay_whole(academy_of_four: Academy, tmp_path: Path) -> None:
    before = exported(academy_of_four, tmp_path / "before", range(3, 5))

    found = academy_of_four.history.collect(keep=2, files=True)

    assert (found.revisions, found.files, found.is_dropped) == (2, 1, True)
    assert exported(academy_of_four, tmp_path / "after", range(3, 5)) == before
    assert [row.number for row in academy_of_four.rows(Revision)] == [3, 4]
    assert academy_of_four.courses.apply(academy_of_four.history.rollback("python", 3)).changed


def test_nothing_is_left_for_a_second_time(academy_of_four: Academy) -> None:
    academy_of_four.history.collect(keep=1, files=True)

    found = academy_of_four.history.collect(keep=1, files=True)

    assert (found.revisions, found.texts, found.files) == (0, 0, 0)


def test_an_archived_lesson_keeps_its_text(academy_of_four: Academy, tmp_path: Path) -> None:
    academy_of_four.history.collect(keep=1)

    gone = next(row for row in academy_of_four.rows(Content) if row.path == FILES)
    assert gone.is_archived
    assert "Read and write." in academy_of_four.catalog.lesson("python", gone.key).text
    folder = make.folder(tmp_path / "course")
    academy_of_four.sync(folder)
    assert read(folder).keys() == exported(academy_of_four, tmp_path / "out", range(5, 6))[0].keys()


def test_the_next_sync_finds_the_course_as_it_is(academy_of_four: Academy, tmp_path: Path) -> None:
    academy_of_four.history.collect(keep=1)

    with academy_of_four.planned(tmp_path / "course") as prepared:
        assert prepared.plan.changes == ()


def test_a_dry_run_counts_what_would_go(academy_of_four: Academy) -> None:
    told = academy_of_four.history.collect(keep=1, files=True, dry_run=True)
    before = {row.sha256 for row in academy_of_four.rows(Blob)}

    done = academy_of_four.history.collect(keep=1, files=True)

    left = {row.sha256 for row in academy_of_four.rows(Blob)}
    assert (told.texts, told.text_bytes, told.files) == (done.texts, done.text_bytes, done.files)
    assert 0 < len(before - left) <= told.texts
    assert not any(row.until_revision < 4 for row in academy_of_four.rows(FormerPlace))


def test_files_stay_unless_they_are_asked_for(academy_of_four: Academy) -> None:
    found = academy_of_four.history.collect(keep=1)

    assert found.files == 1
    assert len([*academy_of_four.assets.files()]) == 2


def test_a_young_file_may_belong_to_a_sync_that_goes_on(academy_of_four: Academy) -> None:
    old, young = sorted(academy_of_four.assets.files())
    academy_of_four.assets.hold(young.sha256, young.size)

    academy_of_four.history.collect(keep=1, files=True)

    assert old != young
    left = {file.sha256 for file in academy_of_four.assets.files()}
    assert young.sha256 in left


def test_a_sync_that_takes_a_stored_file_makes_it_young(
    academy_of_four: Academy, tmp_path: Path
) -> None:
    folder = make.folder(tmp_path / "course")
    academy_of_four.sync(folder)

    ages = {file.sha256: file.modified for file in academy_of_four.assets.files()}
    (used,) = [row.sha256 for row in academy_of_four.rows(Resource) if not row.is_archived]
    assert ages[used] > OLD


def test_a_file_that_somebody_took_at_the_last_moment_stays(
    academy_of_four: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = AssetStore.drop

    def taken(assets: AssetStore, sha256: str, before: float) -> None:
        assert assets.hold(sha256, assets.path(sha256).stat().st_size)
        drop(assets, sha256, before)

    monkeypatch.setattr(AssetStore, "drop", taken)

    found = academy_of_four.history.collect(keep=1, files=True)

    assert found.files == 1
    assert len([*academy_of_four.assets.files()]) == 2


def test_other_files_in_storage_are_nobodys_business(academy_of_four: Academy) -> None:
    place = academy_of_four.assets.store.folder / "assets"
    for name in ("notes.txt", "aa/short", f"ab/{'c' * 64}"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("mine")
        os.utime(place / name, (OLD, OLD))

    academy_of_four.history.collect(keep=1, files=True)

    assert (place / "notes.txt").exists()
    assert (place / "aa/short").exists()
    assert (place / f"ab/{'c' * 64}").exists()


def test_another_course_is_not_touched(academy_of_four: Academy, tmp_path: Path) -> None:
    other = make.folder(tmp_path / "other", {"course.yaml": "id: other\ntitle: Other\n"})
    academy_of_four.sync(other)

    academy_of_four.history.collect(keep=1, files=True)

    academy_of_four.history.export("other", tmp_path / "out")
    assert read(tmp_path / "out") == read(other)


def test_it_is_on_record(academy_of_four: Academy) -> None:
    academy_of_four.history.collect(keep=1)

    assert academy_of_four.rows(AuditEntry)[-1].action == "course.gc"


def test_a_rule_that_forgot_files_would_lose_them(
    academy_of_four: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the tests above: what they look at hangs on what is found to be needed."""
    nothing = Referred(frozenset(), frozenset(), frozenset())
    monkeypatch.setattr(garbage, "_needed", lambda *_: nothing)
    monkeypatch.setattr(store, "sources_of_rows", lambda *_: set())

    found = academy_of_four.history.collect(files=True, dry_run=True)

    assert found.files == 1
    assert found.texts > len(academy_of_four.rows(Source))


def test_nobody_adds_texts_while_others_are_dropped(
    academy: Academy, database_url: str, tmp_path: Path
) -> None:
    """Else a sync could leave out a text because it is there, and have it dropped beneath it."""
    other = Academy(database_url, tmp_path / "academy")
    academy.sync(make.folder(tmp_path / "course"))
    new = make.folder(tmp_path / "new", {"course.yaml": "id: new\ntitle: New\n"})
    done: list[bool] = []

    def sync() -> None:
        done.append(other.sync(new).changed)

    thread = Thread(target=sync)
    with write(academy.database.engine) as connection:
        store.keep_texts_still(connection)
        thread.start()
        thread.join(1)
        held = not done and "new" not in {one.slug for one in academy.catalog.list()}
    thread.join()
    other.close()

    assert held
    assert done == [True]
