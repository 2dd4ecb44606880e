"""What another pass mark does to attempts is what grading them again does, attempt by attempt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.attempts.regrades import Regrades
from academy_cli.models import Attempt
from tests.attempts.exam import HALF, OPERATOR, RIGHT, WRONG, examine, sits
from tests.school import School

MARKS = (
    "",
    "pass_mark: 0\n",
    "pass_mark: 1\n",
    "pass_mark: 50\n",
    "pass_mark: 51\n",
    "pass_mark: 100\n",
)


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school with attempts that are worth nothing, half and all, by every pass mark."""
    opened = School(database_url, tmp_path)
    examine(opened, head="title: Check\n")
    for name, said in (("ann", WRONG), ("bo", HALF), ("cy", RIGHT)):
        sits(opened, opened.learner(name), said)
    yield opened
    opened.academy.close()


def test_a_plan_counts_exactly_the_attempts_that_a_regrade_would_turn(school: School) -> None:
    regrades = Regrades(school.academy.database, OPERATOR, clock=school.academy.clock)
    for mark in MARKS:
        examine_with(school, mark)
        folder = school.home / "courses" / "python"
        with school.academy.planned(folder) as prepared:
            judged = prepared.plan.impact.total.judged
        school.academy.sync(folder)
        turned = regrades.apply(regrades.plan("python"))
        assert judged == turned.pass_now + turned.fail_now, mark
    assert [row.is_passed for row in school.rows(Attempt)] == [False, False, True]


def examine_with(school: School, mark: str) -> None:
    """Write the quiz with a pass mark, and sync nothing."""
    file = school.home / "courses" / "python" / "c.quiz.yaml"
    text = file.read_text("utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("pass_mark")]
    file.write_text("".join([lines[0], mark, *lines[1:]]), encoding="utf-8")
