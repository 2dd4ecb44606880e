"""What is found in quizzes: every code once, at its place; and nothing in what is sound."""

from __future__ import annotations

import pytest

from academy_cli.authoring.codes import CODES as IN_COURSES
from academy_cli.formats.problems import Severity
from academy_cli.formats.yamltext import dump
from academy_cli.quizzes.codes import IN_QUIZZES
from academy_cli.quizzes.reading import read_file
from tests.quizzes.quizzes import SOUND, asked, findings

CASES = {
    "quiz.no-questions": ("title: x\n", 1, 1),
    "quiz.no-right-answer": (
        "questions:\n  - kind: single\n    text: x\n    choices: [{text: a}, {text: b}]\n", 2, 5,
    ),
    "quiz.several-right": (
        ("questions:\n- kind: single\n  text: x\n  choices:\n"
        "  - {text: a, correct: true}\n  - {text: b, correct: true}\n"), 6, 5,
    ),
    "quiz.all-right": (
        ("questions:\n- kind: multiple\n  text: x\n  choices:\n"
        "  - {text: a, correct: true}\n  - {text: b, correct: true}\n"), 2, 3,
    ),
    "quiz.too-few-choices": (
        "questions:\n- kind: single\n  text: x\n  choices: [{text: a, correct: true}]\n", 4, 12,
    ),
    "quiz.duplicate-choice": (
        ("questions:\n- kind: single\n  text: x\n  choices:\n"
        "  - {text: a, correct: true}\n  - {text: b c}\n  - {text: 'b  c'}\n"), 7, 5,
    ),
    "quiz.contradictory-choice": (
        ("questions:\n- kind: single\n  text: x\n  choices:\n"
        "  - {text: a, correct: true}\n  - {text: b}\n  - {text: a}\n"), 7, 5,
    ),
    "quiz.duplicate-item": (
        "questions:\n- kind: ordering\n  text: x\n  items:\n  - a\n  - b\n  - a\n", 7, 5,
    ),
    "quiz.obvious-order": (
        "questions:\n- kind: ordering\n  text: x\n  items: [a, b]\n",
        4,
        10,
    ),
    "quiz.duplicate-pair": (
        ("questions:\n- kind: matching\n  text: x\n  pairs:\n"
        "  - {left: a, right: b}\n  - {left: a, right: c}\n"), 6, 5,
    ),
    "quiz.fitting-distractor": (
        ("questions:\n- kind: matching\n  text: x\n  pairs:\n"
        "  - {left: a, right: b}\n  - {left: c, right: d}\n  distractors: [e, b]\n"), 7, 20,
    ),
    "quiz.duplicate-answer": (
        "questions:\n- kind: short\n  text: x\n  accept: [Paris, Lyon, paris]\n", 4, 25,
    ),
    "quiz.blank-answer": (
        "questions:\n- kind: short\n  text: x\n  accept: [a, '…']\n  ignore: [punctuation]\n", 4, 15,
    ),
    "quiz.hidden-text": (
        ("questions:\n- kind: single\n  text: Which?\n  choices:\n"
        "  - {text: a, correct: true}\n  - {text: <b>}\n"), 6, 12,
    ),
    "quiz.bad-tolerance": (
        "questions:\n- kind: numeric\n  text: x\n  answer: 0.00\n  tolerance: 5%\n", 5, 14,
    ),
    "quiz.pool-too-small": (
        "questions:\n- pool: p\n  pick: 2\n  questions: [{kind: true-false, text: x, answer: true}]\n", 3, 9,
    ),
    "quiz.whole-pool": (
        "questions:\n- pool: p\n  pick: 1\n  questions: [{kind: true-false, text: x, answer: true}]\n", 3, 9,
    ),
    "quiz.uneven-pool": (
        ("questions:\n- pool: p\n  pick: 1\n  questions:\n"
        "  - {kind: true-false, text: x, answer: true}\n"
        "  - {kind: true-false, text: y, answer: true, points: 2}\n"), 2, 3,
    ),
    "quiz.duplicate-id": (
        ("questions:\n- {kind: true-false, text: x, answer: true, id: a}\n"
        "- {kind: true-false, text: y, answer: true, id: a}\n"), 3, 3,
    ),
    "quiz.duplicate-question": (
        ("questions:\n- {kind: true-false, text: x, answer: true}\n"
        "- {kind: true-false, text: ' x', answer: false}\n"), 3, 3,
    ),
    "quiz.unreachable-pass-mark": (
        "pass_mark: 1\nquestions:\n- {kind: true-false, text: x, answer: true, points: 0}\n", 1, 12,
    ),
}  # fmt: skip
"""For each code a quiz that has it and nothing else, with line and column."""


