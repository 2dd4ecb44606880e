"""Attempts whose time is over are ended by the clock, once, and never under the hands of a learner."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.attempts import closing
from academy_cli.attempts.closing import UNDER_WAY, Closing
from academy_cli.attempts.errors import HandedInError, TooLateError
from academy_cli.attempts.service import Attempts
from academy_cli.attempts.sitting import GRACE
from academy_cli.attempts.views import Handed
from academy_cli.db.transaction import write
from academy_cli.models import Attempt, AttemptAnswer, AuditEntry, LessonProgress
from academy_cli.progress import settling
from tests.attempts.exam import (
    HALF,
    HEAD,
    LESSON,
    OPERATOR,
    RIGHT,
    examine,
    number_of,
    own,
)
from tests.attempts.test_at_once import at_once
from tests.school import DAY, NOW, School

LIMITED = HEAD + "time_limit: 20 minutes\n"
ENDS = NOW + timedelta(minutes=20)
OVER = ENDS + GRACE + UNDER_WAY + timedelta(seconds=1)


def closer(school: School, at: datetime = OVER) -> Closing:
    """Who ends attempts at a moment."""
    return Closing(school.academy.database, OPERATOR, clock=lambda: at)


@pytest.fixture
def begun(school: School) -> tuple[str, int]:
    """A learner with an attempt of which half is saved."""
    examine(school, head=LIMITED)
    ann = school.learner()
    mine = own(school, ann)
    number = number_of(mine.start(ann, "python", LESSON))
    mine.save(number, HALF)
    return ann, number


def test_what_is_over_is_handed_in_with_what_was_saved_and_once(
    school: School, begun: tuple[str, int]
) -> None:
    (one,) = closer(school).close()

    assert (one.state, one.percent, one.submitted_at) == ("passed", 50, ENDS)
    assert [row.state for row in school.rows(LessonProgress)] == ["completed"]
    last = school.rows(AuditEntry)[-1]
    assert (last.action, "paris" in last.details) == ("quiz.close", False)
    assert closer(school).close() == []
    assert len(school.rows(AuditEntry)) == last.id


def test_a_dry_run_names_what_is_over_and_writes_nothing(
    school: School, begun: tuple[str, int]
) -> None:
    before = [school.rows(model) for model in (Attempt, AttemptAnswer, AuditEntry)]

    found = closer(school).close("python", dry_run=True)

    assert [(one.number, one.state) for one in found] == [(begun[1], "overdue")]
    assert [school.rows(model) for model in (Attempt, AttemptAnswer, AuditEntry)] == before


@pytest.mark.parametrize("at", [ENDS, ENDS + GRACE, ENDS + GRACE + UNDER_WAY])
def test_what_may_be_on_its_way_is_left_alone(
    school: School, begun: tuple[str, int], at: datetime
) -> None:
    assert closer(school, at).close() == []
    assert closer(school, NOW + DAY).close("python", "a") == []


def test_only_courses_that_somebody_teaches(school: School, begun: tuple[str, int]) -> None:
    school.person("tea")
    tea = school.actor("tea@x.org", Role.INSTRUCTOR, courses=["rust"])
    theirs = Closing(school.academy.database, tea, clock=lambda: OVER)

    assert theirs.close() == []
    with pytest.raises(NotPermittedError):
        theirs.close("python")


def test_who_was_removed_is_graded_and_gains_nothing(
    school: School, begun: tuple[str, int]
) -> None:
    school.enrollments.remove(begun[0], "python", reason="refunded")

    (one,) = closer(school).close()

    assert one.state == "passed"
    assert [row.state for row in school.rows(LessonProgress)] == ["started"]


# -- two at once -----------------------------------------------------------------------------------


def behind_a_wait(school: School, email: str, submit: Callable[[], object], at: datetime) -> object:
    """What a learner hears who hands in while somebody has the enrollment, and a closer runs behind."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(submit())
        except (TooLateError, HandedInError) as error:
            found.append(error)

    with write(school.academy.database.engine) as connection:
        settling.held(connection, email, "python")
        learner = threading.Thread(target=run)
        learner.start()
        learner.join(0.5)
        assert learner.is_alive()
    closer(school, at).close()
    learner.join()
    return found[0]


def test_answers_that_arrived_in_time_and_wait_count_in_full(
    school: School, begun: tuple[str, int]
) -> None:
    ann, number = begun
    moments = iter([ENDS + GRACE, *[OVER] * 9])
    mine = Attempts(school.academy.database, school.actor(ann), clock=lambda: next(moments))

    said = behind_a_wait(
        school, ann, lambda: mine.submit(number, RIGHT), ENDS + GRACE + timedelta(seconds=1)
    )

    assert isinstance(said, Handed)
    assert (said.attempt.summary.percent, said.attempt.summary.state) == (100, "passed")


def test_without_the_wait_a_closer_could_be_first(
    school: School, begun: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what keeps the closer back is ``UNDER_WAY`` alone."""
    ann, number = begun
    monkeypatch.setattr(closing, "UNDER_WAY", timedelta(0))
    closer(school, ENDS + GRACE + timedelta(seconds=1)).close()
    mine = Attempts(school.academy.database, school.actor(ann), clock=lambda: ENDS + GRACE)

    with pytest.raises(HandedInError):
        mine.submit(number, RIGHT)


def test_a_learner_and_two_closers_at_once_end_it_once(
    school: School, begun: tuple[str, int]
) -> None:
    ann, number = begun
    school.at(OVER)

    found = at_once(
        lambda: own(school, ann).submit(number, RIGHT),
        lambda: closer(school).close(),
        lambda: closer(school).close(),
    )

    ended = [one for one in found if isinstance(one, list) and one]
    late = [one for one in found if isinstance(one, TooLateError | HandedInError)]
    assert len(late) == 1
    assert len(ended) == (1 if isinstance(late[0], HandedInError) else 0)
    (row,) = school.rows(Attempt)
    assert (row.submitted_at, row.points) == (ENDS, 2000)
    acts = [one.action for one in school.rows(AuditEntry)]
    assert acts.count("quiz.close") + acts.count("quiz.answer") == 1
