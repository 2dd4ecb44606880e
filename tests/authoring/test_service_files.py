"""Assets are stored, put back and found again; findings are kept with the files they are of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.errors import Kind as Failure
from academy_cli.models import (
    Course,
    Resource,
)
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.synced import FILES, IMAGE, INTRO, LOOPS, refused
from tests.make import COURSE


def test_an_image_is_stored_by_its_digest(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    (row,) = academy.rows(Resource)
    assert (row.path, row.media_type, row.size) == (IMAGE, "image/png", 9)
    assert academy.assets.path(row.sha256).read_text() == "a picture"


def test_an_image_that_storage_lost_is_put_back(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    stored = academy.assets.path(academy.rows(Resource)[0].sha256)
    stored.unlink()

    report = academy.sync(folder)

    assert (report.changed, report.restored_files) == (False, 1)
    assert stored.read_text() == "a picture"


@pytest.mark.parametrize("left", [0, 5])
def test_an_image_that_storage_cut_short_is_put_back(
    academy: Academy, folder: Path, left: int
) -> None:
    academy.sync(folder)
    stored = academy.assets.path(academy.rows(Resource)[0].sha256)
    os.truncate(stored, left)

    report = academy.sync(folder)

    assert (report.changed, report.restored_files) == (False, 1)
    assert stored.read_text() == "a picture"
    assert academy.sync(folder).restored_files == 0


def test_an_image_that_storage_cut_short_is_put_back_with_other_changes(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    stored = academy.assets.path(academy.rows(Resource)[0].sha256)
    os.truncate(stored, 5)
    (folder / INTRO).write_text("# Another introduction\n")

    report = academy.sync(folder)

    assert (report.changed, report.restored_files) == (True, 1)
    assert stored.read_text() == "a picture"


def test_an_image_that_changes_between_plan_and_apply_stops_it(
    academy: Academy, folder: Path
) -> None:
    with academy.planned(folder) as prepared:
        (folder / IMAGE).write_text("another")

        refusal = refused(lambda: academy.courses.apply(prepared))

    assert refusal == (Failure.CONFLICT, "asset.changed")
    assert academy.rows(Course) == []


def test_an_archived_image_comes_back_to_its_row(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / LOOPS).write_text("# Loops\n")
    academy.sync(folder)
    (folder / LOOPS).write_text(make.FILES[LOOPS])

    report = academy.sync(folder)

    assert [(row.is_archived, row.created_revision) for row in academy.rows(Resource)] == [
        (False, 1)
    ]
    assert report.counts["restore"] == 1


def test_findings_of_unchanged_files_are_kept_and_the_same(academy: Academy, folder: Path) -> None:
    make.folder(folder, {FILES: "[a](b.md) ![](c.png)\n", INTRO: "\ufeffText\n"})
    fresh = academy.sync(folder).plan.problems

    with academy.planned(folder) as prepared:
        assert prepared.origin.compilation.reading.texts == {}
        assert prepared.plan.problems == fresh == compile_course(folder).problems

    assert len(fresh) == 6


def test_another_grading_reads_the_files_again(academy: Academy, folder: Path) -> None:
    make.folder(
        folder, {FILES: "[a](b.md)\n", "course.yaml": COURSE + "checks: {page.no-title: off}\n"}
    )
    off = academy.sync(folder).plan.problems
    (folder / "course.yaml").write_text(COURSE)

    on = academy.sync(folder).plan.problems

    assert [x.code for x in off] == ["link.broken"]
    assert {x.code for x in on} == {"link.broken", "page.no-title"}
    with academy.planned(folder) as again:
        assert again.origin.compilation.reading.texts == {}
        assert again.plan.problems == on


def test_a_lowered_error_is_one_again_when_it_is_raised(academy: Academy, folder: Path) -> None:
    lowered = COURSE + "checks: {yaml.bad-value: note}\n"
    video = "---\ntitle: A\nkind: vidoe\nvideo: https://example.org/v\n---\nx\n"
    make.folder(folder, {FILES: video, "course.yaml": lowered})
    academy.sync(folder)
    (folder / "course.yaml").write_text(COURSE)

    with academy.planned(folder) as kept:
        assert kept.origin.compilation.reading.doubts == compile_course(folder).reading.doubts
        assert kept.plan.problems == compile_course(folder).problems


def test_what_may_be_meant_for_an_id_is_remembered(academy: Academy, folder: Path) -> None:
    text = "---\ntitle: Files\nid: files\n---\nText\n"
    off = COURSE + "checks: {yaml.unknown-key: off}\n"
    both = {FILES: text, "03-new.md": text.replace("id:", "uid:"), "course.yaml": off}
    academy.sync(make.folder(folder, both))
    (folder / FILES).unlink()

    with academy.planned(folder) as again:
        assert again.origin.compilation.reading.texts == {}
        assert FILES in {held.path for held in again.plan.withheld}
