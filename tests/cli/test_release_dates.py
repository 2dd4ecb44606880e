"""Release dates from the terminal: what learners see now, and why somebody cannot change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import make
from tests.cli.conftest import Ran, Run
from tests.cli.screen import Screen

PAST, FUTURE = "publish_at: 2020-01-31T09:00+01:00\n", "publish_at: 2999-01-31\n"
LESSONS = {
    "02-more/module.yaml": "release_at: 2999-02-07\n",
    "02-more/02-late.md": "---\ntitle: Late\nminutes: 5\nrelease_at: 2999-02-14\n---\nText.\n",
    "03-draft.md": "---\ntitle: Draft\ndraft: true\n---\n",
}
OUTLINE = """
  Basics
    Introduction
    Loops
  More  coming 2999-02-07 00:00Z
    Files  coming 2999-02-07 00:00Z
    Late  5 min  coming 2999-02-14 00:00Z
  Draft  draft
"""


@pytest.fixture
def folder(home: Path) -> Path:
    return make.folder(home / "python", LESSONS)


def sync(academy: Run, folder: Path, *lines: str) -> None:
    (folder / "course.yaml").write_text(make.COURSE + "".join(lines))
    assert academy("course", "sync", "--yes").code == 0


def status(academy: Run) -> str:
    return academy("course", "show", "python", "--fields", "status").out.strip()


def test_a_course_whose_moment_has_passed_is_listed_and_shown_as_published(
    academy: Run, folder: Path
) -> None:
    sync(academy, folder, PAST)

    found = json.loads(academy("course", "list", "--status", "published", "--format", "json").out)

    assert [(one["slug"], one["publish_at"]) for one in found] == [
        ("python", "2020-01-31T08:00:00Z")
    ]
    assert academy("course", "list", "--status", "draft", "--format", "json").out == "[]\n"
    assert status(academy) == "published"


def test_a_limit_counts_only_courses_of_the_status(academy: Run, home: Path, folder: Path) -> None:
    for name in ("a", "b", "c"):
        make.folder(home / name, {"course.yaml": f"id: {name}\ntitle: A\n{FUTURE}"})
    sync(academy, folder, PAST)

    ran = academy(
        "course",
        "list",
        "--status",
        "published",
        "--limit",
        "1",
        "--sort",
        "slug",
        "--fields",
        "slug",
    )

    assert ran.out == "python\n"


def test_a_course_is_taken_back_after_its_moment(academy: Run, folder: Path) -> None:
    sync(academy, folder, PAST)

    ran = academy("course", "unpublish", "python", "--yes")

    assert ran == Ran(0, "course\tpython\nbefore\tpublished\nafter\tdraft\n", "")
    assert status(academy) == "draft"


def test_taking_back_says_that_the_moment_is_still_to_come(academy: Run, folder: Path) -> None:
    sync(academy, folder, FUTURE)

    ran = academy("course", "unpublish", "python")

    assert ran.err == (
        "“python” is a draft already.\n"
        "It becomes public by itself at 2999-01-31 00:00Z (`publish_at` in course.yaml).\n"
    )


def test_a_declared_draft_whose_moment_has_passed_is_not_called_a_draft(
    academy: Run, folder: Path
) -> None:
    sync(academy, folder, PAST, "status: draft\n")

    ran = academy("course", "unpublish", "python", "--yes")

    assert ran == Ran(
        6,
        "",
        "error: course.yaml of “python” says `status: draft` until"
        " `publish_at: 2020-01-31T08:00:00Z`, which has passed, and the file decides.\n"
        "hint: Change or remove the line `publish_at` there, then run: academy course sync\n",
    )


def test_an_outline_says_what_is_not_open_yet(academy: Run, folder: Path) -> None:
    sync(academy, folder)

    ran = academy("course", "show", "python", "--format", "table")

    assert ran.out.endswith(OUTLINE)


def test_a_list_of_lessons_says_their_stages(academy: Run, folder: Path) -> None:
    sync(academy, folder)

    rows = [
        line.split("\t")
        for line in academy("lesson", "list", "--course", "python").out.splitlines()
    ]
    found = json.loads(academy("lesson", "list", "--course", "python", "--format", "json").out)

    assert [row[-1] for row in rows] == ["open", "open", "coming", "coming", "draft"]
    assert [one["opens_at"] for one in found] == [
        None,
        None,
        "2999-02-07T00:00:00Z",
        "2999-02-14T00:00:00Z",
        None,
    ]


def test_a_list_of_lessons_is_a_table_on_80_columns(
    academy: Run, folder: Path, screen: Callable[..., Screen]
) -> None:
    sync(academy, folder)

    ran = screen("lesson", "list", "--course", "python", COLUMNS="80")

    assert ran.lines[0].split() == ["key", "title", "module", "kind", "minutes", "stage"]
    assert ran.lines[5].split() == ["more/late", "Late", "more", "article", "5", "coming"]
    assert max(map(len, ran.lines)) <= 80


def test_a_lesson_says_when_it_opens(academy: Run, folder: Path) -> None:
    sync(academy, folder)

    ran = academy(
        "lesson", "show", "more/files", "--course", "python", "--fields", "stage,opens_at"
    )

    assert ran.out == "stage\tcoming\nopens_at\t2999-02-07T00:00:00Z\n"
