"""A course that names a certificate template which the academy does not have is told so by its plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.service import Courses
from academy_cli.formats.problems import Problem
from tests.authoring.academy import ACTOR, Academy
from tests.make import COURSE


def told(academy: Academy, folder: Path, fields: str) -> list[Problem]:
    """What a plan of a course with some fields says of its template, where there is only “classic”."""
    (folder / "course.yaml").write_text(f"{COURSE}{fields}")
    courses = Courses(
        academy.database,
        academy.assets,
        ACTOR,
        lacks_paper=lambda name: None if name == "classic" else "Try “classic”.",
    )
    prepared = courses.plan(folder)
    prepared.git.cancel()
    return [one for one in prepared.plan.problems if one.code == "certificate.unknown-template"]


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ("certificate:\n  template: clasic\n", 13),
        ('certificate:\n  "template" :  "clasic" # ours\n', 18),
        ("certificate: {hours: 3, template: 'clasic'}\n", 36),
    ],
)
def test_it_is_named_where_it_is_written(
    academy: Academy, folder: Path, fields: str, column: int
) -> None:
    [found] = told(academy, folder, fields)
    line = f"{COURSE}{fields}".splitlines()[found.line - 1]

    assert (found.file, found.value, found.hint) == ("course.yaml", "clasic", "Try “classic”.")
    assert line[found.column - 1 :].lstrip("\"'").startswith("clasic")
    assert found.column == column - (line[column - 2] in "\"'")


@pytest.mark.parametrize(
    "fields",
    ["", "certificate: true\n", "certificate: {hours: 3}\n", "certificate: {template: classic}\n"],
)
def test_nothing_is_said_of_one_that_is_there(academy: Academy, folder: Path, fields: str) -> None:
    assert told(academy, folder, fields) == []


def test_a_word_of_another_language_counts_by_letters(academy: Academy, folder: Path) -> None:
    [found] = told(academy, folder, "certificate: {valid_for: 1 year, template: größe}\n")

    assert (found.line, found.value) == (len(COURSE.splitlines()) + 1, "größe")
