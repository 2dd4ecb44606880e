"""Regrades as a unit of work: planned, done exactly as planned, and what they complete."""

from __future__ import annotations

import pytest

from academy_cli.access.errors import NotPermittedError, UnknownLessonError
from academy_cli.access.matrix import Role
from academy_cli.attempts import regrades, store
from academy_cli.attempts.errors import NoQuizError, RegradeMovedError
from academy_cli.attempts.regrades import Regrades
from academy_cli.attempts.regrading import Rule
from academy_cli.attempts.views import AttemptsWanted
from academy_cli.models import Attempt, AttemptAnswer, AuditEntry
from tests.attempts.exam import HEAD, LESSON, OPERATOR, WRONG, attempts, examine, own, sits
from tests.authoring.asked import PARIS, PI, SKY, SUM
from tests.progress.learners import learning
from tests.school import School

MENDED = "kind: short, text: What is the capital of France?, accept: [Paris, Rome]"
SUM_WRONG = SUM.replace("three}", "three, correct: true}").replace("four, correct: true", "four")
ALL_WRONG = {**WRONG, "1": "three"}
ONE = {"1": "four", "2": "false", "3": "3", "4": "Rome"}
MOSTLY = {"1": "four", "2": "true", "3": "3", "4": "Rome"}


def regrading(school: School) -> Regrades:
    return Regrades(school.academy.database, OPERATOR, clock=school.academy.clock)


@pytest.fixture
def answered(school: School) -> School:
    """Ann has one of four right, and Bo two."""
    examine(school)
    for name, said in (("ann", ONE), ("bo", MOSTLY)):
        email = school.learner(name)
        for key in "ab":
            learning(school, email).complete(email, "python", key)
        sits(school, email, said)
    return school


def percents(school: School) -> dict[str, tuple[int | None, str]]:
    return {one.email[:2]: (one.percent, one.state) for one in attempts(school).list()}


def test_a_mended_question_raises_who_was_right_all_along(answered: School) -> None:
    examine(answered, SUM, SKY, PI, MENDED)

    plan = regrading(answered).plan("python")
    done = regrading(answered).apply(plan, reason="Rome was right, too")

    assert plan == done
    assert (plan.attempts, plan.raised, plan.lowered, plan.pass_now) == (2, 2, 0, 1)
    assert (plan.completed, plan.gained, plan.mails) == (1, 1, 1)
    assert percents(answered) == {"an": (50, "passed"), "bo": (75, "passed")}
    assert answered.mails("completed")[-1] == ("completion:1:2", "ann@x.org")
    [change, _] = plan.changes
    assert [(one.title, str(one.before), str(one.after)) for one in change.questions] == [
        ("What is the capital of France?", "0", "1")
    ]
    entry = answered.rows(AuditEntry)[-1]
    assert (entry.action, entry.subject) == ("quiz.regrade", "course:python")
    assert "ann" not in entry.details


def test_a_second_regrade_has_nothing_to_do(answered: School) -> None:
    examine(answered, SUM_WRONG, SKY, PI, MENDED)
    regrading(answered).apply(regrading(answered).plan("python"))
    before = answered.academy.digest()

    again = regrading(answered).plan("python")
    regrading(answered).apply(again)

    assert again.is_empty
    assert answered.academy.digest() == before


def test_points_may_fall_and_what_was_completed_never_does(answered: School) -> None:
    examine(answered, SUM_WRONG, SKY, PI, PARIS)

    plan = regrading(answered).apply(regrading(answered).plan("python"))

    assert (plan.lowered, plan.fail_now) == (2, 1)
    assert percents(answered) == {"an": (0, "failed"), "bo": (25, "failed")}
    assert answered.enrollment("bo@x.org").completed_at is not None
    assert answered.progress.show("bo@x.org", "python").percent == 100


def test_never_lower_leaves_those_as_they_are(answered: School) -> None:
    examine(answered, SUM_WRONG, SKY, PI, PARIS)
    before = answered.academy.digest()

    plan = regrading(answered).plan("python", LESSON, Rule(never_lower=True))

    assert (plan.is_empty, plan.kept, plan.lowered) == (True, 2, 0)
    regrading(answered).apply(plan)
    assert answered.academy.digest() == before


