"""``academy course quiz`` as people and scripts meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from academy_cli.cli.terminal.errors import MissingValueError
from tests.cli.conftest import Run
from tests.cli.screen import Screen

QUIZ = """\
title: Loops
text: Two questions about **loops**.
pass_mark: 70
time_limit: 20 minutes
questions:
  - kind: single
    id: once
    text: Which loop runs at least once?
    points: 2
    explanation: It asks afterwards.
    choices:
      - {text: "`while`", feedback: It asks before the first time.}
      - {text: "`do … while`", correct: true}
  - kind: multiple
    id: ends
    text: What ends a loop?
    choices:
      - {text: break, correct: true}
      - {text: return, correct: true}
      - {text: continue}
"""
EVERY_KIND = """\
questions:
  - {kind: numeric, id: n, text: How long?, answer: 18.85, tolerance: 1%, unit: cm}
  - {kind: true-false, id: t, text: A loop ends., answer: false}
  - {kind: short, id: s, text: Which word?, accept: [break]}
  - {kind: ordering, id: o, text: In order?, items: [one, two, three]}
  - kind: matching
    id: m
    text: What does each do?
    pairs: [{left: break, right: leaves}, {left: continue, right: goes on}]
  - {kind: multiple, id: a, text: Which?, choices: [{text: x, correct: true}, {text: y}]}
"""
SHEET = """\
Two questions about **loops**.

1/2  one choice (2 points)
   Which loop runs at least once?
   a) `while`
   b) `do … while`

2/2  all that are right
   What ends a loop?
   a) break
   b) return
   c) continue

2 questions, 3 points, 70 % to pass, 20 minutes
"""
SCORE = """\
1/2  wrong  0 of 2
   Which loop runs at least once?
   answer: `while`
   It asks before the first time.
   right answer: `do … while`
   It asks afterwards.

2/2  partly right  0.50 of 1
   What ends a loop?
   answer: break
   1 of 2 right ones ticked
   right answer: break, return

