"""Attempts: begun and handed in by learners, recorded by whoever teaches, and what they complete."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from academy_cli.access.errors import NotPermittedError, UnknownLessonError
from academy_cli.access.matrix import Role
from academy_cli.attempts import service
from academy_cli.attempts.errors import (
    HandedInError,
    NoAttemptLeftError,
    NoQuizError,
    TooLateError,
    UnanswerableError,
    UnknownAttemptError,
)
from academy_cli.attempts.sitting import GRACE
from academy_cli.attempts.views import AttemptsWanted
from academy_cli.enrollments.errors import NoAccessError
from academy_cli.models import Attempt, AttemptAnswer, AuditEntry, LessonProgress
from academy_cli.progress.errors import QuizDecidesError
from academy_cli.quizzes import chance
from tests.attempts.exam import (
    HALF,
    HEAD,
    LESSON,
    RIGHT,
    WRONG,
    attempts,
    examine,
    number_of,
    own,
    sits,
)
from tests.progress.learners import learning
from tests.school import DAY, NOW, School

MINUTE = timedelta(minutes=1)
LIMITED = HEAD + "time_limit: 20 minutes\n"


# -- the learner -----------------------------------------------------------------------------------


def test_an_attempt_that_passes_completes_the_lesson_and_the_course(
    school: School, ann: str
) -> None:
    for key in "ab":
        learning(school, ann).complete(ann, "python", key)

    handed = sits(school, ann, RIGHT)

    assert (handed.lesson, handed.completion, handed.mails) == ("done", "gained", 1)
    assert (handed.attempt.summary.state, handed.attempt.summary.percent) == ("passed", 100)
    assert handed.attempt.summary.points == Decimal(4)
    assert school.mails("completed") == [("completion:1:1", ann)]
    last = school.rows(AuditEntry)[-1]
    assert (last.action, "paris" in last.details) == ("quiz.answer", False)


def test_one_that_fails_completes_nothing_and_takes_nothing_back(school: School, ann: str) -> None:
    handed = sits(school, ann, WRONG)
    assert (handed.attempt.summary.state, handed.lesson) == ("failed", None)
    assert [row.state for row in school.rows(LessonProgress)] == ["started"]

    sits(school, ann, HALF)
    assert sits(school, ann, WRONG).attempt.summary.state == "failed"

    assert [row.state for row in school.rows(LessonProgress)] == ["completed"]
    assert [row.number for row in school.rows(Attempt)] == [1, 2, 3]


def test_without_a_pass_mark_handing_in_is_enough(school: School) -> None:
    examine(school, head="title: Check\n")
    ann = school.learner()

    assert sits(school, ann, {}).lesson == "done"


def test_the_very_quiz_is_kept_that_was_answered(school: School, ann: str) -> None:
    begun = own(school, ann).start(ann, "python", LESSON)
    examine(school, "kind: true-false, text: Another one., answer: true")

    handed = own(school, ann).submit(number_of(begun), RIGHT)

    (row,) = school.rows(Attempt)
    assert row.revision == 1
    assert row.quiz_sha256 in school.academy.blobs()
    assert handed.attempt.summary.percent == 100
    assert next(one.text for one in handed.attempt.questions).startswith("What is two")


def test_an_open_one_is_gone_on_with_and_answers_are_saved(school: School, ann: str) -> None:
    mine = own(school, ann)
    begun = mine.start(ann, "python", LESSON)
    mine.save(number_of(begun), {"1": "four"})

    again = mine.start(ann, "python", LESSON)

    assert number_of(again) == number_of(begun)
    assert [*again.answers] == [begun.sheet[0].key]
    assert mine.submit(number_of(begun), {"2": "yes"}).attempt.summary.points == Decimal(2)
    with pytest.raises(HandedInError):
        mine.submit(number_of(begun), RIGHT)


def test_what_cannot_be_graded_is_refused_and_nothing_recorded(school: School, ann: str) -> None:
    mine = own(school, ann)
    number = number_of(mine.start(ann, "python", LESSON))

    with pytest.raises(UnanswerableError, match="no number"):
        mine.submit(number, {**RIGHT, "3": "three"})
    with pytest.raises(UnanswerableError, match="no question"):
        mine.save(number, {"5": "x"})

    assert mine.show(number).summary.state == "open"
    assert [row.answer for row in school.rows(AttemptAnswer)] == [None] * 4


def test_no_more_attempts_than_there_are(school: School) -> None:
    examine(school, head=HEAD + "attempts: 2\n")
    ann = school.learner()
    sits(school, ann, WRONG)
    sits(school, ann, WRONG)

    with pytest.raises(NoAttemptLeftError, match="2 attempts"):
        own(school, ann).start(ann, "python", LESSON)
    with pytest.raises(NoAttemptLeftError):
        attempts(school).record(ann, "python", LESSON, RIGHT)


def test_after_the_time_what_was_saved_counts(school: School) -> None:
    examine(school, head=LIMITED)
    ann = school.learner()
    mine = own(school, ann)
    begun = mine.start(ann, "python", LESSON)
    assert begun.summary.ends_at == NOW + 20 * MINUTE
    mine.save(number_of(begun), HALF)
    school.at(NOW + 20 * MINUTE + GRACE + timedelta(seconds=1))

    with pytest.raises(TooLateError):
        mine.save(number_of(begun), RIGHT)
    with pytest.raises(TooLateError):
        mine.submit(number_of(begun), RIGHT)

    shown = mine.show(number_of(begun)).summary
    assert (shown.state, shown.percent) == ("passed", 50)
    assert shown.submitted_at == NOW + 20 * MINUTE


def test_answers_that_were_on_their_way_count(school: School) -> None:
    examine(school, head=LIMITED)
    ann = school.learner()
    mine = own(school, ann)
    number = number_of(mine.start(ann, "python", LESSON))
    school.at(NOW + 20 * MINUTE + GRACE)

    assert mine.submit(number, RIGHT).attempt.summary.percent == 100


def test_one_whose_time_is_over_is_handed_in_when_the_next_begins(school: School) -> None:
    examine(school, head=LIMITED + "attempts: 1\n")
    ann = school.learner()
    mine = own(school, ann)
    number = number_of(mine.start(ann, "python", LESSON))
    mine.save(number, HALF)
    school.at(NOW + DAY)
    assert mine.show(number).summary.state == "overdue"

    with pytest.raises(NoAttemptLeftError):
        mine.start(ann, "python", LESSON)

    assert mine.show(number).summary.state == "passed"


def test_what_is_not_open_cannot_be_attempted(school: School) -> None:
    examine(school, head=HEAD + "draft: true\n")
    ann = school.learner()

    with pytest.raises(UnknownLessonError):
        own(school, ann).start(ann, "python", LESSON)
    examine(school)
    with pytest.raises(NoQuizError):
        own(school, ann).start(ann, "python", "a")
    school.enrollments.remove(ann, "python", reason="left")
    with pytest.raises(NoAccessError):
        own(school, ann).start(ann, "python", LESSON)
    assert school.rows(Attempt) == []


def test_a_lesson_with_a_quiz_is_completed_by_nothing_else(school: School, ann: str) -> None:
    with pytest.raises(QuizDecidesError):
        learning(school, ann).complete(ann, "python", LESSON)

    sits(school, ann, RIGHT)
    assert learning(school, ann).complete(ann, "python", LESSON).after == "done"


# -- at once ---------------------------------------------------------------------------------------


def test_whoever_teaches_records_what_was_answered_elsewhere(school: School, ann: str) -> None:
    tom = school.person("tom")
    teacher = attempts(school, school.actor(tom, Role.INSTRUCTOR, courses=["python"]))
    before = school.academy.digest()
    tried = teacher.record(ann, "python", LESSON, RIGHT, dry_run=True)
    assert school.academy.digest() == before

    handed = teacher.record(ann, "python", LESSON, RIGHT, reason="on paper")

    assert handed.attempt.summary.percent == tried.attempt.summary.percent == 100
    assert (handed.lesson, tried.lesson) == ("done", "done")
    assert handed.attempt.questions == tried.attempt.questions
    with pytest.raises(NotPermittedError):
        attempts(school, school.actor(tom, Role.INSTRUCTOR, courses=["rust"])).record(
            ann, "python", LESSON, RIGHT
        )


def test_staff_finish_what_a_learner_left_open(school: School) -> None:
    examine(school, head=LIMITED)
    ann = school.learner()
    mine = own(school, ann)
    number = number_of(mine.start(ann, "python", LESSON))
    mine.save(number, {"1": "four"})
    school.at(NOW + DAY)

    handed = attempts(school).record(ann, "python", LESSON, {"2": "true"})

    assert (handed.attempt.summary.number, handed.attempt.summary.percent) == (number, 50)


# -- looking ---------------------------------------------------------------------------------------


def test_nobody_sees_others_attempts(school: School, ann: str) -> None:
    bo = school.learner("bo")
    number = sits(school, ann, RIGHT).attempt.summary.number
    assert number is not None

    with pytest.raises(UnknownAttemptError):
        own(school, bo).show(number)
    with pytest.raises(UnknownAttemptError):
        own(school, bo).submit(number, {})
    assert list(own(school, bo).list()) == []
    assert [one.email for one in own(school, ann).list()] == [ann]
    assert [one.email for one in attempts(school).list(AttemptsWanted("python", LESSON))] == [ann]


@pytest.mark.parametrize(
    ("show", "seen"),
    [
        ("never", (None, 0, False)),
        ("score", (25, 4, False)),
        ("feedback", (25, 4, False)),
        ("answers", (25, 4, True)),
    ],
)
def test_learners_see_as_much_as_the_quiz_says_and_staff_all(
    school: School, show: str, seen: tuple[int | None, int, bool]
) -> None:
    examine(school, head=f"{HEAD}show: {show}\n")
    ann = school.learner()
    handed = sits(school, ann, {"1": "four"}).attempt

    shown = [one.solution for one in handed.questions]
    assert (handed.summary.percent, len(shown), any(shown)) == seen
    (listed,) = own(school, ann).list()
    assert (listed.percent, listed.state) == (seen[0], "failed" if seen[0] else "handed-in")
    (found,) = attempts(school).list(AttemptsWanted(state="failed"))
    assert found.percent == 25
    assert all(one.solution for one in attempts(school).show(found.number or 0).questions)


def test_a_question_on_an_open_sheet_says_nothing_of_its_answer(school: School, ann: str) -> None:
    begun = own(school, ann).start(ann, "python", LESSON)

    assert begun.questions == ()
    assert "Paris" not in repr(begun)


# -- whole or not at all ---------------------------------------------------------------------------


def test_what_cannot_be_put_on_record_is_not_handed_in(
    school: School, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = own(school, ann)
    number = number_of(mine.start(ann, "python", LESSON))
    before = school.academy.digest()

    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(service, "record", fails)
        mine.submit(number, RIGHT)

    assert school.academy.digest() == before
    assert mine.submit(number, RIGHT).attempt.summary.percent == 100


def test_what_was_drawn_stays_whatever_draws_later(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    examine(school, head=HEAD + "shuffle: all\n")
    ann = school.learner()
    begun = own(school, ann).start(ann, "python", LESSON)

    monkeypatch.setattr(chance.Chance, "shuffled", lambda _, things: tuple(things)[::-1])

    again = own(school, ann).start(ann, "python", LESSON)
    assert again.sheet == begun.sheet
    bo = school.learner("bo")
    assert own(school, bo).start(bo, "python", LESSON).sheet != begun.sheet
