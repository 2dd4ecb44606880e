"""Killed anywhere, a run that is gone on with refunds each order once, and none is lost."""

from __future__ import annotations

import random
from itertools import count
from pathlib import Path

import pytest

from academy_cli.models import Payment, Refund
from academy_cli.payments.refunds.bulk.fees import Fee
from academy_cli.payments.standin.control import Control
from tests.payments.books import differences
from tests.payments.bulk.plans import bought, planned
from tests.payments.mortal import Mortals
from tests.payments.till import PAID, Booth, rows
from tests.reliability.chance import SHARE, say, seeded

pytestmark = pytest.mark.slow

MANY, TRIALS = 4, 2
NUMBERS = count(1)
BACK = PAID * 4 // 10
"""Less than half of what was paid: Stripe itself would not refuse to give it back twice."""
FAULTS = ("drop_before", "drop_after", "half", "429", "503", "500_done", "garbage")


def plan_of(booth: Booth, folder: Path) -> tuple[str, Path]:
    """A plan for a course that nobody else sells; some orders have a second course."""
    number = next(NUMBERS)
    course, path = f"course-{number}", folder / f"plan-{number}.csv"
    for one in range(MANY):
        amounts = {course: PAID} | ({"other": 1000} if one % 2 else {})
        bought(booth, f"l{number}-{one}@x.org", amounts)
    planned(booth, course, path, fee=Fee(6000))
    return course, path


def broken(booth: Booth) -> list[str]:
    """Everything that is wrong with the books."""
    return [said for one in rows(booth, Payment) for said in differences(booth, one["intent_id"])]


def points(booth: Booth, at_work: Mortals, folder: Path) -> int:
    """At how many points a run may be killed."""
    return at_work.one("bulk", plan=str(plan_of(booth, folder)[1])).points


def killed_run(
    at_work: Mortals, path: Path, chance: random.Random, last: int, **words: object
) -> None:
    """Start a run and kill it, go on and kill that perhaps, then go on to the end."""
    told = {"plan": str(path), **words}
    first = at_work.one("bulk", **told, dies_at=chance.randrange(1, last))
    assert first.is_killed, first
    at_work.one("bulk", **told, resumes=True, dies_at=chance.randrange(1, last // 3))
    ended = at_work.one("bulk", **told, resumes=True)
    if "nothing-to-resume" in ended.said:
        ended = at_work.one("bulk", **told)  # it was killed before anything was written
    assert ended.code == 0, ended


def assert_each_once(booth: Booth, course: str, before: int) -> None:
    made = rows(booth, Refund)[before:]
    assert [(one["state"], one["amount"]) for one in made] == [("succeeded", BACK)] * MANY, course
    assert len({one["payment_id"] for one in made}) == MANY


def trials(booth: Booth, at_work: Mortals, folder: Path, chance: random.Random, many: int) -> None:
    control, last = Control(booth.stripe), points(booth, at_work, folder)
    for _ in range(many):
        before = len(rows(booth, Refund))
        course, path = plan_of(booth, folder)
        if chance.random() < 0.5:
            control.fault("refunds", chance.choice(FAULTS), times=chance.randint(1, 3))
        killed_run(at_work, path, chance, last)
        control.clear()
        assert at_work.one("bulk", plan=str(path), resumes=True).code == 0
        assert_each_once(booth, course, before)
        assert broken(booth) == []
    say(f"{many} runs of {MANY}, {at_work.count} processes, {at_work.killed} killed")
    assert at_work.killed > 0


def test_killed_anywhere_each_order_is_refunded_once(
    booth: Booth, at_work: Mortals, tmp_path: Path
) -> None:
    trials(booth, at_work, tmp_path, random.Random(11), TRIALS)


@pytest.mark.torture
def test_killed_anywhere_often_enough_each_order_is_refunded_once(
    booth: Booth, at_work: Mortals, tmp_path: Path
) -> None:
    trials(booth, at_work, tmp_path, seeded(), max(1, int(300 * SHARE)))


def test_of_two_who_begin_at_once_one_refunds(
    booth: Booth, at_work: Mortals, tmp_path: Path
) -> None:
    before = len(rows(booth, Refund))
    course, path = plan_of(booth, tmp_path)

    ended = at_work.all(*[{"do": "bulk", "plan": str(path)}] * 4)

    assert {one.code for one in ended} <= {0, 5}, ended
    assert_each_once(booth, course, before)
    assert broken(booth) == []


def test_without_its_safeguards_a_killed_run_refunds_twice(
    booth: Booth, at_work: Mortals, tmp_path: Path
) -> None:
    chance, doubles = random.Random(3), 0
    last = points(booth, at_work, tmp_path)
    for _ in range(12):
        _, path = plan_of(booth, tmp_path)
        killed_run(at_work, path, chance, last, broken=True)
        doubles = sum("double" in one for one in broken(booth))
        if doubles:
            break

    assert doubles > 0
