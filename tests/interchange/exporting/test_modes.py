"""Who may read a package: others, where nothing is in it but what learners see."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.interchange.exporting.course import Wanted, course_of
from academy_cli.interchange.exporting.writing import export_course
from tests.interchange.exporting.sample import exported, written


@pytest.fixture
def masked() -> Iterator[None]:
    """A umask that lets the group read."""
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.parametrize("replace", [False, True], ids=["new", "in place of another"])
@pytest.mark.parametrize("form", ["html", "epub", "scorm"])
@pytest.mark.usefixtures("masked")
def test_whom_the_umask_lets_may_read_what_learners_see(
    tmp_path: Path, form: str, *, replace: bool
) -> None:
    file = tmp_path / "package.zip"
    if replace:
        file.touch(0o600)

    course = course_of(compile_course(written(tmp_path / "course")))
    export_course(course, Wanted(form), file, replace=replace)

    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("form", "more"),
    [
        ("epub", {"with_source": True}),
        ("html", {"with_drafts": True}),
        ("scorm", {"with_answers": True}),
        ("olx", {"with_source": False}),
        ("common-cartridge", {}),
    ],
)
@pytest.mark.usefixtures("masked")
def test_what_says_more_is_for_its_owner_alone(
    tmp_path: Path, form: str, more: dict[str, bool]
) -> None:
    file = tmp_path / "package.zip"

    exported(written(tmp_path / "course"), file, form, **more)

    assert file.stat().st_mode & 0o777 == 0o600