def test_another_pass_mark_is_another_result(answered: School) -> None:
    examine(answered, head=HEAD.replace("50", "25"))

    plan = regrading(answered).apply(regrading(answered).plan("python"))

    assert (plan.raised, plan.pass_now, plan.gained) == (0, 1, 1)
    assert percents(answered)["an"] == (25, "passed")


def test_a_question_that_is_gone_keeps_its_points_unless_it_is_counted_out(
    answered: School,
) -> None:
    examine(answered, SKY, PI, PARIS)

    kept = regrading(answered).plan("python")
    assert (kept.is_empty, kept.kept_answers) == (True, 2)
    dropped = regrading(answered).plan("python", rule=Rule(drops_removed=True))
    regrading(answered).apply(dropped)

    assert dropped.kept_answers == 0
    assert percents(answered) == {"an": (0, "failed"), "bo": (33, "failed")}
    assert regrading(answered).plan("python", rule=Rule(drops_removed=True)).is_empty
    (found,) = attempts(answered).list(AttemptsWanted(email="bo@x.org"))
    assert [one.out_of for one in attempts(answered).show(found.number or 0).questions] == [
        0,
        1,
        1,
        1,
    ]


def test_what_changed_since_it_was_planned_is_not_done(answered: School) -> None:
    examine(answered, SUM, SKY, PI, MENDED)
    plan = regrading(answered).plan("python")
    cy = answered.learner("cy")
    sits(answered, cy, WRONG)
    regrading(answered).plan("python")
    examine(answered, SUM_WRONG, SKY, PI, MENDED)
    before = answered.academy.digest()

    with pytest.raises(RegradeMovedError):
        regrading(answered).apply(plan)

    assert answered.academy.digest() == before


def test_it_is_whole_or_not_at_all(answered: School, monkeypatch: pytest.MonkeyPatch) -> None:
    examine(answered, SUM, SKY, PI, MENDED)
    plan = regrading(answered).plan("python")
    before, real, calls = answered.academy.digest(), store.regrade, []

    def fails(*args: object, **named: object) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*args, **named)  # type: ignore[arg-type] # whatever it was called with

    monkeypatch.setattr(regrades.store, "regrade", fails)
    with pytest.raises(KeyboardInterrupt):
        regrading(answered).apply(plan)

    assert answered.academy.digest() == before


def test_an_open_attempt_is_left_alone(answered: School) -> None:
    own(answered, "ann@x.org").start("ann@x.org", "python", LESSON)
    examine(answered, SUM, SKY, PI, MENDED)

    assert regrading(answered).plan("python").attempts == 2


def test_who_was_erased_or_removed_gains_nothing(answered: School) -> None:
    answered.enrollments.remove("ann@x.org", "python", reason="left")
    examine(answered, SUM, SKY, PI, MENDED)

    plan = regrading(answered).apply(regrading(answered).plan("python"))

    assert (plan.pass_now, plan.completed) == (1, 0)
    assert answered.enrollment("ann@x.org").completed_at is None


def test_the_first_result_can_be_had_again_from_what_is_kept(answered: School) -> None:
    examine(answered, SUM, SKY, PI, MENDED)
    regrading(answered).apply(regrading(answered).plan("python"))
    examine(answered)

    plan = regrading(answered).apply(regrading(answered).plan("python"))

    assert plan.lowered == 2
    assert percents(answered)["an"] == (25, "failed")
    assert all(row.graded_key for row in answered.rows(AttemptAnswer))
    (first, *_) = answered.rows(Attempt)
    assert first.graded_sha256 == first.quiz_sha256


def test_only_whoever_teaches_the_course_may(answered: School) -> None:
    ann = answered.actor("ann@x.org", Role.INSTRUCTOR, courses=["rust"])

    with pytest.raises(NotPermittedError):
        Regrades(answered.academy.database, ann).plan("python")
    with pytest.raises(UnknownLessonError):
        regrading(answered).plan("python", "nothing")
    with pytest.raises(NoQuizError):
        regrading(answered).plan("python", "a")


def test_a_regraded_attempt_says_so_and_shows_the_question_as_it_was_graded(
    answered: School,
) -> None:
    examine(answered, SUM, SKY, PI, MENDED)
    regrading(answered).apply(regrading(answered).plan("python"))

    (found,) = attempts(answered).list(AttemptsWanted(email="ann@x.org"))
    view = attempts(answered).show(found.number or 0)

    assert view.is_regraded
    assert (view.questions[-1].is_right, view.questions[-1].solution) == (True, "Paris / Rome")
