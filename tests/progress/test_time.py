"""Time on task is no more than passed, and the audit log is told of learning no more than it takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from academy_cli.models import AuditEntry, LessonProgress
from academy_cli.progress.service import LONGEST_S
from tests.progress.learners import learning
from tests.school import DAY, NOW, School

SECOND = timedelta(seconds=1)


def told(school: School) -> list[tuple[str, dict[str, object]]]:
    """What is on record of learning: verbs and details."""
    import json

    found = [one for one in school.rows(AuditEntry) if one.action.startswith("progress.")]
    return [(one.action.partition(".")[2], json.loads(one.details)) for one in found]


# -- time ---------------------------------------------------------------------------------------------


def test_a_client_that_says_ten_minutes_every_second_gains_a_second_a_second(
    school: School, ann: str
) -> None:
    own = learning(school, ann)
    own.start(ann, "python", "a")
    counted = 0
    for second in range(1, 31):
        school.at(NOW + second * SECOND)
        counted += own.spend(ann, "python", "a", 600).seconds

    assert counted == 30
    assert own.show(ann, "python").seconds == 30


def test_in_two_courses_at_once_nobody_gains_twice(school: School, ann: str) -> None:
    school.course("rust")
    school.enrollments.create(ann, "rust")
    own, counted = learning(school, ann), 0
    own.start(ann, "python", "a")
    for minute in range(1, 61):
        school.at(NOW + minute * 60 * SECOND)
        counted += (
            own.spend(ann, "python", "a", 60).seconds + own.spend(ann, "rust", "a", 60).seconds
        )

    assert counted == 3600


def test_the_first_ping_counts_no_time_from_before_the_enrollment(school: School, ann: str) -> None:
    own = learning(school, ann)

    assert own.spend(ann, "python", "a", 600).seconds == 0
    bob = school.learner("bob")
    school.at(NOW + 20 * SECOND)
    assert learning(school, bob).spend(bob, "python", "a", 600).seconds == 20


def test_a_clock_that_goes_back_counts_nothing(school: School, ann: str) -> None:
    own = learning(school, ann)
    own.start(ann, "python", "a")
    school.at(NOW - DAY)

    assert own.spend(ann, "python", "a", 60).seconds == 0


def test_an_endless_number_is_cut(school: School, ann: str) -> None:
    own = learning(school, ann)
    own.start(ann, "python", "a")
    school.at(NOW + DAY)

    assert own.spend(ann, "python", "a", 10**30).seconds == LONGEST_S


def test_many_pings_at_once_in_two_courses_count_once(school: School, ann: str) -> None:
    school.course("rust")
    school.enrollments.create(ann, "rust")
    learning(school, ann).start(ann, "python", "a")
    school.at(NOW + 60 * SECOND)

    def ping(number: int) -> int:
        return learning(school, ann).spend(ann, ("python", "rust")[number % 2], "a", 60).seconds

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(ping, range(12))) == 60
    assert sum(one.seconds for one in school.rows(LessonProgress)) == 60


# -- on record ----------------------------------------------------------------------------------------


def test_a_lesson_is_on_record_when_it_is_begun_and_when_it_is_done(
    school: School, ann: str
) -> None:
    own = learning(school, ann)
    for _ in range(2):
        own.start(ann, "python", "a")
    own.complete(ann, "python", "a")
    own.complete(ann, "python", "b")

    assert [(verb, said["lesson"]) for verb, said in told(school)] == [
        ("start", "a"), ("complete", "a"), ("complete", "b"),
    ]  # fmt: skip


def test_time_is_on_record_once_a_day_with_all_there_was_until_then(
    school: School, ann: str
) -> None:
    own = learning(school, ann)
    own.start(ann, "python", "a")
    for day in range(3):
        for minute in range(1, 11):
            school.at(NOW + day * DAY + minute * 60 * SECOND)
            own.spend(ann, "python", "a", 60)

    spent = [said for verb, said in told(school) if verb == "spend"]
    assert [said["seconds"] for said in spent] == [600, 1200]
    assert [said["until"] for said in spent] == ["2026-11-26T12:10:00Z", "2026-11-27T12:10:00Z"]
    assert len(told(school)) == 3


def test_the_first_sign_of_life_of_a_day_may_be_a_completion(school: School, ann: str) -> None:
    own = learning(school, ann)
    own.start(ann, "python", "a")
    school.at(NOW + 60 * SECOND)
    own.spend(ann, "python", "a", 60)
    school.at(NOW + DAY)
    own.complete(ann, "python", "a")
    own.complete(ann, "python", "a")

    assert [verb for verb, _ in told(school)] == ["start", "spend", "complete"]


def test_what_is_on_record_names_nobody(school: School, ann: str) -> None:
    learning(school, ann).start(ann, "python", "a")

    entry = school.rows(AuditEntry)[-1]
    assert entry.subject == f"enrollment:python/user:{school.user(ann).id}"
    assert "ann" not in entry.details
