"""Answers of many learners in several transactions: cut off, gone on with, and beside learners at work."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from academy_cli.access.actor import operator
from academy_cli.attempts.importing import tables
from academy_cli.attempts.importing.deciding import COMPLETED
from academy_cli.attempts.views import Handed
from academy_cli.bulk import engine as planning
from academy_cli.bulk.errors import RefusedRowsError
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.service import Batches
from academy_cli.bulk.views import BulkView
from academy_cli.models import Attempt, AttemptAnswer, LessonProgress
from tests.attempts.exam import HEAD as QUIZ
from tests.attempts.exam import LESSON, WRONG, attempts, examine, number_of, own, sits
from tests.attempts.rows import HEAD, everything, files
from tests.attempts.test_at_once import at_once
from tests.bulk.interruptions import PowerCut
from tests.files import reasons
from tests.school import School

NAMES = ("ann", "bo", "cy", "di", "ed", "flo", "gus")
ROWS = HEAD + "".join(f"{name}@x.org,four,true,3.14,paris\n" for name in NAMES)


@pytest.fixture
def everybody(school: School, monkeypatch: pytest.MonkeyPatch) -> School:
    """Seven learners, of whom two are worked on at a time."""
    monkeypatch.setattr(planning, "CHUNK", 2)
    examine(school)
    for name in NAMES:
        school.learner(name)
    return school


def cut_after(rows: int) -> Callable[[int], None]:
    """What ends a process once so many rows are done."""

    def cut(done: int) -> None:
        if done >= rows:
            raise PowerCut

    return cut


@pytest.mark.parametrize("after", [2, 4, 6])
def test_what_was_cut_off_goes_on_and_every_attempt_is_there_once(
    everybody: School, after: int
) -> None:
    answers = files(everybody)
    path = answers.write(ROWS)
    with answers.planned(path) as planned, pytest.raises(PowerCut):
        answers.imports.apply(planned, cut_after(after))
    assert len(everybody.rows(Attempt)) == after

    with files(everybody).planned(path, Wish(resumes=True)) as planned:
        done = answers.imports.apply(planned)

    assert (done.create, done.gives[COMPLETED]) == (7, 7 - after)
    assert len(everybody.rows(Attempt)) == len(everybody.rows(LessonProgress)) == 7
    assert len(everybody.rows(AttemptAnswer)) == 28
    (proof,) = Batches(everybody.academy.database, operator("test")).verify()
    assert proof.flaws == ()


def test_a_part_that_fails_is_undone_whole(
    everybody: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(everybody)

    def fails(*_: object) -> None:
        raise PowerCut

    monkeypatch.setattr(tables, "_answers", fails)
    with pytest.raises(PowerCut):
        files(everybody).run(ROWS)

    assert everything(everybody) == before


def test_all_rows_or_none(everybody: School) -> None:
    text = ROWS + "gus2@x.org,four,true,3.14,paris\n"

    with pytest.raises(RefusedRowsError):
        files(everybody).run(text, Wish(is_atomic=True))
    assert everybody.rows(Attempt) == []

    files(everybody).run(ROWS, Wish(is_atomic=True))
    assert len(everybody.rows(Attempt)) == 7


def test_learners_and_an_import_at_once_stay_within_the_attempts_there_are(
    everybody: School,
) -> None:
    examine(everybody, head=QUIZ + "attempts: 1\n")
    answers = files(everybody)
    path = answers.write(ROWS)

    def takes(name: str) -> Callable[[], object]:
        return lambda: sits(everybody, f"{name}@x.org", WRONG)

    with answers.planned(path) as planned:
        found = at_once(lambda: answers.imports.apply(planned), *map(takes, NAMES[:4]))

    assert not [one for one in found if isinstance(one, AssertionError | KeyError | TypeError)]
    (done,) = (one for one in found if isinstance(one, BulkView))
    rows = everybody.rows(Attempt)
    assert len({row.enrollment_id for row in rows}) == len(rows) == 7
    assert all(row.submitted_at is not None for row in rows)
    handed = sum(isinstance(one, Handed) for one in found)
    assert done.create + done.update + handed == 7
    assert done.refused == handed


def test_what_learners_do_between_plan_and_import_is_theirs(everybody: School) -> None:
    examine(everybody, head=QUIZ + "attempts: 1\n")
    answers = files(everybody)
    path = answers.write(ROWS)
    with answers.planned(path) as planned:
        sits(everybody, "ann@x.org", WRONG)
        mine = own(everybody, "bo@x.org")
        number = number_of(mine.start("bo@x.org", "python", LESSON))
        mine.save(number, {"1": "four"})
        done = answers.imports.apply(planned)

    assert [one.line for one in done.refusals] == [2, 3]
    assert reasons(done) == [
        "they have had 1 attempt, and there are no more",
        f"attempt {number} is open and has answers: it has to be handed in first",
    ]
    assert attempts(everybody).show(number).summary.state == "open"
    assert len(everybody.rows(Attempt)) == 7