@pytest.mark.parametrize("code", CASES)
def test_each_is_found_where_it_is_and_alone(code: str) -> None:
    text, line, column = CASES[code]

    found = [(one.code, one.line, one.column) for one in findings(text)]

    assert found == [(code, line, column)]


def test_every_code_has_a_case() -> None:
    assert CASES.keys() == IN_QUIZZES.keys()


def test_every_code_can_be_found_in_a_course() -> None:
    assert IN_QUIZZES.items() <= IN_COURSES.items()


def test_no_error_of_a_quiz_can_be_lowered() -> None:
    """What has one cannot be graded as its author meant it."""
    assert all(code.is_firm == (code.severity is Severity.ERROR) for code in IN_QUIZZES.values())


@pytest.mark.parametrize("code", [code for code in CASES if IN_QUIZZES[code].is_firm])
def test_a_quiz_with_an_error_is_none(code: str) -> None:
    assert read_file(CASES[code][0].encode())[0] is None


@pytest.mark.parametrize("kind", SOUND)
def test_nothing_is_wrong_with_a_sound_question(kind: str) -> None:
    assert findings(dump({"questions": [asked(kind)]})) == ()


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ('"true"', "Remove the quotes."),
        ("frue", "Write `true` or `false`; did you mean `true`?"),
        ("True", "Write `true`."),
        ('"False"', "Write `false`, without quotes."),
        ("yes", "Write `true` or `false`."),
    ],
)
def test_what_is_no_boolean_says_how_to_write_one(written: str, hint: str) -> None:
    text = f"questions: [{{kind: single, text: x, choices: [{{text: a, correct: {written}}}]}}]"

    (found,) = findings(text)

    assert (found.code, found.hint, found.is_firm) == ("yaml.wrong-type", hint, True)


@pytest.mark.parametrize(
    "text",
    [
        "questions: [{kind: numeric, text: x, answer: 3, tolerence: 1}]",
        "questions: [{kind: single, text: x, choices: [{text: a, right: true}, {text: b}]}]",
        "question: [{kind: true-false, text: x, answer: true}]\nquestions: []",
        "passmark: 70\nquestions: [{kind: true-false, text: x, answer: true}]",
        "Pass-Mark: 70\nquestions: [{kind: true-false, text: x, answer: true}]",
    ],
)
def test_a_key_that_the_grading_goes_by_is_never_lost_by_a_slip(text: str) -> None:
    found = findings(text)

    assert "yaml.misspelt-key" in {one.code for one in found}
    assert all(one.is_firm for one in found)


def test_a_word_that_means_nothing_to_yaml_is_said_to_need_quotes() -> None:
    (found,) = findings("questions: [{kind: short, text: null, accept: [x]}]")

    assert (found.code, found.message) == ("yaml.required", "`text:` is missing")
    assert found.hint == 'Add `text: …` (what is asked, in Markdown); the word itself is `"null"`.'


def test_questions_that_cannot_be_read_are_no_quiz_without_questions() -> None:
    assert [one.code for one in findings("questions: [{kind: x, text: x}]")] == ["yaml.bad-value"]


def test_a_pass_mark_is_out_of_reach_for_whoever_may_draw_no_points() -> None:
    pool = {"pool": "p", "pick": 1, "questions": [asked("short", points=0), asked("numeric")]}
    reachable = {**pool, "pick": 2}

    codes = [
        {one.code for one in findings(dump({"pass_mark": 50, "questions": [some]}))}
        for some in (pool, reachable)
    ]

    assert codes == [
        {"quiz.uneven-pool", "quiz.unreachable-pass-mark"},
        {"quiz.uneven-pool", "quiz.whole-pool"},
    ]


def test_a_choice_can_be_right_for_several_pairs() -> None:
    pairs = [{"left": "a", "right": "x"}, {"left": "b", "right": "x"}, {"left": "c", "right": "y"}]

    assert findings(dump({"questions": [asked("matching", pairs=pairs)]})) == ()
