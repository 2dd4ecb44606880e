"""Release dates from the terminal: what learners see now."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import make
from tests.cli.conftest import Run
from tests.cli.screen import Screen

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


def sync(academy: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert academy("course", "sync", "--yes").code == 0


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
