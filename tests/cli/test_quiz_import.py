"""Answers of many learners out of one file, and attempts that end by the clock, from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.people import execute, shown
from tests.cli.quizroom import PLACE, QUIZ, opened, publish
from tests.cli.test_academy import contents

EXAM = "E-Mail,1,Which word skips?\nann@x.org,b,skip\nbob@x.org,c,skip\nsam@x.org,b,skip\n"


@pytest.fixture
def learning(home: Path, founded: Run) -> Run:
    """An academy in which ann and bob are in a course of a quiz."""
    return opened(home, founded)


def test_answers_of_many_learners_come_out_of_one_file(learning: Run, home: Path) -> None:
    (home / "exam.csv").write_text(EXAM, encoding="utf-8")
    words = ("course", "quiz", "import", *PLACE, "--answers", "exam.csv")

    dry = learning(*words, "--dry-run", "--format", "json")
    done = learning(*words, "--yes", "--format", "json")

    assert dry.code == 3
    assert "Will give: 1 “attempt passed”, 1 “course completed”, 1 “lesson completed”" in dry.err
    assert (
        "line 3: the answer to “1” cannot be graded: “c” is no choice of this question" in dry.err
    )
    assert "line 4: nobody has this address" in dry.err
    assert (done.code, json.loads(done.out)["create"]) == (8, 1)
    assert (home / "exam.failed.csv").read_text("utf-8").count("\n") == 3
    attempts = learning("course", "quiz", "attempts", "python").out
    assert attempts.startswith("1\tann@x.org\tpython\tloops.quiz\t1\tpassed\t100\t")
    again = learning(*words, "--dry-run", "--format", "json")
    assert json.loads(again.out)["unchanged"] == 1


def test_what_a_file_brought_is_taken_back(learning: Run, home: Path) -> None:
    (home / "exam.csv").write_text("email,1,2\nann@x.org,b,skip\n", encoding="utf-8")
    done = learning(
        *("course", "quiz", "import", *PLACE, "--answers", "exam.csv"), "--yes", "--format", "json"
    )

    ran = learning(
        *("course", "quiz", "import", "--undo", json.loads(done.out)["reference"], "--yes")
    )

    assert (ran.code, learning("course", "quiz", "attempts", "python").out) == (0, "")


def test_a_question_without_a_column_is_told_before_anybody_agrees(
    learning: Run, home: Path
) -> None:
    (home / "exam.csv").write_text("email,1\nann@x.org,b\n", encoding="utf-8")

    ran = learning("course", "quiz", "import", *PLACE, "--answers", "exam.csv", "--dry-run")

    assert "1 question without a column, so not answered: “Which word skips?”." in ran.err
    assert "Sheets of this quiz differ" not in ran.err


POOL = """\
  - pool: some
    pick: 1
    questions:
      - {kind: true-false, text: Is it a loop?, answer: true}
      - {kind: true-false, text: Is it a test?, answer: true}
"""


def test_a_question_that_a_pool_left_out_needs_no_column(learning: Run, home: Path) -> None:
    publish(home, learning, QUIZ + POOL)
    (home / "exam.csv").write_text("email,1,2,3\nann@x.org,b,skip,true\n", encoding="utf-8")
    words = ("course", "quiz", "import", *PLACE, "--answers", "exam.csv", "--dry-run")

    assert "without a column" not in learning(*words).err


def test_a_file_that_does_not_say_which_sheet_learners_had_is_warned_of(
    learning: Run, home: Path
) -> None:
    publish(home, learning, QUIZ + "shuffle: all\n")
    words = ("course", "quiz", "import", *PLACE, "--answers", "exam.csv", "--dry-run")
    (home / "exam.csv").write_text("email,1\nann@x.org,b\n", encoding="utf-8")
    told = learning(*words).err
    named = learning(*words, "--seed", "0").err
    (home / "exam.csv").write_text("email,seed,1\nann@x.org,0,b\n", encoding="utf-8")
    column = learning(*words).err

    assert "the file does not say which one each learner had" in told
    assert "which one each learner had" not in named + column
    assert "1 question without a column, so not answered: “2”." in column


def test_a_refused_answer_is_told_with_what_its_question_asks(learning: Run, home: Path) -> None:
    text = "email,Which loop runs at least once?\nann@x.org,for\n"
    (home / "exam.csv").write_text(text, encoding="utf-8")

    ran = learning("course", "quiz", "import", *PLACE, "--answers", "exam.csv", "--dry-run")

    assert "the answer to “Which loop runs at least once?” cannot be graded: “for” is no" in ran.err


MOODLE = """\
"Last name","First name","Email address",State,Completed,"Grade/2.00","Response 1","Response 2"
Lee,Ann,ann@x.org,Finished,"12 June 2026  10:45 AM",2.00,"do while",skip
"""


def test_what_moodle_exports_is_read_by_its_own_columns(learning: Run, home: Path) -> None:
    publish(home, learning, QUIZ.replace("do while", "'`do while`'"))
    (home / "exam.csv").write_text(MOODLE, encoding="utf-8")

    ran = learning("course", "quiz", "import", *PLACE, "--answers", "exam.csv", "--dry-run")

    assert (ran.code, "Will give: 1 “attempt passed”" in ran.err) == (0, True)


def test_a_file_without_any_question_is_refused(learning: Run, home: Path) -> None:
    (home / "exam.csv").write_text("email,points\nann@x.org,3\n", encoding="utf-8")

    ran = learning("course", "quiz", "import", *PLACE, "--answers", "exam.csv", "--yes")

    assert (ran.code, "No column of “exam.csv” is a question" in ran.err) == (3, True)


@pytest.fixture
def overdue(learning: Run, home: Path) -> Run:
    """The academy with an attempt of ann's that was over yesterday, of which a right answer is saved."""
    publish(home, learning, QUIZ + "time_limit: 20 minutes\n")
    begun = shown(learning, "course", "quiz", "grade", *PLACE, "--user", "ann@x.org",
                  "--answers", "answers.yaml")  # fmt: skip
    execute(
        home,
        "update attempts set submitted_at = null, points = null, out_of = null,"
        " is_passed = null, graded_sha256 = null, ends_at = '2026-01-01 00:00:00.000000'",
    )
    assert begun["number"] == 1
    return learning


def test_an_attempt_whose_time_is_over_is_closed_by_hand(overdue: Run, home: Path) -> None:
    before = contents(home)
    close = ("course", "quiz", "close", "python")

    dry = overdue(*close, "--dry-run")
    unchanged = contents(home) == before
    done = overdue(*close)
    again = overdue(*close)

    assert (dry.code, dry.out.split("\t")[5], unchanged) == (0, "overdue", True)
    assert (done.code, done.out.split("\t")[5:7]) == (0, ["failed", "50"])
    assert (again.code, again.out) == (0, "")


def test_sending_mail_ends_attempts_whose_time_is_over_and_says_so(overdue: Run) -> None:
    first, second = overdue("mail", "send"), overdue("mail", "send")

    assert "Handed in 1 attempt whose time was over; 0 passed." in first.err
    assert "Handed in" not in second.err


def test_nothing_that_is_over_is_no_failure(learning: Run) -> None:
    ran = learning("course", "quiz", "close", "python", "--format", "table")

    assert (ran.code, ran.out) == (0, "")
