"""Writing a course back: the same bytes, proved by their digests, whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import CourseDocument
from academy_cli.authoring.history import export
from academy_cli.db.transaction import write
from academy_cli.models import Blob, Content, Resource, Source
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.history.changed import refusal

FULL: dict[str, str | bytes | None] = {
    "course.yaml": "# kept\nid: python\ntitle:   Python\ncover: cover.svg\ndescription: _about.md\n",
    "_about.md": "\ufeffAbout it.\r\n",
    "cover.svg": "<svg/>",
    "01-basics/module.yaml": "title: 'Basics'   # kept as well\n",
    "01-basics/01-intro.md": b"---\r\nid: intro\r\n# a comment\r\n---\r\n# Introduction\r\n\r\nText.",
    "01-basics/02-loops.md": "\ufeff# Loops\n\n![A loop](images/loop.png)\n\n",
    "02-more/01-files.md": "---\ntitle: Files\n---\n",
    "LICENSE.md": "not a part of it",
}


def read(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course", FULL)


@pytest.fixture
def synced(academy: Academy, folder: Path) -> Academy:
    academy.sync(folder)
    return academy


def test_every_byte_comes_back(synced: Academy, folder: Path, tmp_path: Path) -> None:
    made = synced.history.export("python", tmp_path / "out")

    expected = read(folder)
    del expected["LICENSE.md"]
    assert read(tmp_path / "out") == expected
    assert (made.lessons, made.modules, made.assets, made.differs) == (3, 2, 2, 0)


def test_there_is_nothing_to_find_and_nothing_to_do(synced: Academy, tmp_path: Path) -> None:
    out = tmp_path / "out"
    synced.history.export("python", out)

    with synced.planned(out) as prepared:
        assert prepared.plan.changes == ()
        assert prepared.plan.problems == compile_course(tmp_path / "course").problems


def test_an_earlier_revision_is_written_as_it_was(
    synced: Academy, folder: Path, tmp_path: Path
) -> None:
    before = (folder / "01-basics/02-loops.md").read_bytes()
    (folder / "01-basics/02-loops.md").write_text("# Loops\n\nNo picture.\n", encoding="utf-8")
    (folder / "_about.md").write_text("Other.", encoding="utf-8")
    synced.sync(folder)

    synced.history.export("python", tmp_path / "one", 1)
    synced.history.export("python", tmp_path / "two", 2)

    assert read(tmp_path / "one")["01-basics/02-loops.md"] == before
    assert "01-basics/images/loop.png" in read(tmp_path / "one")
    assert "01-basics/images/loop.png" not in read(tmp_path / "two")
    assert read(tmp_path / "two")["_about.md"] == b"Other."


def test_an_inline_description_needs_no_file(academy: Academy, tmp_path: Path) -> None:
    says = "id: python\ntitle: Python\ndescription: |\n  All of it.\n"
    folder = make.folder(tmp_path / "course", {"course.yaml": says})
    academy.sync(folder)

    academy.history.export("python", tmp_path / "out")

    assert read(tmp_path / "out") == read(folder)


def test_a_dry_run_writes_nothing_and_refuses_the_same(synced: Academy, tmp_path: Path) -> None:
    made = synced.history.export("python", tmp_path / "out", dry_run=True)

    assert (made.is_written, made.lessons) == (False, 3)
    assert not (tmp_path / "out").exists()
    taken = tmp_path / "course"
    assert refusal(lambda: synced.history.export("python", taken, dry_run=True)) == (
        "course.folder-not-empty"
    )


def test_a_repository_that_was_just_made_is_empty_enough(synced: Academy, tmp_path: Path) -> None:
    (tmp_path / "out/.git").mkdir(parents=True)

    assert synced.history.export("python", tmp_path / "out").is_written


def test_what_had_to_step_aside_is_written_beside_and_told(
    academy: Academy, tmp_path: Path
) -> None:
    files: dict[str, str | bytes | None] = {"02-more/01-files.md": "---\nid: one\n---\n# A\n"}
    folder = make.folder(tmp_path / "course", files)
    academy.sync(folder)
    (folder / "02-more/01-files.md").write_text("---\nid: two\n---\n# B\n", encoding="utf-8")
    (folder / "x.md").write_text("---\n", encoding="utf-8")
    academy.sync(folder, partial=True)

    made = academy.history.export("python", tmp_path / "out")

    (new,) = made.renamed.values()
    assert (tmp_path / "out" / new).read_text(encoding="utf-8") == "---\nid: one\n---\n# A\n"
    assert made.differs > 0


class TestDamage:
    def test_a_changed_text_is_not_passed_on(self, synced: Academy, tmp_path: Path) -> None:
        with write(synced.database.engine) as connection:
            loops = update(Blob).where(Blob.text.like("%A loop%"))
            connection.execute(loops.values(text="# Loops\n\nForged.\n"))

        assert refusal(lambda: synced.history.export("python", tmp_path / "out")) == (
            "revision.damaged"
        )
        assert not (tmp_path / "out").exists()

    def test_a_file_that_was_not_kept_whole_is_named(self, synced: Academy, tmp_path: Path) -> None:
        with write(synced.database.engine) as connection:
            connection.execute(delete(Source))

        assert refusal(lambda: synced.history.export("python", tmp_path / "out")) == (
            "revision.without-files"
        )

    def test_a_changed_asset_is_not_passed_on(self, synced: Academy, tmp_path: Path) -> None:
        for row in synced.rows(Resource):
            synced.assets.path(row.sha256).write_bytes(b"x" * row.size)

        assert refusal(lambda: synced.history.export("python", tmp_path / "out")) == (
            "revision.damaged"
        )
        assert not (tmp_path / "out").exists()

    def test_a_lost_asset_is_named(self, synced: Academy, tmp_path: Path) -> None:
        shutil.rmtree(synced.assets.store.folder)

        assert refusal(lambda: synced.history.export("python", tmp_path / "out")) == (
            "storage.asset-lost"
        )

    @pytest.mark.parametrize(
        "path", ["../out.md", "/etc/x.md", "a//b.md", ".git/hooks/x.md", "a/../../b.md", "./x.md"]
    )
    def test_no_database_writes_outside_the_folder(
        self, academy: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        academy.sync(make.folder(tmp_path / "course"))
        files = export.files_of

        def hostile(document: CourseDocument) -> object:
            found, renamed = files(document)
            return (*found[:-1], found[-1]._replace(path=path)), renamed

        monkeypatch.setattr(export, "files_of", hostile)

        assert refusal(lambda: academy.history.export("python", tmp_path / "out")) == (
            "revision.damaged"
        )
        names = {one.name for one in tmp_path.iterdir() if not one.name.startswith("academy")}
        assert names == {"course"}

    def test_a_full_disk_leaves_nothing(
        self, synced: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(export, "_written", full)

        assert refusal(lambda: synced.history.export("python", tmp_path / "out")) == (
            "course.no-space"
        )
        assert not (tmp_path / "out").exists()


def test_rows_are_only_read(synced: Academy, tmp_path: Path) -> None:
    before = synced.digest()

    synced.history.export("python", tmp_path / "out")

    assert synced.digest() == before
    assert synced.rows(Content)
