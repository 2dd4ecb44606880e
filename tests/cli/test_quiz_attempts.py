"""Attempts at quizzes from the terminal: recorded, answered, listed, shown and graded again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.people import account, execute, shown
from tests.cli.screen import Screen
from tests.cli.test_academy import contents

QUIZ = """\
title: Loops
pass_mark: 60
attempts: 3
questions:
  - kind: single
    text: Which loop runs at least once?
    choices: [{text: while}, {text: do while, correct: true}]
  - {kind: short, text: Which word skips?, accept: [skip]}
"""
MENDED = QUIZ.replace("[skip]", "[skip, continue]")
ANSWERS = "1: b\n2: continue\n"
PLACE = ("python", "loops.quiz")


@pytest.fixture
def learning(home: Path, founded: Run) -> Run:
    """An academy in which ann and bob are in a course of a quiz."""
    (home / "python").mkdir()
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (home / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    publish(home, founded, QUIZ)
    founded("course", "publish", "python", "--yes")
    for name in ("ann", "bob"):
        founded("enrollment", "create", account(home, name), "python", "--no-mail")
    return founded


def publish(home: Path, academy: Run, quiz: str) -> None:
    """Write the quiz anew and sync it."""
    (home / "python/loops.quiz.yaml").write_text(quiz, encoding="utf-8")
    assert academy("course", "sync", "python", "--yes").code == 0


def recorded(academy: Run, who: str = "ann", *words: str) -> dict[str, object]:
    """An attempt that staff record."""
    grade = ("course", "quiz", "grade", *PLACE, "--user", f"{who}@x.org")
    return shown(academy, *grade, "--answers", "answers.yaml", *words)


def test_what_a_learner_answered_is_recorded_and_what_follows_is_told(learning: Run) -> None:
    found = recorded(learning)

    assert (found["number"], found["state"], found["percent"]) == (1, "failed", 50)
    assert (found["lesson_state"], found["is_passed"], found["seed"]) == (None, False, 0)
    ran = learning("course", "quiz", "attempts", "python")
    assert ran.out.startswith("1\tann@x.org\tpython\tloops.quiz\t1\tfailed\t50\t")


def test_a_dry_run_says_what_it_would_come_to_and_writes_nothing(learning: Run, home: Path) -> None:
    before = contents(home)

    found = recorded(learning, "ann", "--dry-run")

    assert (found["number"], found["percent"], found["started_at"]) == (None, 50, None)
    assert contents(home) == before


def test_an_attempt_reads_as_its_questions_with_the_score_last(learning: Run) -> None:
    recorded(learning)

    lines = learning("course", "quiz", "show", "1", "--format", "table").out.splitlines()

    assert lines[:2] == ["Loops  python/loops.quiz", "Ann <ann@x.org>, attempt 1 of 3, number 1"]
    assert "1/2  right  1 of 1" in lines
    assert lines[-1] == "1 of 2 points, 50 %: not passed (60 % to pass)"


def test_whoever_acts_answers_for_themselves(learning: Run) -> None:
    as_ann = ("--as", "ann@x.org")

    ran = learning("course", "quiz", "grade", *PLACE, "--answers", "answers.yaml", *as_ann)

    assert ran.code == 0, ran.err
    assert learning("course", "quiz", "attempts", *as_ann).out.count("ann@x.org") == 1
    told = shown(learning, "course", "quiz", "show", "1", *as_ann)
    assert [one["solution"] for one in told["questions"]] == ["", ""]  # type: ignore[attr-defined]
    assert learning("course", "quiz", "show", "1", "--as", "bob@x.org").code == 4
    assert learning("course", "quiz", "grade", *PLACE, "--user", "bob@x.org", "--answers",
                    "answers.yaml", *as_ann).code == 6  # fmt: skip


def test_on_a_terminal_each_answer_is_asked_for_and_kept(
    learning: Run, screen: Callable[..., Screen]
) -> None:
    words = ("course", "quiz", "grade", *PLACE, "--as", "ann@x.org", "--plain")

    ran = screen(*words, answers="2\nskip\ny\n")

    assert ran.code == 0, ran.text
    assert "2 of 2 points, 100 %: passed (60 % to pass)" in ran.lines
    assert shown(learning, "course", "quiz", "show", "1")["state"] == "passed"


def test_what_was_answered_before_somebody_left_is_kept(
    learning: Run, screen: Callable[..., Screen]
) -> None:
    words = ("course", "quiz", "grade", *PLACE, "--as", "ann@x.org", "--plain")
    left = screen(*words, answers="2\nskip\nn\n")
    assert left.code == 6, left.text
    assert "Not handed in yet. 2 answers saved." in learning(
        "course", "quiz", "show", "1", "--format", "table").out  # fmt: skip

    ran = screen(*words, answers="3\n\ny\n")

    assert "You go on with it: 2 answers saved" in ran.text
    assert "2 of 2 points, 100 %: passed (60 % to pass)" in ran.lines


def test_without_a_terminal_nothing_is_begun(learning: Run) -> None:
    ran = learning("course", "quiz", "grade", *PLACE, "--as", "ann@x.org")

    assert ran.code == 2
    assert "--answers is missing" in ran.err
    assert learning("course", "quiz", "attempts").out == ""


def test_a_regrade_is_shown_asked_for_and_done_once(learning: Run, home: Path) -> None:
    recorded(learning)
    publish(home, learning, MENDED)
    before = contents(home)

    tried = learning("course", "quiz", "regrade", "python", "--dry-run")
    assert contents(home) == before
    refused = learning("course", "quiz", "regrade", "python")
    done = shown(learning, "course", "quiz", "regrade", "python", "--yes", "--reason", "Mended")

    assert tried.out == "ann@x.org\tloops.quiz\t1\t1\t2\t2\tfalse\ttrue\n"
    assert "Looked at 1 attempt: 1 worth more, 1 passed now." in tried.err
    assert "1 learner with a lesson completed by this, and 1 with it the course" in tried.err
    assert (refused.code, contents(home) == before) == (6, False)
    assert (done["raised"], done["completed"], done["gained"]) == (1, 1, 1)
    again = learning("course", "quiz", "regrade", "python", "--yes", "--format", "table")
    assert again.err == "Looked at 1 attempt: nothing to do.\n"


def test_a_plan_says_how_many_answered_what_changes_and_a_sync_what_to_do(
    learning: Run, home: Path
) -> None:
    for who in ("ann", "ann", "bob"):
        recorded(learning, who)
    (home / "python/loops.quiz.yaml").write_text(MENDED, encoding="utf-8")

    plan = shown(learning, "course", "plan", "python")
    told = learning("course", "plan", "python", "--format", "table").out
    done = learning("course", "sync", "python", "--yes")

    changes = {one["kind"]: one["impact"]["answered"] for one in plan["changes"]}  # type: ignore[attr-defined]
    assert changes == {"lesson": 0, "question": 3}
    assert plan["impact"]["answered"] == 3  # type: ignore[index]
    assert "changes questions that 3 attempts answered" in told
    assert "See what that does to scores: academy course quiz regrade python" in done.err
    assert "regrade" not in learning("course", "sync", "python", "--yes").err


def test_another_pass_mark_says_whose_outcome_it_changes_and_what_to_do(
    learning: Run, home: Path
) -> None:
    for who in ("ann", "bob"):
        recorded(learning, who)
    quiz = home / "python/loops.quiz.yaml"
    quiz.write_text(QUIZ.replace("pass_mark: 60", "pass_mark: 50"), encoding="utf-8")

    plan = shown(learning, "course", "plan", "python")
    told = learning("course", "plan", "python", "--format", "table").out
    done = learning("course", "sync", "python", "--yes")
    regraded = shown(learning, "course", "quiz", "regrade", "python", "--yes")

    assert [one["impact"]["judged"] for one in plan["changes"]] == [2]  # type: ignore[attr-defined]
    assert "changes whether 2 attempts passed, by another pass mark" in told
    assert "once graded again: academy course quiz regrade python" in told
    assert "See what that does to scores: academy course quiz regrade python" in done.err
    assert regraded["pass_now"] == 2
    quiz.write_text(QUIZ.replace("pass_mark: 60", "pass_mark: 40"), encoding="utf-8")
    assert "pass mark" not in learning("course", "plan", "python", "--format", "table").out


def test_never_lower_says_what_is_left_as_it_is(learning: Run, home: Path) -> None:
    recorded(learning)
    publish(home, learning, QUIZ.replace("{text: while}", "{text: while, correct: true}").replace(
        "{text: do while, correct: true}", "{text: do while}"))  # fmt: skip

    lowers = learning("course", "quiz", "regrade", *PLACE, "--dry-run")
    kept = learning("course", "quiz", "regrade", *PLACE, "--never-lower", "--yes")

    assert "1 worth less" in lowers.err
    assert (kept.code, kept.out) == (0, "")
    assert "1 attempt left as they are: they would be worth less." in kept.err


def test_an_option_of_another_deed_is_refused(learning: Run) -> None:
    ran = learning("course", "quiz", "regrade", "python", "--user", "ann@x.org")

    assert ran.code == 2
    assert "--user says nothing to `regrade`: it is for grade and attempts." in ran.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("grade", "python", "nothing", "--user", "ann@x.org"), 4, "no lesson “nothing”"),
        (("grade", *PLACE, "--user", "cy@x.org"), 4, "no user “cy@x.org”"),
        (("regrade", "rust"), 4, "no course “rust”"),
        (("show", "9"), 4, "There is no attempt 9."),
    ],
)
def test_what_is_not_there_is_said(
    learning: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    more = ("--answers", "answers.yaml") if words[0] == "grade" else ()

    ran = learning("course", "quiz", *words, *more)

    assert ran.code == code
    assert said in ran.err


def test_what_cannot_be_graded_is_refused_as_data(learning: Run, home: Path) -> None:
    (home / "answers.yaml").write_text("1: z\n", encoding="utf-8")

    ran = learning("course", "quiz", "grade", *PLACE, "--user", "ann@x.org", "--answers",
                   "answers.yaml", "--format", "json")  # fmt: skip

    assert ran.code == 3
    assert json.loads(ran.err)["error"]["code"] == "attempt.unanswerable"


@pytest.mark.parametrize("seed", ["-1", "9223372036854775808", "9" * 30])
def test_a_seed_that_cannot_be_kept_is_no_seed(learning: Run, seed: str) -> None:
    grade = ("course", "quiz", "grade", *PLACE, "--user", "ann@x.org", "--answers", "answers.yaml")

    assert learning(*grade, "--seed", seed).code == 2
    assert recorded(learning, "ann", "--seed", "9223372036854775807")["seed"] == 2**63 - 1


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9" * 30])
def test_a_number_that_no_attempt_has_is_missing(learning: Run, number: str) -> None:
    ran = learning("course", "quiz", "show", number)

    assert (ran.code, ran.err.startswith("error: There is no attempt")) == (4, True)


# -- of many learners ------------------------------------------------------------------------------

EXAM = "E-Mail,1,Which word skips?\nann@x.org,b,skip\nbob@x.org,c,skip\nsam@x.org,b,skip\n"


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

    assert "1 question without a column, so not answered: " in ran.err


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
