"""What changes nothing, and what is refused before anything is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.errors import Kind as Failure
from academy_cli.models import (
    Revision,
)
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.synced import FILES, IMAGE, INTRO, LOOPS, refused, saved
from tests.engines import in_turns
from tests.make import COURSE


def test_a_second_sync_does_nothing_at_all(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before = academy.digest()

    report = academy.sync(folder)

    assert (report.revision, report.changed, sum(report.counts.values())) == (1, False, 0)
    assert academy.digest() == before


def test_a_plan_writes_nothing(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    make.folder(folder, {FILES: "# Files\n\nRead.\n", IMAGE: "another", INTRO: "# X\0\n"})
    before = academy.digest()
    stored = sorted(academy.assets.store.folder.rglob("*"))

    with academy.planned(folder) as prepared:
        assert not prepared.plan.is_empty

    assert academy.digest() == before
    assert sorted(academy.assets.store.folder.rglob("*")) == stored


def test_the_digest_of_all_rows_would_show_a_change(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before = academy.digest()
    (folder / FILES).write_text("# Files\n\nRead.\n")

    academy.sync(folder)

    assert academy.digest() != before


def test_a_course_with_errors_is_refused_and_nothing_is_changed(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    make.folder(folder, {FILES: "---\n", INTRO: "# New\n", IMAGE: "another"})
    before = academy.digest()

    refusal = refused(lambda: academy.sync(folder))

    assert refusal == (Failure.INVALID, "course.has-errors")
    assert academy.digest() == before


def test_partially_the_sound_part_is_applied(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    make.folder(folder, {FILES: "---\n", INTRO: "# New\n"})

    report = academy.sync(folder, partial=True)

    assert (report.revision, report.withheld) == (2, 1)
    assert academy.catalog.lesson("python", "basics/intro").title == "New"
    assert academy.catalog.lesson("python", "more/files").text == make.FILES[FILES]


def test_strict_refuses_for_a_warning(academy: Academy, folder: Path) -> None:
    (folder / FILES).write_text("no title\n")

    with academy.planned(folder, strict=True) as prepared:
        refusal = refused(lambda: academy.courses.apply(prepared))

    assert refusal == (Failure.INVALID, "course.has-errors")
    assert academy.sync(folder).revision == 1


def test_a_course_without_a_name_cannot_be_planned(academy: Academy, folder: Path) -> None:
    (folder / "course.yaml").write_text("title: Python\n")

    assert refused(lambda: academy.sync(folder)) == (Failure.INVALID, "course.unreadable")


def test_a_plan_that_was_overtaken_is_refused(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nOne.\n")
    with academy.planned(folder) as stale:
        (folder / INTRO).write_text("# Introduction\n")
        academy.sync(folder)
        before = academy.digest()

        refusal = refused(lambda: academy.courses.apply(stale))

    assert refusal == (Failure.CONFLICT, "plan.stale")
    assert academy.digest() == before


def test_two_first_syncs_of_one_course_make_one_revision(academy: Academy, folder: Path) -> None:
    with academy.planned(folder) as one, academy.planned(folder) as other:
        academy.courses.apply(one)

        assert refused(lambda: academy.courses.apply(other))[1] == "plan.stale"

    assert [row.number for row in academy.rows(Revision)] == [1]


def test_a_saved_plan_does_what_it_says(academy: Academy, folder: Path) -> None:
    plan = saved(academy, folder)

    prepared = academy.courses.prepare_saved(plan)
    report = academy.courses.apply(prepared)

    assert report.plan.digest == plan.digest


def test_a_saved_plan_works_in_a_folder_that_was_moved(academy: Academy, folder: Path) -> None:
    plan = saved(academy, folder)
    moved = folder.rename(folder.with_name("elsewhere"))

    prepared = academy.courses.prepare_saved(plan, folder=moved)

    assert academy.courses.apply(prepared).revision == 1


def test_a_saved_plan_is_refused_when_the_database_moved(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nOne.\n")
    plan = saved(academy, folder)
    academy.sync(folder)

    refusal = refused(lambda: academy.courses.prepare_saved(plan))

    assert refusal == (Failure.CONFLICT, "plan.stale")


@in_turns
@pytest.mark.parametrize(
    "changes",
    [
        {FILES: "# Files\n\nTwo.\n"},
        {IMAGE: "anothr!!!"},
        {INTRO: "# Introduction\n"},
        {"03-new.md": "# New\n"},
        {FILES: "---\n"},
        {LOOPS: None},
        {"course.yaml": COURSE + "summary: New\n"},
    ],
    ids=["text", "image", "another", "new", "broken", "gone", "course"],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_saved_plan_is_refused_when_the_files_moved(
    academy: Academy,
    folder: Path,
    *,
    changes: make.Changes,
    is_new: bool,
) -> None:
    if not is_new:
        academy.sync(folder)
    make.folder(folder, {FILES: "# Files\n\nOne.\n"})
    plan = saved(academy, folder)
    make.folder(folder, {FILES: "# Files\n\nOne.\n", **changes})

    refusal = refused(lambda: academy.courses.prepare_saved(plan))

    assert refusal == (Failure.CONFLICT, "plan.folder-changed")
