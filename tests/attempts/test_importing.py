"""Answers of many learners from one file: a row each, or a row for each answer, graded as if recorded."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from academy_cli.attempts.importing import deciding
from academy_cli.attempts.regrades import Regrades
from academy_cli.bulk.importer import Wish
from academy_cli.db.transaction import write
from academy_cli.kit.clock import iso
from academy_cli.models import Attempt, BatchRow, Certificate, Grant, LessonProgress
from tests.attempts.exam import (
    HEAD as QUIZ,
)
from tests.attempts.exam import (
    LESSON,
    OPERATOR,
    WRONG,
    attempts,
    examine,
    number_of,
    own,
    sits,
)
from tests.attempts.rows import ANN, BO, HEAD, everything, files, recorded
from tests.authoring.asked import PARIS, PI, SKY, SUM
from tests.files import reasons
from tests.progress.learners import learning
from tests.school import DAY, NOW, School


def test_a_plan_says_what_would_be_recorded_and_writes_nothing(school: School, bo: str) -> None:
    before = everything(school)

    view = files(school).plan(HEAD + ANN + BO)

    assert (view.create, view.refused) == (2, 0)
    assert view.gives == {"attempt passed": 1, "attempt failed": 1, "lesson completed": 1}
    assert everything(school) == before


def test_rows_are_graded_as_if_each_was_recorded_alone(school: School, bo: str) -> None:
    files(school).run(HEAD + ANN + BO)

    assert recorded(school) == [(1, 1, True), (2, 1, False)]
    shown = [attempts(school).show(number) for number in (1, 2)]
    assert [one.summary.percent for one in shown] == [100, 0]
    assert [len(one.questions) for one in shown] == [4, 4]


def test_the_same_file_again_records_nothing(school: School, bo: str) -> None:
    files(school).run(HEAD + ANN + BO)
    before = everything(school)

    view = files(school).run(HEAD + ANN + BO)

    assert (view.unchanged, view.changes, view.reference) == (2, 0, None)
    assert everything(school) == before


def test_without_a_look_at_what_is_there_it_would_be_recorded_twice(
    school: School, bo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    files(school).run(HEAD + ANN + BO)
    monkeypatch.setattr(deciding, "_there", lambda *_: None)

    assert files(school).run(HEAD + ANN + BO).create == 2
    assert len(recorded(school)) == 4


def test_a_row_for_each_answer_comes_to_the_same(school: School, bo: str) -> None:
    text = (
        "email,question,answer\nann@x.org,1,four\nbo@x.org,2,false\nAnn@X.org,2,true\n"
        'ann@x.org,3,"3,14"\nann@x.org,4,Paris\n'
    )
    view = files(school).run(text)

    assert (view.rows, view.create) == (2, 2)
    assert recorded(school) == [(1, 1, True), (2, 1, False)]
    assert reasons(view) == []


def test_what_grading_refuses_is_told_by_line(school: School, bo: str) -> None:
    school.person("cy")
    school.learner("di")
    school.enrollments.remove("di@x.org", "python", reason="left")
    rows = (
        "ann@x.org,five,maybe,x,Paris\n"
        "bo@x.org,,,,\n"
        "cy@x.org,four,true,3.14,Paris\n"
        "di@x.org,four,true,3.14,Paris\n"
        "nobody@x.org,four,true,3.14,Paris\n"
        "no address,four,true,3.14,Paris\n"
    )

    view = files(school).run(HEAD + rows)

    assert [one.line for one in view.refusals] == [2, 3, 4, 5, 6, 7]
    assert [
        why.startswith(said)
        for why, said in zip(
            reasons(view),
            (
                "the answer to “1” cannot be graded: “five” is no choice of this question (and 2 more)",
                "it has no answers",
                "they are not in “python”",
                "they were removed from “python”",
                "nobody has this address",
                "“no address” is",
            ),
            strict=True,
        )
    ] == [True] * 6
    assert school.rows(Attempt) == []


def test_who_got_the_money_back_is_out_of_the_course(school: School, ann: str) -> None:
    with write(school.academy.database.engine) as connection:
        connection.execute(update(Grant).values(revoked_at=NOW))

    assert reasons(files(school).run(HEAD + ANN)) == ["they were removed from “python”"]


def test_no_more_attempts_than_there_are(school: School, ann: str) -> None:
    examine(school, head=QUIZ + "attempts: 1\n")
    sits(school, ann, WRONG)

    view = files(school).run(HEAD + ANN)

    assert reasons(view) == ["they have had 1 attempt, and there are no more"]


def test_the_questions_of_another_sheet_are_refused(school: School, ann: str) -> None:
    pool = f"pool: some, pick: 1, questions: [{{{SUM}, id: sum}}, {{{SKY}, id: sky}}]"
    examine(school, pool)
    drawn = attempts(school).paper(ann, "python", LESSON).asked[0].key
    other = {"sum": "sky", "sky": "sum"}[drawn]
    said = {"sum": "four", "sky": "true"}

    view = files(school).run(f"email,{other}\nann@x.org,{said[other]}\n")
    both = files(school).plan("email,seed,sum,sky\nann@x.org,0,four,true\n")

    assert reasons(view) == reasons(both)
    assert f"“{other}” is not among the questions that seed 0 draws" in reasons(view)[0]
    assert files(school).run(f"email,{drawn}\nann@x.org,{said[drawn]}\n").create == 1


def test_letters_are_those_of_the_sheet_that_a_row_names(school: School, bo: str) -> None:
    many = "kind: single, text: Which?, id: which, choices: [{text: right, correct: true}, " + (
        ", ".join(f"{{text: wrong {n}}}" for n in range(7)) + "]"
    )
    examine(school, many, head=QUIZ + "shuffle: choices\n")
    letters = {}
    for seed in (1, 2, 3):
        asked = attempts(school).paper("ann@x.org", "python", LESSON, seed).asked[0]
        letters[seed] = next(one.letter for one in asked.options if one.text == "right")
    assert len(set(letters.values())) > 1
    rows = f"ann@x.org,1,{letters[1]}\nbo@x.org,2,{letters[2]}\n"

    files(school).run(f"email,seed,which\n{rows}")

    assert [row.is_passed for row in school.rows(Attempt)] == [True, True]
    assert [row.seed for row in school.rows(Attempt)] == [1, 2]
    assert files(school).run(f"email,seed,which\n{rows}").unchanged == 2


# -- attempts that are open ------------------------------------------------------------------------


def test_an_open_attempt_without_answers_is_handed_in(school: School, ann: str) -> None:
    number = number_of(own(school, ann).start(ann, "python", LESSON))

    view = files(school).run(HEAD + ANN)

    assert (view.update, view.create) == (1, 0)
    assert attempts(school).show(number).summary.percent == 100
    assert files(school).run(HEAD + ANN).unchanged == 1
    undone = files(school).undo(view.reference)
    assert reasons(undone) == ["they had begun the attempt themselves"]


def test_one_with_answers_or_another_sheet_or_that_is_over_is_left_to_its_learner(
    school: School, ann: str
) -> None:
    examine(school, head=QUIZ + "time_limit: 20 minutes\nshuffle: questions\n")
    mine = own(school, ann)
    number = number_of(mine.start(ann, "python", LESSON))
    other = reasons(files(school).plan(HEAD + ANN))
    mine.save(number, {attempts(school).show(number).sheet[0].key: None})
    same = files(school, seed=1).plan("email,4\nann@x.org,\n")
    school.at(NOW + DAY)
    over = reasons(files(school, seed=1).plan(HEAD + ANN))

    assert other == ["attempt 1 is open and has another sheet, that of seed 1"]
    assert reasons(same) == ["it has no answers"]
    assert over[0].startswith("the time of attempt 1 is over")


def test_saved_answers_are_never_overwritten(school: School, ann: str) -> None:
    mine = own(school, ann)
    mine.save(number_of(mine.start(ann, "python", LESSON)), {"1": "four"})

    view = files(school).run(HEAD + ANN)

    assert reasons(view) == ["attempt 1 is open and has answers: it has to be handed in first"]


# -- when, and what follows ------------------------------------------------------------------------


def test_a_row_says_when_it_was_answered(school: School, ann: str) -> None:
    then = NOW - 3 * DAY
    text = f"email,submitted_at,1,2,3,4\nann@x.org,{iso(then)},four,true,3.14,paris\n"

    files(school).run(text)

    (row,) = school.rows(Attempt)
    assert (row.started_at, row.submitted_at) == (then, then)
    assert [one.completed_at for one in school.rows(LessonProgress)] == [then]
    assert files(school).run(text).unchanged == 1
    later = files(school).run(text.replace("paris", "Rome"))
    assert reasons(later) == ["they handed in other answers at that very moment"]
    other = text.replace(iso(then), iso(then + DAY))
    assert files(school).run(other).create == 1


def test_a_course_that_is_completed_is_told_and_certified_once(school: School) -> None:
    examine(school, said="certificate: {}\n")
    ann = school.learner()
    for key in "ab":
        learning(school, ann).complete(ann, "python", key)

    view = files(school).run(HEAD + ANN)
    files(school).run(HEAD + ANN)

    assert view.gives["course completed"] == 1
    assert school.enrollment(ann).completed_at is not None
    assert school.mails("completed") == [("completion:1:1", ann)]
    assert len(school.rows(Certificate)) == 1
    undone = files(school).undo(view.reference)
    assert reasons(undone) == ["a certificate of the completion was issued"]
    assert recorded(school) == [(1, 1, True)]


def test_nobody_is_told_where_no_mail_is_wanted(school: School, ann: str) -> None:
    for key in "ab":
        learning(school, ann).complete(ann, "python", key)

    files(school).run(HEAD + ANN, Wish(sends_mail=False))

    assert school.enrollment(ann).completed_at is not None
    assert school.mails("completed") == []


def test_the_exact_quiz_is_kept_and_can_be_graded_again(school: School, bo: str) -> None:
    files(school).run(HEAD + ANN + BO)
    old = {row.quiz_sha256 for row in school.rows(Attempt)}
    examine(school, SUM, SKY, PI, PARIS.replace("[Paris]", "[Paris, Rome]"))

    view = files(school).run(HEAD + ANN + BO)

    assert view.unchanged == 2
    assert {row.quiz_sha256 for row in school.rows(Attempt)} == old
    plan = Regrades(school.academy.database, OPERATOR, clock=school.academy.clock).plan("python")
    assert [one.email for one in plan.changes] == [bo]


def test_a_quiz_that_changes_between_plan_and_import_refuses_what_it_changes(
    school: School, ann: str
) -> None:
    rows = files(school)
    with rows.planned(rows.write(HEAD + ANN)) as planned:
        examine(school, SUM, SKY, PI, PARIS.replace("[Paris]", "[Rome]"))
        done = rows.imports.apply(planned)

    assert reasons(done) == ["what it is about was changed in the meantime"]
    assert school.rows(Attempt) == []


def test_answers_are_in_no_journal(school: School, bo: str) -> None:
    files(school).run(HEAD + ANN + BO)

    assert [row.subject_id for row in school.rows(BatchRow)] == [1, 2]
    assert not any("paris" in str(row).casefold() for row in school.rows(BatchRow))
