"""Undoing comes to what the same changes by hand come to: the course's rule decides of completions."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, update

from academy_cli.bulk import engine as planning
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.models import Certificate, Enrollment
from tests.certificates.rows import certificate
from tests.files import reasons
from tests.progress.rows import ALL, HEAD, files, is_complete
from tests.school import School

FIRST = f"{HEAD}ann@x.org,python,a,,,\nbo@x.org,python,a,,,\n"
REST = HEAD + "".join(f"{who}@x.org,python,{key},,,\n" for who in ("ann", "bo") for key in "bc")


@pytest.fixture
def reopening(learners: School) -> School:
    """A course that is complete only while all of it is done."""
    learners.course(said="completion: {on_add: reopen}\n")
    return learners


def by_hand(school: School, key: str, *, is_done: bool) -> None:
    school.progress.set("bo@x.org", "python", key, is_done=is_done, tells=False)


def test_a_completion_that_another_file_gave_goes_with_a_needed_lesson(reopening: School) -> None:
    first = files(reopening).run(FIRST)
    files(reopening).run(REST)

    undone = files(reopening).undo(first.reference)

    by_hand(reopening, "a", is_done=False)
    assert (undone.update, undone.refused) == (2, 0)
    assert (is_complete(reopening), is_complete(reopening, "bo@x.org")) == (False, False)


def test_a_rule_that_keeps_completions_keeps_it_then(learners: School) -> None:
    first = files(learners).run(FIRST)
    files(learners).run(REST)

    files(learners).undo(first.reference)

    by_hand(learners, "a", is_done=False)
    assert (is_complete(learners), is_complete(learners, "bo@x.org")) == (True, True)


def test_a_lesson_that_is_done_again_completes_the_course_and_tells_once(learners: School) -> None:
    files(learners).run(f"{HEAD}ann@x.org,python,a,,,\nann@x.org,python,c,,,\n")
    opened = files(learners).run(f"{HEAD}ann@x.org,python,a,open,,\n")
    learners.progress.set("ann@x.org", "python", "b", is_done=True)

    undone = files(learners).undo(opened.reference)

    assert (undone.update, undone.mails) == (1, {"completed": 1})
    assert is_complete(learners)
    assert len(learners.mails("completed")) == 1


def test_undoing_without_mail_completes_and_tells_nobody(learners: School) -> None:
    files(learners).run(f"{HEAD}ann@x.org,python,a,,,\nann@x.org,python,c,,,\n")
    opened = files(learners).run(f"{HEAD}ann@x.org,python,a,open,,\n")
    learners.progress.set("ann@x.org", "python", "b", is_done=True)
    imports = files(learners).imports

    imports.apply(imports.plan_undo(opened.reference, sends_mail=False))

    assert (is_complete(learners), learners.mails("completed")) == (True, [])


def test_a_completion_of_which_enough_is_left_stays(learners: School) -> None:
    learners.course(said="completion: {percent: 30}\n")
    view = files(learners).run(f"{HEAD}ann@x.org,python,a,,,\n")
    learners.progress.set("ann@x.org", "python", "b", is_done=True)

    undone = files(learners).undo(view.reference)

    assert (undone.update, is_complete(learners)) == (1, True)


def test_a_lesson_stays_whose_completion_has_a_certificate(reopening: School) -> None:
    first = files(reopening).run(FIRST)
    files(reopening).run(REST)
    with write(reopening.academy.database.engine) as connection:
        mine = reopening.enrollment().id
        connection.execute(insert(Certificate).values(certificate(mine, "K7QM", utc_now())))

    undone = files(reopening).undo(first.reference)

    assert (undone.update, reasons(undone)) == (1, ["a certificate of the completion was issued"])
    assert (is_complete(reopening), is_complete(reopening, "bo@x.org")) == (True, False)


def test_a_lesson_stays_of_who_was_in_the_completed_course_since(reopening: School) -> None:
    first = files(reopening).run(FIRST)
    files(reopening).run(REST)
    with write(reopening.academy.database.engine) as connection:
        connection.execute(update(Enrollment).values(last_seen_at=utc_now()))

    undone = files(reopening).undo(first.reference)

    assert reasons(undone) == ["they have been in the course since it was completed"] * 2


@pytest.mark.parametrize("rule", ["", "completion: {on_add: reopen}\n"])
def test_rows_of_one_learner_in_several_chunks_are_undone_as_planned(
    learners: School, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "CHUNK", 1)
    learners.course(said=rule)
    view = files(learners).run(ALL)

    undone = files(learners).undo(view.reference)

    assert (undone.update, undone.refused) == (3, 0)
    assert (is_complete(learners), learners.mails("completed")) == (False, [])
