"""Recording progress: by learners themselves and by hand, with completion as the rule has it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from academy_cli.access.actor import operator
from academy_cli.access.errors import LessonComingError, UnknownCourseError, UnknownLessonError
from academy_cli.access.matrix import Role
from academy_cli.enrollments.errors import NoAccessError
from academy_cli.enrollments.views import Granting
from academy_cli.models import AuditEntry, LessonProgress
from academy_cli.progress.errors import (
    NegativeTimeError,
)
from academy_cli.progress.service import LONGEST_S, Progress
from tests.progress.learners import learning
from tests.school import DAY, NOW, THREE, School

SECOND = timedelta(seconds=1)
REOPENS = "completion: {on_add: reopen}\n"


# -- the learner ------------------------------------------------------------------------------------


def test_a_lesson_is_started_and_completed(school: School, ann: str) -> None:
    own = learning(school, ann)

    begun, done = own.start(ann, "python", "a"), own.complete(ann, "python", "a")

    assert (begun.before, begun.after) == ("open", "started")
    assert (done.before, done.after, done.percent_before, done.percent) == (
        "started",
        "done",
        0,
        33,
    )
    assert own.start(ann, "python", "a").after == "done"
    assert school.enrollment().last_seen_at == NOW
    assert school.rows(AuditEntry)[-1].action == "progress.complete"


def test_the_last_lesson_completes_the_course_once(school: School, ann: str) -> None:
    own = learning(school, ann)
    changes = [own.complete(ann, "python", key) for key in "abcc"]

    assert [one.completion for one in changes] == [None, None, "gained", None]
    assert [one.mails for one in changes] == [0, 0, 1, 0]
    assert school.mails("completed") == [("completion:1:1", ann)]
    assert (school.enrollment().completed_at, school.enrollment().completed_revision) == (NOW, 1)


def test_without_access_nothing_is_recorded(school: School) -> None:
    school.course()
    ann = school.person()
    own = learning(school, ann)
    school.enrollments.create(ann, "python", Granting(starts_at=NOW + DAY, ends_at=NOW + 2 * DAY))

    with pytest.raises(NoAccessError, match="waiting"):
        own.start(ann, "python", "a")
    school.at(NOW + 2 * DAY)
    with pytest.raises(NoAccessError, match="expired"):
        own.complete(ann, "python", "a")
    assert school.rows(LessonProgress) == []


def test_what_is_not_open_cannot_be_learned(school: School) -> None:
    coming = "---\nrelease_at: 2027-01-01\n---\n# A\n"
    school.course(lessons={"a.md": coming, "b.md": "---\ndraft: true\n---\n# B\n", "c.md": "# C\n"})
    ann = school.learner()
    own = learning(school, ann)

    with pytest.raises(LessonComingError, match="2027-01-01"):
        own.complete(ann, "python", "a")
    with pytest.raises(UnknownLessonError):
        own.start(ann, "python", "b")
    with pytest.raises(UnknownLessonError):
        own.start(ann, "python", "nothing")
    school.at(NOW + 60 * DAY)
    assert own.complete(ann, "python", "a").after == "done"


def test_a_course_that_was_taken_back_is_not_there_for_learners(school: School, ann: str) -> None:
    school.set_course("python", status="draft")

    with pytest.raises(UnknownCourseError):
        learning(school, ann).start(ann, "python", "a")


def test_time_is_counted_as_far_as_it_passed(school: School, ann: str) -> None:
    own = learning(school, ann)
    own.start(ann, "python", "a")
    school.at(NOW + 60 * SECOND)

    assert own.spend(ann, "python", "a", 45).seconds == 45
    assert own.spend(ann, "python", "a", 45).seconds == 0
    school.at(NOW + DAY)
    assert own.spend(ann, "python", "b", 9999).seconds == LONGEST_S
    with pytest.raises(NegativeTimeError):
        own.spend(ann, "python", "a", -1)
    shown = own.show(ann, "python")
    assert (shown.seconds, shown.last_seen_at) == (45 + LONGEST_S, NOW + DAY)


def test_a_day_has_no_more_than_its_seconds_on_any_number_of_devices(
    school: School, ann: str
) -> None:
    own, counted = learning(school, ann), 0
    own.start(ann, "python", "a")
    for minute in range(1, 61):
        school.at(NOW + timedelta(minutes=minute))
        counted += sum(own.spend(ann, "python", key, 60).seconds for key in "abc")

    assert counted == 3600


# -- at once ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("attempt", range(5))
def test_two_devices_finish_the_last_two_lessons_and_the_course_once(
    school: School, ann: str, attempt: int
) -> None:
    assert attempt >= 0
    school.progress.set(ann, "python", "a", is_done=True)
    devices, gate = [learning(school, ann), learning(school, ann)], threading.Barrier(2)
    found: list[str | None] = []

    def finish(own: Progress, key: str) -> None:
        gate.wait()
        found.append(own.complete(ann, "python", key).completion)

    pairs = zip(devices, "bc", strict=True)
    threads = [threading.Thread(target=finish, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, found)) == ["None", "gained"]
    assert school.mails("completed") == [("completion:1:1", ann)]
    assert school.enrollment().completed_at == NOW


def test_a_sync_and_a_learner_at_once_leave_the_completion_the_rule_gives(
    school: School, ann: str
) -> None:
    for key in "ab":
        school.progress.set(ann, "python", key, is_done=True)
    own, gate = learning(school, ann), threading.Barrier(2)

    def learn() -> None:
        gate.wait()
        own.complete(ann, "python", "c")

    thread = threading.Thread(target=learn)
    thread.start()
    gate.wait()
    school.course(lessons={**THREE, "d.md": "# D\n"})
    thread.join()

    view = school.progress.show(ann, "python")
    was_first = school.enrollment().completed_at is not None
    assert (view.done, view.lessons) == (3, 4)
    assert school.mails("completed") == ([("completion:1:1", ann)] if was_first else [])


# -- looking and rights -----------------------------------------------------------------------------


def test_progress_is_shown_as_a_tree(school: School) -> None:
    lessons = {
        "a/1.md": "# One\n", "a/2.md": "---\nrequired: false\n---\n# Two\n", "b/3.md": "# Three\n",
        "b/module.yaml": "title: Later\nrelease_at: 2027-01-01\n",
        "c.md": "---\ndraft: true\n---\n# Draft\n",
    }  # fmt: skip
    school.course(lessons=lessons)
    ann = school.learner()
    school.progress.set(ann, "python", "a/1", is_done=True)

    view = school.progress.show(ann, "python")

    assert (view.percent, view.done, view.lessons, view.state) == (100, 1, 2, "active")
    assert [(one.title, one.state, one.percent, one.counts) for one in view.outline] == [
        ("A", None, 100, True),
        ("One", "done", None, True),
        ("Two", "open", None, False),
        ("Later", None, 0, True),
        ("Three", "coming", None, True),
    ]


def test_credit_for_what_is_gone_is_told(school: School, ann: str) -> None:
    school.progress.set(ann, "python", "c", is_done=True)
    school.drop("python", "c.md")
    school.course(lessons={name: THREE[name] for name in ("a.md", "b.md")})

    view = school.progress.show(ann, "python")

    assert (view.percent, view.done, view.lessons, view.credit) == (33, 0, 2, 1)


def test_another_operator_sees_what_was_recorded(school: School, ann: str) -> None:
    learning(school, ann).complete(ann, "python", "a")
    _, progress, _ = school.services(operator("else"))

    assert progress.show(ann, "python").done == 1


def test_an_instructor_learns_elsewhere_as_everybody_does(school: School, ann: str) -> None:
    tom = school.learner("tom")
    _, own, _ = school.services(school.actor(tom, Role.INSTRUCTOR, courses=["rust"]))

    assert own.complete(tom, "python", "a").after == "done"
