"""A lesson that goes to another course of the same academy: credit stays where it was earned."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.models import Content, LessonProgress
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.people import advance, enroll

FILES = "02-more/01-files.md"
NAMED = "---\nid: files\n---\n# Files\n\nRead and write.\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two courses; the first has a lesson with an id."""
    one = make.folder(tmp_path / "one", {FILES: NAMED})
    rest = {"course.yaml": "id: snakes\ntitle: Snakes\n", FILES: None}
    return one, make.folder(tmp_path / "two", rest)


def lessons(academy: Academy, slug: str) -> dict[str, tuple[int, bool]]:
    """A course's lessons by key, each with its row and whether it is archived."""
    course = academy.course(slug).id
    rows = [row for row in academy.rows(Content) if row.course_id == course]
    return {row.key: (row.id, row.is_archived) for row in rows if row.kind == "lesson"}


def moved(academy: Academy, folders: tuple[Path, Path]) -> None:
    """Sync both, move the lesson's file from the first to the second, and sync both again."""
    one, two = folders
    academy.sync(one)
    academy.sync(two)
    (two / "02-more").mkdir(exist_ok=True)
    (one / FILES).rename(two / FILES)
    academy.sync(two)
    academy.sync(one)


def test_it_is_new_there_and_archived_here(academy: Academy, folders: tuple[Path, Path]) -> None:
    moved(academy, folders)

    old, is_archived = lessons(academy, "python")["files"]
    new, is_gone = lessons(academy, "snakes")["files"]
    assert old != new
    assert (is_archived, is_gone) == (True, False)


def test_learners_keep_their_credit_in_the_course_they_earned_it_in(
    academy: Academy, folders: tuple[Path, Path]
) -> None:
    academy.sync(folders[0])
    (who,) = enroll(academy, "python", 1)
    row, _ = lessons(academy, "python")["files"]
    advance(academy, who, row)

    moved(academy, folders)

    (step,) = academy.rows(LessonProgress)
    assert (step.enrollment_id, step.content_id, step.state) == (who, row, "completed")


def test_it_comes_back_as_it_was(academy: Academy, folders: tuple[Path, Path]) -> None:
    moved(academy, folders)
    one, two = folders
    old = lessons(academy, "python")["files"][0]

    (two / FILES).rename(one / FILES)
    academy.sync(one)
    academy.sync(two)

    assert lessons(academy, "python")["files"] == (old, False)
    assert lessons(academy, "snakes")["files"][1]
