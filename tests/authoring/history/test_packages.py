"""What was synced makes the same package as its folder, and the package syncs as nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.interchange.exporting.course import Wanted, course_of
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.exporting.writing import export_course
from academy_cli.interchange.writing import import_course
from tests.authoring.academy import Academy
from tests.interchange.exporting.sample import written

each_format = pytest.mark.parametrize(
    "form", [name for name, one in FORMATS.items() if one.is_for_instructors]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "everything")


@pytest.fixture
def synced(academy: Academy, folder: Path) -> Academy:
    academy.sync(folder)
    return academy


def packed(folder: Path, file: Path, form: str) -> bytes:
    export_course(course_of(compile_course(folder)), Wanted(form), file)
    return file.read_bytes()


@each_format
def test_what_was_synced_is_packed_as_its_folder_is(
    synced: Academy, folder: Path, tmp_path: Path, form: str
) -> None:
    synced.history.export("everything", tmp_path / "written")

    assert packed(tmp_path / "written", tmp_path / "a", form) == packed(
        folder, tmp_path / "b", form
    )


@each_format
def test_a_package_that_is_imported_changes_nothing(
    synced: Academy, folder: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"it{FORMATS[form].suffix}"
    packed(folder, file, form)
    import_course(file, tmp_path / "back")

    with synced.planned(tmp_path / "back") as prepared:
        assert prepared.plan.changes == ()


@each_format
def test_a_package_that_was_changed_would_change_something(
    synced: Academy, folder: Path, tmp_path: Path, form: str
) -> None:
    with (folder / "00-loose.md").open("a") as file:
        file.write("More.\n")
    packed(folder, tmp_path / f"it{FORMATS[form].suffix}", form)
    import_course(tmp_path / f"it{FORMATS[form].suffix}", tmp_path / "back")

    with synced.planned(tmp_path / "back") as prepared:
        assert prepared.plan.changes
