"""What is kept of attempts whatever else is dropped, and what is forgotten with a person."""

from __future__ import annotations

import pytest

from academy_cli.accounts.people import People
from academy_cli.attempts.regrades import Regrades
from academy_cli.authoring.history import store
from academy_cli.bulk.service import Batches
from academy_cli.models import Attempt, AttemptAnswer, BatchRow, Content
from tests.attempts.exam import LESSON, OPERATOR, RIGHT, attempts, examine, number_of, own, sits
from tests.attempts.rows import ANN, BO, HEAD, files
from tests.authoring.asked import PARIS, PI, SKY, SUM
from tests.school import School

OTHERS = (SKY, SUM.replace("two plus two", "three plus one"))


def changed(school: School, ann: str) -> None:
    """Ann answers a quiz that is another one twice over since."""
    sits(school, ann, RIGHT)
    examine(school, *OTHERS)
    examine(school, SKY)


def test_the_quiz_that_was_answered_outlives_its_revision(school: School, ann: str) -> None:
    changed(school, ann)

    dropped = school.academy.history.collect(keep=1)

    assert dropped.texts > 0
    assert attempts(school).show(1).questions[0].text == "What is two plus two?"


def test_what_an_attempt_drew_stays_whatever_the_quiz_becomes(school: School) -> None:
    pool = f"pool: some, pick: 2, questions: [{{{SUM}}}, {{{SKY}}}, {{{PI}}}]"
    order = "kind: ordering, text: Count., items: [one, two, three, four, five]"
    examine(school, pool, order, PARIS, head="title: Check\nshuffle: all\nattempts: 2\n")
    ann = school.learner()
    mine = own(school, ann)
    begun = mine.start(ann, "python", LESSON)
    mine.save(number_of(begun), {begun.sheet[0].key: None})

    examine(school, PARIS, f"{SKY}, points: 5", head="title: Other\nattempts: 1\n")
    again = mine.start(ann, "python", LESSON)

    assert again.sheet == begun.sheet == mine.show(number_of(begun)).sheet
    assert len(again.sheet) == 4
    assert mine.submit(number_of(begun), {}).attempt.summary.out_of == 4


def test_without_attempts_among_what_is_needed_it_would_be_dropped(
    school: School, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(school, ann)
    (answered,) = {row.quiz_sha256 for row in school.rows(Attempt)}
    real = store.texts_of_rows
    monkeypatch.setattr(store, "texts_of_rows", lambda connection: real(connection) - {answered})

    with pytest.raises(Exception, match=r"(?i)foreign key"):  # the database's own guard
        school.academy.history.collect(keep=1)


def test_an_archived_lesson_keeps_its_attempts(school: School, ann: str) -> None:
    sits(school, ann, RIGHT)
    school.drop("python", "c.quiz.yaml")
    school.course(lessons={})

    assert [row.is_archived for row in school.rows(Content) if row.key == "c.quiz"] == [True]
    assert attempts(school).show(1).summary.percent == 100


def test_who_is_forgotten_leaves_points_and_no_words_and_is_not_graded_again(
    school: School, ann: str
) -> None:
    sits(school, ann, RIGHT)
    People(school.academy.database, OPERATOR).erase(ann, revokes_certificates=False)
    examine(school, SKY.replace("answer: true", "answer: false"))

    plan = Regrades(school.academy.database, OPERATOR).plan("python")

    assert (plan.attempts, plan.is_empty) == (0, True)
    assert {row.answer for row in school.rows(AttemptAnswer)} == {None}
    assert attempts(school).show(1).summary.percent == 100


def test_who_is_forgotten_is_in_no_journal_of_an_import(school: School, ann: str) -> None:
    school.learner("bo")
    files(school).run(HEAD + ANN + BO)

    People(school.academy.database, OPERATOR).erase(ann, revokes_certificates=False)

    assert [row.after is None for row in school.rows(BatchRow)] == [True, False]
    (proof,) = Batches(school.academy.database, OPERATOR).verify()
    assert proof.flaws == ()
