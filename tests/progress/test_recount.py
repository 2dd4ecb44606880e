"""A recount completes exactly those who have done enough, however they came by it."""

from __future__ import annotations

import json
from random import Random

import pytest
from sqlalchemy import update

from academy_cli.db.transaction import write
from academy_cli.models import AuditEntry, Certificate, Content, Enrollment, Grant
from tests.authoring.people import advance, complete, enroll, live, moment, percent
from tests.school import NOW, THREE, School

HEADS = ("", "", "", "required: false\n", "draft: true\n", "release_at: 2999-01-01\n")
RULES = ("", "completion: {percent: 60}\n", "completion: {lessons: all, on_add: reopen}\n",
         "completion: {lessons: [l0, l1], percent: 50}\n")  # fmt: skip


def expected(school: School, slug: str) -> set[int]:
    """Who has done enough and is not complete, one by one."""
    now = moment(school.academy, slug)
    return {
        who
        for who, done in now.done.items()
        if who not in now.complete and percent(now.setting, now.lessons.items(), done)[1]
    }


@pytest.mark.parametrize(
    "seed",
    [*range(4), *(pytest.param(seed, marks=pytest.mark.torture) for seed in range(4, 12))],
)
def test_it_agrees_with_counting_one_by_one(school: School, seed: int) -> None:
    chance = Random(seed)
    lessons = {f"l{n}.md": f"---\nid: l{n}\n{chance.choice(HEADS)}---\n# L{n}\n" for n in range(5)}
    rule = RULES[seed % len(RULES)]
    school.course(said=rule, lessons=lessons)
    live(school.academy, "python", enroll(school.academy, "python", 30), chance)
    if chance.random() < 0.5:
        school.drop("python", "l4.md")
        del lessons["l4.md"]
        school.course(said=rule, lessons=lessons)
        live(school.academy, "python", enroll(school.academy, "python", 10), chance)
    wanted = expected(school, "python")
    before = {row.id for row in school.rows(Enrollment) if row.completed_at is not None}

    planned = school.progress.recount("python", dry_run=True)
    done = school.progress.recount("python")

    after = {row.id for row in school.rows(Enrollment) if row.completed_at is not None}
    assert planned == done
    assert (done.gained, done.completed_before, done.learners) == (
        len(wanted), len(before), len(school.rows(Enrollment)),
    )  # fmt: skip
    assert after == before | wanted
    assert {event for event, _ in school.mails("completed")} >= {
        f"completion:{who}:{school.academy.course('python').revision}" for who in wanted
    }
    assert school.progress.recount("python").gained == 0


def test_it_takes_nothing_away(school: School) -> None:
    school.course(said="completion: {on_add: reopen}\n")
    (who,) = enroll(school.academy, "python", 1)
    complete(school.academy, who)

    found = school.progress.recount("python")

    assert (found.completed_before, found.gained) == (1, 0)
    (row,) = school.rows(Enrollment)
    assert row.completed_at is not None


def test_it_is_on_record_when_it_gave_anything(school: School) -> None:
    school.course(lessons={"a.md": "# A\n"})
    school.progress.recount("python")
    (who,) = enroll(school.academy, "python", 1)
    advance(school.academy, who, next(row.id for row in school.rows(Content)))
    school.progress.recount("python", tells=False)

    (entry,) = [row for row in school.rows(AuditEntry) if row.action == "progress.recount"]
    assert json.loads(entry.details) == {"gained": 1, "mails": 0, "revision": 1}
    assert school.mails("completed") == []


def left(school: School) -> tuple[str, str]:
    """Two learners who have done all lessons but those to come: one was removed, one got the money back."""
    school.course(said="certificate: {}\n", lessons={**THREE, "d.md": "# D\n"})
    ann, bo = school.learner("ann"), school.learner("bo")
    for who in (ann, bo):
        for key in "abc":
            school.progress.set(who, "python", key, is_done=True)
    school.enrollments.remove(ann, "python", reason="left")
    with write(school.academy.database.engine) as connection:
        mine = Grant.enrollment_id == school.enrollment(bo).id
        connection.execute(update(Grant).where(mine).values(revoked_at=NOW))
    return ann, bo


def test_who_was_removed_or_got_the_money_back_gains_nothing_by_a_recount(school: School) -> None:
    ann, bo = left(school)
    cy = school.learner("cy")
    for key in "abc":
        school.progress.set(cy, "python", key, is_done=True)
    school.set_course("python", fields='{"completion": {"percent": 75}}')

    planned = school.progress.recount("python", dry_run=True)
    found = school.progress.recount("python")

    assert planned == found
    assert (found.learners, found.gained) == (1, 1)
    done = {one: school.enrollment(one).completed_at for one in (ann, bo, cy)}
    assert [who for who, when in done.items() if when is not None] == [cy]


def test_nor_does_a_sync_give_them_anything(school: School) -> None:
    ann, bo = left(school)
    cy = school.learner("cy")
    for key in "abc":
        school.progress.set(cy, "python", key, is_done=True)

    school.drop("python", "d.md")
    school.course(said="certificate: {}\n")

    assert [school.enrollment(one).completed_at is None for one in (ann, bo, cy)] == [
        True, True, False,
    ]  # fmt: skip
    assert [who for _, who in school.mails("completed")] == [cy]
    assert len(school.rows(Certificate)) == 1
