"""Sheets, what people write on them, and how a graded one reads."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.quizzes.answers import unanswerable
from academy_cli.quizzes.drawing import draw
from academy_cli.quizzes.grading import grade, grade_attempt
from academy_cli.quizzes.questions import Quiz
from academy_cli.quizzes.sheet import Asked, letter, marked, sheet, shown_points, solution, told
from academy_cli.quizzes.texts import name_of
from academy_cli.quizzes.words import answers_of, meant
from tests.authoring.chance import often
from tests.quizzes.quizzes import SOUND, asked, question, quiz
from tests.quizzes.test_grading import JSON, RIGHT

ONE, TWO = name_of("one"), name_of("two")


def put(kind: str, seed: int = 0, **keys: Any) -> Asked:
    """One question on a sheet, in the order of the file where that is shown."""
    (one,) = sheet(quiz(asked(kind, **keys)), draw(quiz(asked(kind, **keys)), seed))
    return one


def whole(**keys: Any) -> Quiz:
    return quiz(*(asked(kind, id=kind) for kind in SOUND), **keys)


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        *("a", "z", "aa", "az", "ba", "zz", "aaa")
    ]
    assert len({letter(index) for index in range(2000)}) == 2000


@pytest.mark.parametrize(
    ("points", "shown"),
    [("0", "0"), ("2", "2"), ("1/2", "0.50"), ("2/3", "0.66"), ("999/1000", "0.99"), ("1000", "1000")],
)  # fmt: skip
def test_points_are_never_shown_as_more_than_they_are(points: str, shown: str) -> None:
    assert str(shown_points(Fraction(points))) == shown


@often(100, torture=3000)
@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**6))
def test_points_shown_are_less_than_a_hundredth_off(points: Fraction) -> None:
    shown = shown_points(points)

    assert isinstance(shown, Decimal)
    assert 0 <= points - Fraction(shown) < Fraction(1, 100)


@pytest.mark.parametrize("said", ["a -> 2; b -> 1", "a = 2, b = 1", "a → 2\nb: 1", "a=>2;b=1"])
def test_pairs_may_be_written_in_words(said: str) -> None:
    left, right = name_of("a"), name_of("b")

    assert meant(put("matching"), said) == ({left: name_of("2"), right: name_of("1")}, "")


def test_words_that_pair_nothing_or_two_ways_are_nobodys_guess() -> None:
    pairs = [{"left": "x", "right": "y = z"}, {"left": "x = y", "right": "z"}]
    on_sheet = put("matching", pairs=pairs)

    for said in ("x = y = z", "x =", "x -> nothing", "= z", "x -> z; x -> z"):
        assert meant(on_sheet, said) == (said, "")


def test_a_choice_is_also_its_text_without_the_marks_of_markdown() -> None:
    texts = ("`while`", "**do** _it_", "snake_case", r"2 \* 3", "``a`b``")
    on_sheet = put("multiple", choices=[{"text": one, "correct": True} for one in texts])

    read = meant(on_sheet, ["while", "do it", "snake_case", "2 * 3", "a`b"])

    assert read == ([name_of(one) for one in texts], "")


def test_the_text_with_its_marks_comes_before_the_one_without() -> None:
    on_sheet = put("single", choices=[{"text": "`it`", "correct": True}, {"text": "it"}])

    assert meant(on_sheet, "it") == (name_of("it"), "")
    assert meant(on_sheet, "`it`") == (name_of("`it`"), "")


@pytest.mark.parametrize("kind", SOUND)
def test_the_right_answer_as_it_is_told_is_right(kind: str) -> None:
    """Whoever writes what the solution says has all points."""
    made, on_sheet = question(kind), put(kind)
    written: Any = solution(made)
    if kind == "numeric":
        assert written == "3.14 ± 1% m"
        written = "3.14 m"
    if kind in ("multiple", "ordering"):
        written = written.split(", ")

    answer, why = meant(on_sheet, written)

    assert (why, grade(made, answer).is_right) == ("", True)
    if kind not in ("numeric", "short"):
        assert told(made, RIGHT[kind]) == solution(made)


@pytest.mark.parametrize(
    ("kind", "said", "answer"),
    [
        ("single", "b", name_of("b")),
        ("single", " A ", name_of("a")),
        ("single", name_of("c"), name_of("c")),
        ("single", "x", "x"),
        ("multiple", "a, c", [name_of("a"), name_of("c")]),
        ("multiple", ["d", "a"], [name_of("d"), name_of("a")]),
        ("multiple", "b", [name_of("b")]),
        ("true-false", " TRUE ", True),
        ("true-false", "n", False),
        ("true-false", "maybe", "maybe"),
        ("true-false", False, False),
        ("numeric", " 3,14 m", " 3,14 m"),
        ("short", "Paris", "Paris"),
        ("matching", {"1": "1"}, {name_of("a"): name_of("1")}),
        ("matching", {"a": "3", "b": None}, {name_of("a"): name_of("3"), name_of("b"): None}),
        ("matching", "nonsense", "nonsense"),
    ],
)
def test_what_people_write_is_what_they_mean(kind: str, said: Any, answer: Any) -> None:
    assert meant(put(kind), said) == (answer, "")


@pytest.mark.parametrize("said", ["1b 2a", "1=b, 2=a", "1: b; 2: a", "1→b 2→a", "1-b,2-a", "1b2a"])
def test_pairs_may_be_written_short(said: str) -> None:
    on_sheet = put("matching")
    first, second = (option.key for option in on_sheet.options[:2])

    assert meant(on_sheet, said) == (
        {on_sheet.lefts[0].key: second, on_sheet.lefts[1].key: first}, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    "said", ["a -> 1; b -> 3", "b=>3;a=>1", "a = 1\nb = 3", " a→1 ; b → 3 ; ", "a->1;b->3"]
)
def test_pairs_may_be_written_as_other_platforms_write_them(said: str) -> None:
    assert meant(put("matching"), said) == (
        {name_of("a"): name_of("1"), name_of("b"): name_of("3")}, "",
    )  # fmt: skip


@pytest.mark.parametrize("said", ["a -> 1; b", "a -> 1 -> 3", "a; b", "->", "a -> 1; a -> 3"])
def test_pairs_that_nobody_can_read_are_not_guessed(said: str) -> None:
    answer, _ = meant(put("matching"), said)

    assert answer == said


def test_a_letter_that_is_another_choices_text_is_nobodys_guess() -> None:
    choices = [{"text": "b", "correct": True}, {"text": "a"}]

    answer, why = meant(put("single", choices=choices), "b")

    assert (answer, why) == (
        *("b", "“b” is a letter of the sheet and the text of another choice: write its key."),
    )
    assert meant(put("single", choices=choices), name_of("b")) == (name_of("b"), "")


def test_a_choice_with_a_comma_can_be_written_whole() -> None:
    choices = [{"text": "x, y", "correct": True}, {"text": "z", "correct": True}, {"text": "w"}]
    on_sheet = put("multiple", choices=choices)

    assert meant(on_sheet, "x, y") == ([name_of("x, y")], "")
    assert meant(on_sheet, ["x, y", "z"]) == ([name_of("x, y"), name_of("z")], "")


@pytest.mark.parametrize("kind", SOUND)
@often(40, torture=2000)
@given(said=JSON)
def test_whatever_is_written_becomes_an_answer_or_a_sentence(kind: str, said: Any) -> None:
    made, on_sheet = question(kind), put(kind)

    answers, refused = answers_of([on_sheet], {made.key: made}, {"1": said})

    assert [*answers] == [made.key]
    assert bool(refused) == any(one.why for one in refused)
    assert refused or not unanswerable(made, answers[made.key])
    assert 0 <= grade(made, answers[made.key]).points <= 1
    assert isinstance(told(made, answers[made.key]), str)


def test_a_number_on_the_sheet_is_that_question_as_it_was_drawn() -> None:
    made = whole(shuffle="questions")
    on_sheet = sheet(made, draw(made, 5))
    at = next(one.number for one in on_sheet if one.key == "true-false")
    questions = {one.key: one for one in made.questions}

    assert answers_of(on_sheet, questions, {str(at): "t"}) == ({"true-false": True}, [])


@pytest.mark.parametrize(
    ("show", "seen"),
    [
        ("never", set()),
        ("score", {"points", "out_of", "is_right", "answer"}),
        ("feedback", {"points", "out_of", "is_right", "answer", "why", "feedback"}),
        (
            "answers",
            {
                "points",
                "out_of",
                "is_right",
                "answer",
                "why",
                "feedback",
                "solution",
                "explanation",
            },
        ),
    ],
)
def test_nothing_is_seen_that_is_not_to_be_seen(show: str, seen: set[str]) -> None:
    """The right answer least of all."""
    choices = [{"text": "yes", "correct": True, "feedback": "Well."}, {"text": "no"}]
    made = quiz(asked("single", choices=choices, explanation="Because."))
    answers = {one.key: name_of("yes") for one in made.questions}
    score = grade_attempt(made, [*answers], answers)

    found = {
        name
        for one in marked(made, answers, score, show)
        for name, value in one._asdict().items()
        if value and name not in ("number", "key", "kind", "text")
    }

    assert found == seen
