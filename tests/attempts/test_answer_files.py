"""Files of answers as people have them, who may bring them, and how what they brought is taken back."""

from __future__ import annotations

import pytest

from academy_cli.access.errors import NotPermittedError, UnknownLessonError
from academy_cli.access.matrix import Role
from academy_cli.attempts.errors import NoQuestionColumnError, NoQuizError
from academy_cli.attempts.regrades import Regrades
from academy_cli.bulk.file_errors import UnreadableRowError
from academy_cli.models import Attempt
from academy_cli.progress.errors import HiddenLessonError
from tests.attempts.exam import (
    HEAD as QUIZ,
)
from tests.attempts.exam import (
    OPERATOR,
    RIGHT,
    attempts,
    examine,
    sits,
)
from tests.attempts.rows import ANN, BO, HEAD, everything, files, recorded
from tests.authoring.asked import PARIS, PI, SKY, SUM
from tests.files import reasons
from tests.school import School


def test_columns_are_found_by_key_text_and_number(school: School, ann: str) -> None:
    examine(school, f"{SUM}, id: q2", f"{SKY}, id: q1", PI, PARIS)
    text = 'E-Mail,Q2,q1,What is pi to two digits?,Question 4\nann@x.org,four,yes,"3,14",Paris\n'

    files(school).run(text)

    assert [row.is_passed for row in school.rows(Attempt)] == [True]
    assert attempts(school).show(1).summary.percent == 100


def test_json_lines_hold_answers_as_they_are(school: School, ann: str) -> None:
    several = (
        "kind: multiple, text: Both?, id: both, choices: [{text: 'Yes, always', correct: true}, "
        "{text: never}, {text: 'Now, and then', correct: true}]"
    )
    pairs = (
        "kind: matching, text: Match., id: pairs, "
        "pairs: [{left: one, right: '1'}, {left: two, right: '2'}]"
    )
    order = "kind: ordering, text: Order., id: order, items: [first, second]"
    examine(school, several, pairs, order)
    row = (
        '{"email": "ann@x.org", "both": ["Yes, always", "Now, and then"], '
        '"pairs": {"one": "1", "two": "2"}, "order": ["first", "second"]}\n'
    )

    files(school).run(row, name="rows.jsonl")

    assert attempts(school).show(1).summary.percent == 100
    assert files(school).run(row, name="rows.jsonl").unchanged == 1
    long = "".join(
        f'{{"email": "ann@x.org", "question": "{name}", "answer": {said}}}\n'
        for name, said in (
            ("both", '["Yes, always", "Now, and then"]'),
            ("pairs", '{"one": "1", "two": "2"}'),
            ("order", '["first", "second"]'),
        )
    )
    assert files(school).run(long, name="long.jsonl").unchanged == 1


def test_rows_of_answers_that_contradict_each_other_are_refused_for_that_learner(
    school: School, bo: str
) -> None:
    text = (
        "email,question,answer\nann@x.org,1,four\nbo@x.org,1,four\nAnn@x.org,1,three\n"
        "bo@x.org,2,true\n"
    )

    view = files(school).run(text)

    both = files(school).plan("email,question,answer,4\nann@x.org,4,Paris,Rome\n")

    assert reasons(both) == ["“4” has a column of its own as well"]
    assert reasons(view) == ["“1” is told in line 2 and in line 4"]
    assert recorded(school) == [(2, 1, True)]
    kept = (school.home / "rows.failed.csv").read_text("utf-8")
    assert [line.rpartition(",")[2] for line in kept.splitlines()] == ["answer", "four", "three"]


def test_a_row_that_cannot_be_read_may_be_anybodys_answer(school: School, bo: str) -> None:
    text = "email,question,answer\nann@x.org,1,four\n,2,true\n"

    with pytest.raises(UnreadableRowError, match="Line 3"):
        files(school).run(text)
    assert school.rows(Attempt) == []


def test_files_and_quizzes_that_cannot_be(school: School, ann: str) -> None:
    with pytest.raises(NoQuestionColumnError):
        files(school).plan("email,points\nann@x.org,3\n")
    with pytest.raises(NoQuizError):
        files(school, lesson="a").plan(HEAD + ANN)
    with pytest.raises(UnknownLessonError):
        files(school, lesson="c.quizz").plan(HEAD + ANN)
    examine(school, head=QUIZ + "draft: true\n")
    with pytest.raises(HiddenLessonError):
        files(school).plan(HEAD + ANN)


def test_only_who_teaches_the_course(school: School, ann: str) -> None:
    school.person("tea")
    for role, courses in ((Role.INSTRUCTOR, ["rust"]), (Role.SUPPORT, [])):
        tea = school.actor("tea@x.org", role, courses=courses)
        with pytest.raises(NotPermittedError):
            files(school, tea).plan(HEAD + ANN)
    tea = school.actor("tea@x.org", Role.INSTRUCTOR, courses=["python"])
    with files(school, tea).planned(files(school).write(HEAD + ANN)) as planned:
        assert planned.view.create == 1


def test_undoing_takes_attempts_and_what_they_completed_away(school: School, bo: str) -> None:
    before = everything(school)
    done = files(school).run(HEAD + ANN + BO)

    undone = files(school).undo(done.reference)

    assert (undone.update, undone.refused) == (2, 0)
    assert everything(school) == before


def test_what_came_after_keeps_an_attempt(school: School, bo: str) -> None:
    done = files(school).run(HEAD + ANN + BO)
    sits(school, bo, RIGHT)
    examine(school, SUM, SKY, PI, PARIS.replace("[Paris]", "[Rome]"))
    regrades = Regrades(school.academy.database, OPERATOR, clock=school.academy.clock)
    regrades.apply(regrades.plan("python"))

    undone = files(school).undo(done.reference)

    assert reasons(undone) == ["it was graded again since", "they have made another attempt since"]
    assert len(school.rows(Attempt)) == 3
