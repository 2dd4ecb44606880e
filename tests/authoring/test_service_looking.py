"""The status of a course, and looking at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.errors import AcademyError
from academy_cli.errors import Kind as Failure
from academy_cli.models import (
    AuditEntry,
)
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.synced import FILES, LOOPS, refused
from tests.make import COURSE


def test_a_course_is_published_once_and_on_record(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    change = academy.courses.set_status("python", "published")
    again = academy.courses.set_status("python", "published")

    assert (change.before, change.after) == ("draft", "published")
    assert (again.before, again.after) == ("published", "published")
    assert academy.course("python").status == "published"
    assert [row.action for row in academy.rows(AuditEntry)] == ["course.apply", "course.status"]


def test_a_dry_publishing_changes_nothing(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before = academy.digest()

    academy.courses.set_status("python", "published", dry_run=True)

    assert academy.digest() == before


def test_a_sync_keeps_the_status_that_course_yaml_does_not_decide(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    academy.courses.set_status("python", "published")
    (folder / FILES).write_text("# Files\n")

    academy.sync(folder)

    assert academy.course("python").status == "published"


def test_course_yaml_decides_the_status_where_it_names_one(academy: Academy, folder: Path) -> None:
    (folder / "course.yaml").write_text(COURSE + "status: published\n")
    academy.sync(folder)

    refusal = refused(lambda: academy.courses.set_status("python", "draft"))

    assert academy.course("python").status == "published"
    assert refusal == (Failure.REFUSED, "course.status-declared")


def test_a_course_that_is_not_there_has_no_status(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    with pytest.raises(AcademyError) as refusal:
        academy.courses.set_status("pyton", "draft")

    assert (refusal.value.kind, refusal.value.code) == (Failure.MISSING, "course.unknown")
    assert "python" in refusal.value.hint


def test_a_course_is_shown_with_its_outline(academy: Academy, folder: Path) -> None:
    make.folder(folder, {FILES: "---\ntitle: Files\nminutes: 5\ndraft: true\n---\nText\n"})
    academy.sync(folder)

    view = academy.catalog.show("python")

    assert (view.modules, view.lessons, view.assets, view.revision) == (2, 3, 1, 1)
    assert [(x.depth, x.key, x.minutes, x.is_draft) for x in view.outline] == [
        (0, "basics", None, False),
        (1, "basics/intro", None, False),
        (1, "basics/loops", None, False),
        (0, "more", None, False),
        (1, "more/files", 5, True),
    ]


def test_archived_lessons_are_listed_when_they_are_asked_for(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    (folder / FILES).unlink()
    academy.sync(folder)

    now = academy.catalog.lessons("python")
    ever = academy.catalog.lessons("python", archived=True)

    assert [x.key for x in now] == ["basics/intro", "basics/loops"]
    assert [(x.key, x.is_archived) for x in ever[2:]] == [("more/files", True)]


@pytest.mark.parametrize("key", ["basics/loops", LOOPS])
def test_a_lesson_is_found_by_key_and_by_path(academy: Academy, folder: Path, key: str) -> None:
    academy.sync(folder)

    assert academy.catalog.lesson("python", key).title == "Loops"


def test_a_lesson_that_is_not_there_names_the_nearest(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    with pytest.raises(AcademyError) as refusal:
        academy.catalog.lesson("python", "basics/loop")

    assert (refusal.value.code, "basics/loops" in refusal.value.hint) == ("lesson.unknown", True)


def test_the_texts_of_a_change_are_there_for_a_diff(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("---\nminutes: 3\n---\n# Files\n\nRead.\n")
    (folder / LOOPS).unlink()

    with academy.planned(folder) as prepared:
        texts = {x.path: academy.courses.texts(prepared, x) for x in prepared.plan.changes}

    assert texts[FILES] == (make.FILES[FILES], "# Files\n\nRead.\n", 4)
    assert texts[LOOPS] == (make.FILES[LOOPS], "", 1)