0.50 of 3 points, 16 %: not passed (70 % to pass)
"""


@pytest.fixture(autouse=True)
def files(home: Path) -> Path:
    (home / "loops.quiz.yaml").write_text(QUIZ, "utf-8")
    (home / "kinds.quiz.yaml").write_text(EVERY_KIND, "utf-8")
    return home


def grade(academy: Run, *words: str, given: str, file: str = "loops.quiz.yaml") -> Any:
    ran = academy("course", "quiz", "grade", file, "--answers", "-", "--format", "json", *words,
                  given=given)  # fmt: skip
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_sheet_shows_everything_but_the_answers(academy: Run) -> None:
    ran = academy("course", "quiz", "show", "loops.quiz.yaml", "--format", "table")

    assert (ran.code, ran.out, ran.err) == (0, SHEET, "")


def test_a_sheet_as_data_holds_no_answer_either(academy: Run) -> None:
    for file in ("loops.quiz.yaml", "kinds.quiz.yaml"):
        ran = academy("course", "quiz", "show", file, "--format", "json")

        assert not {"correct", "is_right", "answer", "solution", "explanation"} & set(
            _keys(ran.out)
        )


def _keys(text: str) -> list[str]:
    found: list[str] = []
    json.loads(text, object_pairs_hook=lambda pairs: found.extend(name for name, _ in pairs))
    return found


def test_a_score_says_what_was_right_and_what_would_have_been(academy: Run) -> None:
    ran = academy("course", "quiz", "grade", "loops.quiz.yaml", "--answers", "-", "--format", "table",
                  given="1: a\nends: [break]\n")  # fmt: skip

    assert (ran.code, ran.out, ran.err) == (0, SCORE, "")


def test_nobody_but_academy_is_needed(academy: Run, home: Path) -> None:
    """No settings, no database."""
    academy("course", "quiz", "show", "loops.quiz.yaml")

    assert {path.name for path in home.rglob("*")} == {"loops.quiz.yaml", "kinds.quiz.yaml"}


@pytest.mark.parametrize("given", ['{"once": "b", "2": ["a", "b"]}', "once: b\n2: a b\n"])
def test_answers_are_yaml_or_json(academy: Run, given: str) -> None:
    score = grade(academy, given=given)

    assert (score["points"], score["out_of"], score["percent"]) == ("3", 3, 100)
    assert score["is_passed"] is True


@pytest.mark.parametrize(
    "given",
    [
        "n: 18,85 cm\nt: f\ns: BREAK\no: [one, two, three]\nm: {break: leaves, continue: goes on}\na: x",
        (
            '{"n": 18.85, "t": false, "s": "break", "o": ["one", "two", "three"], "a": ["x"],'
            ' "m": {"break": "leaves", "continue": "goes on"}}'
        ),
    ],
)
def test_every_kind_can_be_answered_in_words(academy: Run, given: str) -> None:
    score = grade(academy, given=given, file="kinds.quiz.yaml")

    assert score["percent"] == 100


def test_letters_are_those_of_the_sheet_of_the_same_seed(academy: Run) -> None:
    for seed in map(str, range(6)):
        sheet = academy(
            "course", "quiz", "show", "kinds.quiz.yaml", "--seed", seed, "--format", "json"
        )
        asked = {one["key"]: one for one in json.loads(sheet.out)["questions"]}
        letters = {one["text"]: one["letter"] for one in asked["o"]["options"]}
        rights = {one["text"]: one["letter"] for one in asked["m"]["options"]}
        order = " ".join(letters[text] for text in ("one", "two", "three"))
        given = f"o: {order}\nm: 1{rights['leaves']} 2{rights['goes on']}\n"

        score = grade(academy, "--seed", seed, given=given, file="kinds.quiz.yaml")

        assert {one["key"] for one in score["questions"] if one["is_right"]} == {"o", "m"}


def test_a_learner_sees_what_the_quiz_lets_them(academy: Run, home: Path) -> None:
    def seen(show: str) -> Any:
        (home / "x.quiz.yaml").write_text(QUIZ + f"show: {show}\n", "utf-8")
        return grade(academy, "--as-learner", given="1: a", file="x.quiz.yaml")

    whole, told, score, nothing = map(seen, ("answers", "feedback", "score", "never"))

    assert (whole["questions"][0]["solution"], whole["percent"]) == ("`do … while`", 0)
    assert told["questions"][0]["feedback"] == ["It asks before the first time."]
    assert told["questions"][0]["solution"] == told["questions"][0]["explanation"] == ""
    assert (score["questions"][0]["feedback"], score["questions"][0]["is_right"]) == ([], False)
    assert (nothing["questions"], nothing["points"], nothing["is_passed"]) == ([], None, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("once: d", "“once” cannot be graded: “d” is no choice of this question."),
        ("1: a\nonce: b", "It is “once”, number 1 on the sheet, and is answered by both."),
        ("onse: a", "There is no question “onse” on this sheet; is `once` meant?"),
        ("2: a a", "“a” stands twice."),
        ("- a", "The YAML is not a list of `key: value` lines (line 1)."),
        ("1: a\n1: b", "“1” stands twice."),
        ("1: [a", "YAML does not parse"),
    ],
)  # fmt: skip
def test_what_cannot_be_graded_is_no_wrong_answer(academy: Run, given: str, said: str) -> None:
    ran = academy("course", "quiz", "grade", "loops.quiz.yaml", "--answers", "-", given=given)

    assert (ran.code, ran.out) == (3, "")
    assert said in ran.err


def test_all_that_cannot_be_graded_is_said_at_once(academy: Run) -> None:
    words = ("course", "quiz", "grade", "loops.quiz.yaml", "--answers", "-")

    ran = academy(*words, given="1: d\n2: [a, x]\n")

    assert ran.code == 3
    assert ran.err.splitlines()[:2] == [
        "“2” neither: “x” is no choice of this question.",
        (
            "error: The answer to “1” cannot be graded: “d” is no choice of this question. "
            "And so with 1 more."
        ),
    ]


def test_a_quiz_with_errors_is_no_sheet_but_its_findings(academy: Run, home: Path) -> None:
    (home / "loops.quiz.yaml").write_text(QUIZ.replace("correct: true", "correct: frue"), "utf-8")

    ran = academy("course", "quiz", "show", "loops.quiz.yaml", "--format", "json")

    assert ran.code == 3
    found = [(one["line"], one["code"], one["value"]) for one in json.loads(ran.out)]
    assert found == [(line, "yaml.wrong-type", "frue") for line in (13, 18, 19)]
    assert '"code": "quiz.invalid"' in ran.err


def test_a_warning_stands_beside_the_sheet(academy: Run, home: Path) -> None:
    (home / "loops.quiz.yaml").write_text(QUIZ.replace("title:", "titel:"), "utf-8")

    ran = academy("course", "quiz", "show", "loops.quiz.yaml", "--format", "table")

    assert (ran.code, ran.out) == (0, SHEET)
    assert "loops.quiz.yaml:1:1  `titel` is not a key of a quiz" in ran.err


def test_a_quiz_can_be_checked_alone(academy: Run, home: Path) -> None:
    sound = academy("course", "quiz", "check", "loops.quiz.yaml", "--format", "table")
    (home / "sub").mkdir()
    (home / "sub" / "x.quiz.yaml").write_text(QUIZ.replace("title:", "titel:"), "utf-8")
    odd = academy("course", "quiz", "check", "sub/x.quiz.yaml", "--format", "json")

    said = "loops.quiz.yaml: no findings in 2 questions.\n"
    assert (sound.code, sound.out, sound.err) == (0, "", said)
    assert [(one["file"], one["line"]) for one in json.loads(odd.out)] == [("sub/x.quiz.yaml", 1)]
    assert (odd.code, odd.err) == (0, "sub/x.quiz.yaml: 1 warning in 2 questions.\n")


def test_a_lesson_may_have_a_quiz(academy: Run, home: Path) -> None:
    block = "".join(f"  {line}\n" for line in QUIZ.splitlines()[1:])
    (home / "loops.md").write_text(f"---\ntitle: Loops\nquiz:\n{block}---\n\n# Loops\n", "utf-8")
    (home / "plain.md").write_text("# Loops\n", "utf-8")

    whole = academy("course", "quiz", "show", "loops.md", "--format", "table")
    plain = academy("course", "quiz", "show", "plain.md")

    assert (whole.code, whole.out) == (0, SHEET)
    assert (plain.code, "There is no quiz in “plain.md”." in plain.err) == (4, True)


def test_a_script_is_asked_nothing(academy: Run) -> None:
    ran = academy("course", "quiz", "grade", "loops.quiz.yaml")

    assert (ran.code, ran.out) == (MissingValueError("x").kind.exit_code, "")
    assert ran.err.startswith("error: --answers is missing.")


def test_a_person_is_asked_one_by_one(screen: Callable[..., Screen]) -> None:
    """With arrow keys and the space bar: the second choice, and the first two."""
    ran = screen(
        "course", "quiz", "grade", "loops.quiz.yaml", "--format", "table",
        answers="\x1b[B\r \x1b[B \r",
    )  # fmt: skip

    assert ran.code == 0
    assert ran.lines[-1] == "3 of 3 points, 100 %: passed (70 % to pass)"


def test_a_screen_reader_gets_lists_with_numbers(screen: Callable[..., Screen]) -> None:
    """A number that is none is asked for again."""
    ran = screen(
        "course", "quiz", "grade", "kinds.quiz.yaml", "--plain", "--format", "table",
        answers="long\n18,85\nfalse\nbreak\n1\n1\n1\n2\n1\n",
    )  # fmt: skip

    assert ran.code == 0
    assert "“long” is no number: write it like 3.14, 1000 or 1.5e3, in cm" in ran.text
    assert "answer: 18,85" in ran.text
    assert "answer: three, two, one" in ran.text
    assert ran.lines[-1] == "5 of 6 points, 83 %"
