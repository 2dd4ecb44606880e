"""Two at once: one attempt is begun, one is handed in, and there are never more than there may be."""

from __future__ import annotations

import threading

from academy_cli.attempts.errors import (
    RegradeMovedError,
)
from academy_cli.attempts.regrades import Regrades
from academy_cli.attempts.views import AttemptView, Handed, RegradePlan
from academy_cli.models import Attempt
from tests.attempts.exam import (
    HEAD,
    LESSON,
    OPERATOR,
    RIGHT,
    WRONG,
    attempts,
    examine,
    number_of,
    own,
    sits,
)
from tests.authoring.asked import PARIS, PI, SKY, SUM
from tests.school import School


def at_once(*acts: object) -> list[object]:
    """What acts answer that are done at the same moment, errors included."""
    gate, found = threading.Barrier(len(acts)), []

    def run(act: object) -> None:
        gate.wait()
        try:
            found.append(act())  # type: ignore[operator] # each is a function of nothing
        except Exception as error:  # it is what is looked at
            found.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_who_begin_at_once_have_one_attempt(school: School) -> None:
    examine(school, head=HEAD + "attempts: 1\n")
    ann = school.learner()

    found = at_once(*[lambda: own(school, ann).start(ann, "python", LESSON)] * 3)

    assert {number_of(one) for one in found if isinstance(one, AttemptView)} == {1}
    assert len(school.rows(Attempt)) == 1


def test_of_two_who_hand_in_at_once_one_is_told(school: School, ann: str) -> None:
    number = number_of(own(school, ann).start(ann, "python", LESSON))

    found = at_once(
        lambda: own(school, ann).submit(number, RIGHT),
        lambda: own(school, ann).submit(number, WRONG),
    )

    assert sorted(type(one).__name__ for one in found) == ["Handed", "HandedInError"]
    (handed,) = (one for one in found if not isinstance(one, Exception))
    assert isinstance(handed, Handed)
    assert attempts(school).show(number).summary == handed.attempt.summary


def test_learners_and_staff_at_once_stay_within_the_attempts_there_are(school: School) -> None:
    examine(school, head=HEAD + "attempts: 2\n")
    ann = school.learner()

    def record() -> object:
        return attempts(school).record(ann, "python", LESSON, WRONG)

    found = at_once(record, record, record, record)

    assert sorted(type(one).__name__ for one in found)[:2] == ["Handed", "Handed"]
    assert [row.number for row in school.rows(Attempt)] == [1, 2]


# -- staff -----------------------------------------------------------------------------------------


def test_a_regrade_and_a_learner_at_once_leave_nothing_to_do(school: School, ann: str) -> None:
    sits(school, ann, WRONG)
    bo = school.learner("bo")
    number = number_of(own(school, bo).start(bo, "python", LESSON))
    examine(school, SUM, SKY, PI, PARIS.replace("[Paris]", "[Paris, Rome]"))
    regrades = Regrades(school.academy.database, OPERATOR, clock=school.academy.clock)
    plan = regrades.plan("python")

    found = at_once(lambda: own(school, bo).submit(number, WRONG), lambda: regrades.apply(plan))

    assert {type(one) for one in found} <= {Handed, RegradePlan, RegradeMovedError}
    regrades.apply(regrades.plan("python"))
    assert regrades.plan("python").is_empty
    assert [one.percent for one in attempts(school).list()] == [25, 25]
