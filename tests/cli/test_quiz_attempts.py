"""Attempts at quizzes from the terminal: recorded, answered, listed, shown and graded again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.people import shown
from tests.cli.quizroom import MENDED, PLACE, QUIZ, opened, publish, recorded
from tests.cli.screen import Screen
from tests.cli.test_academy import contents


@pytest.fixture
def learning(home: Path, founded: Run) -> Run:
    """An academy in which ann and bob are in a course of a quiz."""
    return opened(home, founded)


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


def test_the_sheet_of_a_course_is_that_of_its_file_and_for_staff_alone(
    learning: Run, home: Path
) -> None:
    (file,) = home.rglob("*loops.quiz.yaml")
    for seed in ("0", "7"):
        here = learning("course", "quiz", "show", *PLACE, "--seed", seed, "--format", "json")
        there = learning("course", "quiz", "show", str(file), "--seed", seed, "--format", "json")
        assert (here.code, json.loads(here.out)) == (0, json.loads(there.out))

    assert learning("course", "quiz", "show", *PLACE, "--as", "ann@x.org").code == 6
    gone = learning("course", "quiz", "show", "python", "lops.quiz")
    assert (gone.code, "Did you mean “loops.quiz”?" in gone.err) == (4, True)


def test_whoever_acts_answers_for_themselves(learning: Run) -> None:
    as_ann = ("--as", "ann@x.org")

    ran = learning("course", "quiz", "grade", *PLACE, "--answers", "answers.yaml", *as_ann)

    assert ran.code == 0, ran.err
    assert learning("course", "quiz", "attempts", *as_ann).out.count("ann@x.org") == 1
    told = shown(learning, "course", "quiz", "show", "1", *as_ann)
    assert [one["solution"] for one in told["questions"]] == ["", ""]
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

    changes = {one["kind"]: one["impact"]["answered"] for one in plan["changes"]}
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

    assert [one["impact"]["judged"] for one in plan["changes"]] == [2]
    assert "changes whether 2 attempts passed, by another pass mark" in told
    assert "once graded again: academy course quiz regrade python" in told
    assert "See what that does to scores: academy course quiz regrade python" in done.err
    assert regraded["pass_now"] == 2
    quiz.write_text(QUIZ.replace("pass_mark: 60", "pass_mark: 40"), encoding="utf-8")
    assert "pass mark" not in learning("course", "plan", "python", "--format", "table").out


def test_who_passes_no_longer_is_said_to_keep_what_that_completed(
    learning: Run, home: Path
) -> None:
    publish(home, learning, MENDED)
    recorded(learning)
    publish(home, learning, QUIZ)

    dry = learning("course", "quiz", "regrade", *PLACE, "--dry-run")
    done = learning("course", "quiz", "regrade", *PLACE, "--yes")

    assert "1 passed no longer." in dry.err
    for told in (dry.err, done.err):
        assert "keeps what that completed: lessons, courses and certificates." in told
    assert "completed" in learning("enrollment", "list", "--user", "ann@x.org").out


def test_never_lower_says_what_is_left_as_it_is(learning: Run, home: Path) -> None:
    recorded(learning)
    publish(home, learning, QUIZ.replace("{text: while}", "{text: while, correct: true}").replace(
        "{text: do while, correct: true}", "{text: do while}"))  # fmt: skip

    lowers = learning("course", "quiz", "regrade", *PLACE, "--dry-run")
    kept = learning("course", "quiz", "regrade", *PLACE, "--never-lower", "--yes")

    assert "1 worth less" in lowers.err
    assert (kept.code, kept.out) == (0, "")
    assert "1 attempt left as it is: it would be worth less." in kept.err


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
