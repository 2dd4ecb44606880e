"""Who learns what: filtered, sorted and cut by the database, with the percentages of the rule."""

from __future__ import annotations

from random import Random

import pytest

from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.kit.page import Cut, SortKey
from academy_cli.progress.views import StudentsWanted
from tests.authoring.people import enroll, live
from tests.school import DAY, NOW, School

HEADS = ("", "", "---\ndraft: true\n---\n", "---\nrelease_at: 2999-01-01\n---\n",
         "---\nrequired: false\n---\n")  # fmt: skip


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.torture) for seed in range(2, 6))]
)
def test_sql_has_the_percentages_of_the_rule(school: School, seed: int) -> None:
    chance = Random(seed)
    said = chance.choice(("", "completion: {lessons: all, percent: 70}\n"))
    lessons = {f"l{n}.md": f"{chance.choice(HEADS)}# L{n}\n" for n in range(6)}
    school.course(said=said, lessons=lessons)
    live(school.academy, "python", enroll(school.academy, "python", 25), chance)
    school.drop("python", "l5.md")
    del lessons["l5.md"]
    school.course(said=said, lessons=lessons)

    everybody = list(school.roster.students("python"))

    assert len(everybody) == 25
    assert [one.percent for one in everybody] == [
        school.progress.show(one.email, "python").percent for one in everybody
    ]
    for bound in (0, 20, 50, 100):
        below = list(school.roster.students("python", StudentsWanted(below=bound)))
        above = list(school.roster.students("python", StudentsWanted(above=bound)))
        assert below == [one for one in everybody if one.percent < bound]
        assert above == [one for one in everybody if one.percent > bound]
    best = Cut((SortKey("percent", is_descending=True),), 5)
    found = list(school.roster.students("python", StudentsWanted(cut=best)))
    assert [one.percent for one in found] == sorted(
        (one.percent for one in everybody), reverse=True
    )[:5]


def test_a_course_without_lessons_that_count_is_at_nothing(school: School) -> None:
    school.course(lessons={"a.md": "---\nrequired: false\n---\n# A\n"})
    ann = school.learner()
    school.progress.set(ann, "python", "a", is_done=True)

    (one,) = school.roster.students("python", StudentsWanted(below=1))

    assert (one.email, one.percent) == (ann, 0)


def test_time_counts_where_the_lesson_does_not(school: School) -> None:
    school.course(lessons={"a.md": "---\nrequired: false\n---\n# A\n"})
    ann = school.learner()
    _, own, _ = school.services(school.actor(ann))
    own.start(ann, "python", "a")
    school.at(NOW + DAY)
    own.spend(ann, "python", "a", 60)

    (one,) = school.roster.students("python", StudentsWanted(cut=Cut((SortKey("seconds"),), 1)))

    assert (one.seconds, one.last_seen_at) == (60, NOW + DAY)


def test_students_are_narrowed_by_state(school: School) -> None:
    school.course()
    ann, bob = school.learner(), school.learner("bob")
    school.enrollments.complete(ann, "python", "Exam")

    done = list(school.roster.students("python", StudentsWanted("completed")))

    assert [one.email for one in done] == [ann]
    assert [one.email for one in school.roster.students("python")] == [ann, bob]


def test_somebodys_courses_are_listed(school: School) -> None:
    school.course()
    school.course("rust", "starts_at: 2027-01-10\n")
    ann = school.learner()
    school.enrollments.create(ann, "rust")
    school.progress.set(ann, "python", "a", is_done=True)

    found = school.roster.courses_of(ann)

    assert [(one.course, one.state, one.percent) for one in found] == [
        ("python", "active", 33), ("rust", "waiting", 0),
    ]  # fmt: skip


def test_who_teaches_sees_their_own_courses_of_somebody(school: School) -> None:
    school.course()
    school.course("rust")
    ann = school.learner()
    school.enrollments.create(ann, "rust")
    tom = school.person("tom")
    _, _, teacher = school.services(school.actor(tom, Role.INSTRUCTOR, courses=["rust"]))
    _, _, student = school.services(school.actor(tom))

    assert [one.course for one in teacher.courses_of(ann)] == ["rust"]
    assert student.courses_of(tom) == ()
    with pytest.raises(NotPermittedError):
        student.courses_of(ann)
