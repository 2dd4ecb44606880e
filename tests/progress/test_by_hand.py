"""Progress that is set by hand, and completion as the rule has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from academy_cli.models import AuditEntry, LessonProgress
from academy_cli.progress.errors import (
    HiddenLessonError,
)
from tests.school import THREE, School

SECOND = timedelta(seconds=1)
REOPENS = "completion: {on_add: reopen}\n"


def test_progress_is_set_and_taken_back(school: School, ann: str) -> None:
    done = school.progress.set(ann, "python", "a", is_done=True, reason="On paper")
    again = school.progress.set(ann, "python", "a", is_done=True)
    back = school.progress.set(ann, "python", "a", is_done=False)

    assert (done.after, again.is_change, back.after) == ("done", False, "started")
    (row,) = school.rows(LessonProgress)
    assert (row.state, row.completed_at) == ("started", None)
    told = [one for one in school.rows(AuditEntry) if one.action == "progress.set"]
    assert [one.reason for one in told] == ["On paper", None]


def test_a_dry_run_says_the_same_and_writes_nothing(school: School, ann: str) -> None:
    for key in "ab":
        school.progress.set(ann, "python", key, is_done=True)
    before = school.academy.digest()

    planned = school.progress.set(ann, "python", "c", is_done=True, dry_run=True)

    assert school.academy.digest() == before
    assert planned.completion == "gained"
    assert planned == school.progress.set(ann, "python", "c", is_done=True)


def test_what_is_complete_stays_so_unless_the_rule_reopens(school: School) -> None:
    school.course("keeps")
    school.course("opens", REOPENS)
    ann = school.person()
    for slug in ("keeps", "opens"):
        school.enrollments.create(ann, slug)
        for key in "abc":
            school.progress.set(ann, slug, key, is_done=True)

    kept = school.progress.set(ann, "keeps", "a", is_done=False)
    opened = school.progress.set(ann, "opens", "a", is_done=False)

    assert (kept.completion, opened.completion) == (None, "reopened")
    assert school.enrollment(ann, "keeps").completed_at is not None
    assert school.enrollment(ann, "opens").completed_at is None


def test_a_completion_is_told_again_only_of_another_revision(school: School) -> None:
    school.course(said=REOPENS, lessons={"a.md": THREE["a.md"]})
    ann = school.learner()
    mails = []
    for _ in range(2):
        mails.append(school.progress.set(ann, "python", "a", is_done=True).mails)
        school.progress.set(ann, "python", "a", is_done=False)
    school.course(said=f"{REOPENS}level: beginner\n", lessons={"a.md": THREE["a.md"]})
    mails.append(school.progress.set(ann, "python", "a", is_done=True).mails)

    assert mails == [1, 0, 1]
    assert [event for event, _ in school.mails("completed")] == [
        "completion:1:1", "completion:1:2",
    ]  # fmt: skip


def test_who_wants_no_mail_sends_none(school: School) -> None:
    school.course(lessons={"a.md": "# A\n"})
    ann = school.learner()

    assert school.progress.set(ann, "python", "a", is_done=True, tells=False).completion == "gained"
    assert school.mails("completed") == []


def test_a_draft_has_no_progress_to_set(school: School) -> None:
    school.course(lessons={"a.md": "# A\n", "b.md": "---\ndraft: true\n---\n# B\n"})
    ann = school.learner()

    with pytest.raises(HiddenLessonError):
        school.progress.set(ann, "python", "b", is_done=True)


def test_a_sync_that_completes_somebody_tells_them(school: School, ann: str) -> None:
    for key in "ab":
        school.progress.set(ann, "python", key, is_done=True)
    bob = school.learner("bob")
    school.drop("python", "c.md")

    school.course(lessons={name: THREE[name] for name in ("a.md", "b.md")})

    assert school.enrollment(ann).completed_revision == 2
    assert school.mails("completed") == [("completion:1:2", ann)]
    assert school.enrollment(bob).completed_at is None
