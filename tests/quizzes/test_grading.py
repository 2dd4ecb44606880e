"""What answers are worth: by kind, in part, and never more or less than there is."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.quizzes import grading
from academy_cli.quizzes.answers import unanswerable
from academy_cli.quizzes.drawing import draw
from academy_cli.quizzes.grading import grade, grade_attempt
from academy_cli.quizzes.questions import Question
from academy_cli.quizzes.texts import IGNORED, name_of
from tests.authoring.chance import often
from tests.quizzes.quizzes import SOUND, asked, question, quiz

A, B, C, D = (name_of(text) for text in "abcd")
ONE, TWO, THREE, FOUR = (name_of(text) for text in ("one", "two", "three", "four"))
X, Y, Z = (name_of(text) for text in "123")
RIGHT: dict[str, Any] = {
    "single": A,
    "multiple": [B, A],
    "true-false": True,
    "numeric": "3,14 m",
    "short": " paris ",
    "ordering": [ONE, TWO, THREE, FOUR],
    "matching": {A: X, B: Y},
}
WRONG: dict[str, Any] = {
    "single": B,
    "multiple": [C],
    "true-false": False,
    "numeric": "3.2",
    "short": "Lyon",
    "ordering": [FOUR, THREE, TWO, ONE],
    "matching": {A: Y, B: X},
}
KEYS = st.text(max_size=5) | st.sampled_from([A, B])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from([A, B, C, D, ONE, TWO, X, Y, Z, "3.14", "1,000", "Paris"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
"""Any JSON value, with those that mean something among them."""


WHOLE = quiz(*(asked(kind, id=kind, points=3) for kind in SOUND))


def points(kind: str, answer: Any, **keys: Any) -> Fraction:
    return grade(question(kind, **keys), answer).points


@pytest.mark.parametrize("kind", SOUND)
def test_a_right_answer_has_all_points_and_a_wrong_one_none(kind: str) -> None:
    right, wrong = (grade(question(kind, points=5), one[kind]) for one in (RIGHT, WRONG))

    assert (right.points, right.is_right, right.is_answered, right.why) == (5, True, True, "right")
    assert (wrong.points, wrong.is_right, wrong.is_answered) == (0, False, True)


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("nothing", [None, "", "  ", [], {}])
def test_no_answer_has_no_points_and_is_nothing_to_refuse(kind: str, nothing: Any) -> None:
    graded = grade(question(kind), nothing)

    assert (graded.points, graded.is_answered, graded.why) == (0, False, "not answered")
    assert unanswerable(question(kind), nothing) == ""


@pytest.mark.parametrize(
    ("answer", "worth"),
    [([A], "1/2"), ([A, B], "1"), ([A, C], "0"), ([A, B, C], "1/2"), ([A, B, C, D], "0"), ([C, D], "0")],
)  # fmt: skip
def test_wrong_ticks_take_right_ones_away_but_nothing_else(answer: list[str], worth: str) -> None:
    assert points("multiple", answer) == Fraction(worth)
    assert points("multiple", answer, partial="none") == (1 if worth == "1" else 0)


@pytest.mark.parametrize(
    ("answer", "worth"),
    [
        ([ONE, TWO, THREE, FOUR], "1"),
        ([TWO, THREE, FOUR, ONE], "2/3"),
        ([ONE, TWO, FOUR, THREE], "1/3"),
        ([THREE, FOUR, ONE, TWO], "2/3"),
        ([FOUR, THREE, TWO, ONE], "0"),
    ],
)
def test_an_order_is_worth_its_neighbours(answer: list[str], worth: str) -> None:
    assert points("ordering", answer) == Fraction(worth)
    assert points("ordering", answer, partial="none") == (1 if worth == "1" else 0)


def test_only_the_right_order_has_all_points() -> None:
    worth = [points("ordering", [*order]) for order in permutations([ONE, TWO, THREE, FOUR])]

    assert worth.count(Fraction(1)) == 1


@pytest.mark.parametrize(
    ("answer", "worth"),
    [({A: X, B: Z}, "1/2"), ({A: X}, "1/2"), ({A: X, B: None}, "1/2"), ({A: Z, B: Z}, "0")],
)
def test_pairs_count_one_by_one(answer: dict[str, str], worth: str) -> None:
    assert points("matching", answer) == Fraction(worth)
    assert points("matching", answer, partial="none") == 0


def test_a_right_side_may_belong_to_several() -> None:
    pairs = [{"left": "a", "right": "1"}, {"left": "b", "right": "1"}, {"left": "c", "right": "2"}]

    assert points("matching", {A: X, B: X, C: Y}, pairs=pairs) == 1


@pytest.mark.parametrize(
    ("accept", "ignore", "answer", "is_right"),
    [
        ("Paris", None, "PARIS", True),
        ("Paris", [], "paris", False),
        ("New York", None, "  new   york ", True),
        ("New York", None, "newyork", False),
        ("New York", ["spaces"], "NewYork", True),
        ("café", ["accents"], "cafe", True),
        ("café", None, "cafe", False),
        ("café", None, "cafe\u0301", True),
        ("it's", None, "it’s", True),
        ("don't", ["punctuation"], "dont", True),
        ("Straße", None, "STRASSE", True),
        ("ﬁn", None, "fin", True),
        ("42", None, 42, True),
        ("x2", [], "ｘ２", True),
        ("break;", None, "break", False),
        ("İstanbul", None, "istanbul", True),
        ("istanbul", None, "İSTANBUL", True),
        ("ışık", None, "IŞIK", True),
        ("ışık", [], "işık", False),
        ("Paris", None, "\ufeffPar\u00adis\u200b", True),
        ("قلم", None, "\u200fقلم\u200e", True),
        ("route 66", None, "Route ٦٦", True),
        ("co-op", None, "co\u2011op", True),
        ("co-op", None, "co—op", False),
        ("Å", [], "A\u030a", True),
    ],
)
def test_short_texts_are_compared_as_their_author_says(
    accept: str, ignore: list[str] | None, answer: Any, is_right: object
) -> None:
    keys = {} if ignore is None else {"ignore": ignore}

    assert grade(question("short", accept=[accept], **keys), answer).is_right is is_right


@often(100, torture=3000)
@given(st.text(min_size=1, max_size=12), st.sets(st.sampled_from(IGNORED)))
def test_an_accepted_text_is_right_as_it_stands(text: str, ignore: set[str]) -> None:
    from academy_cli.quizzes.questions import Short

    made = question("short")
    task = Short((text,), tuple(sorted(ignore)))
    graded = grade(Question(made.key, made.text, task), text)

    assert graded.is_right or not text.strip()


CHOICES = [{"text": f"c{n}", "correct": n < 4} for n in range(8)]


@often(100, torture=3000)
@given(st.sets(st.integers(0, 7)), st.integers(0, 7), st.sampled_from(["each", "none"]))
def test_a_right_tick_more_never_costs_and_a_wrong_one_never_gives(
    ticked: set[int], more: int, partial: str
) -> None:
    made = question("multiple", choices=CHOICES, partial=partial, points=7)
    keys = [one.key for one in made.task.choices]  # type: ignore[union-attr] # it is one of choices

    before = grade(made, [keys[n] for n in sorted(ticked - {more})]).points
    after = grade(made, [keys[n] for n in sorted(ticked | {more})]).points

    is_right = bool(CHOICES[more]["correct"])
    blank = not ticked - {more}
    assert (after >= before) if is_right else (after <= before)
    assert not blank or before == 0


@often(100, torture=3000)
@given(st.permutations(range(5)), st.integers(0, 4), st.sampled_from(["each", "none"]))
def test_a_pair_that_is_put_right_never_costs(order: list[int], mended: int, partial: str) -> None:
    pairs = [{"left": f"l{n}", "right": f"r{n}"} for n in range(5)]
    made = question("matching", pairs=pairs, distractors=[], partial=partial, points=7)
    task = made.task
    lefts = [pair.left.key for pair in task.pairs]  # type: ignore[union-attr] # it is one of pairs
    rights = [pair.right.key for pair in task.pairs]  # type: ignore[union-attr] # as above
    said = {lefts[n]: rights[order[n]] for n in range(5)}

    before = grade(made, said).points
    after = grade(made, {**said, lefts[mended]: rights[mended]}).points

    assert after >= before
    assert (after > before) or order[mended] == mended or partial == "none"


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ("single", "x", "“x” is no choice of this question."),
        ("single", [A], "A list is no choice of this question."),
        ("single", A[:-1] + "z", f"“{A[:-1]}z” is no choice of this question; is `{A}` meant?"),
        ("multiple", A, f"“{A}” is no list of choices."),
        ("multiple", [A, A], f"“{A}” stands twice."),
        ("multiple", [A, 3], "“3” is no choice of this question."),
        ("true-false", "true", "“true” is neither true nor false."),
        ("true-false", 1, "“1” is neither true nor false."),
        ("numeric", "x 3", "“x 3” is no number: write it like 3.14, 1000 or 1.5e3, in m or without a unit."),
        ("numeric", "3,142", "“3,142” may be 3142 or 3.142: write which."),
        ("numeric", True, "“true” is no number: write it like 3.14, 1000 or 1.5e3, in m or without a unit."),
        ("short", "x" * 2001, "The answer is longer than 2,000 characters."),
        ("short", ["Paris"], "A list is no text."),
        ("ordering", [ONE, TWO], "2 of 4 things have no place yet."),
        ("ordering", [ONE, ONE, TWO, THREE], f"“{ONE}” stands twice."),
        ("matching", {A: "x"}, "“x” is no right side of this question."),
        ("matching", {"x": X}, "“x” is no left side of this question."),
        ("matching", [A], "A list does not say which right side belongs to which left one."),
    ],
)  # fmt: skip
def test_what_cannot_be_graded_is_refused_with_a_sentence(
    kind: str, answer: Any, said: str
) -> None:
    made = question(kind)

    assert unanswerable(made, answer) == said
    assert grade(made, answer)[1:] == (0, 1, False, False, (), said)


@pytest.mark.parametrize("kind", SOUND)
@often(60, torture=5000)
@given(answer=JSON, worth=st.integers(0, 1000), partial=st.sampled_from(["each", "none"]))
def test_any_answer_is_worth_between_nothing_and_all(
    kind: str, answer: Any, worth: int, partial: str
) -> None:
    keys = {"partial": partial} if kind in ("multiple", "ordering", "matching") else {}

    graded = grade(question(kind, points=worth, **keys), answer)

    assert 0 <= graded.points <= worth == graded.out_of
    assert graded.is_right <= graded.is_answered
    assert not graded.is_right or graded.points == worth
    assert graded.is_answered or (graded.points == 0 and graded.why)


@pytest.mark.parametrize("kind", SOUND)
def test_a_number_of_thousands_of_digits_is_no_answer(kind: str) -> None:
    """Python reads it from JSON and refuses to write it."""
    said = unanswerable(question(kind), 10**5000)

    assert said.startswith("A number so long ")


def test_a_grader_that_takes_more_than_there_is_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a rule without its floor would come to: three wrong ticks are worth less than nothing."""
    monkeypatch.setattr(grading, "max", lambda least, share: share, raising=False)

    assert points("multiple", [C, D]) < 0


@often(80, torture=3000)
@given(
    answers=st.dictionaries(st.sampled_from([f"{kind}?" for kind in SOUND]) | st.text(), JSON),
    seed=st.integers(),
    mark=st.integers(0, 100),
)
def test_any_answers_make_a_score_that_adds_up(answers: Any, seed: int, mark: int) -> None:
    made = replace(WHOLE, pass_mark=mark)
    given_answers = {name.rstrip("?"): answer for name, answer in answers.items()}

    score = grade_attempt(made, draw(made, seed).keys, given_answers)

    assert score.points == sum(one.points for one in score.questions)
    assert score.out_of == 21
    assert score.percent is not None
    assert score.percent <= score.points * 100 / score.out_of < score.percent + 1
    assert score.is_passed == (score.points * 100 >= mark * score.out_of)


def test_69_99_percent_do_not_pass_a_mark_of_70() -> None:
    marks = [asked("true-false", id=str(n), points=1000) for n in range(10)]
    made = quiz(*marks, asked("true-false", id="rest", points=1), pass_mark=70)
    keys = [one.key for one in made.questions]

    below = grade_attempt(made, keys, {str(n): True for n in range(7)})
    above = grade_attempt(made, keys, {**{str(n): True for n in range(7)}, "rest": True})

    assert (below.points, below.out_of, below.percent, below.is_passed) == (7000, 10001, 69, False)
    assert (above.points, above.percent, above.is_passed) == (7001, 70, True)
    assert round(7000 * 100 / 10001) == 70  # what rounding to the nearest would have made of it


def test_without_a_pass_mark_handing_in_is_enough() -> None:
    made = quiz(asked("single"))

    assert grade_attempt(made, [one.key for one in made.questions], {}).is_passed


def test_a_quiz_for_no_points_has_no_percentage() -> None:
    made = quiz(asked("single", points=0))

    score = grade_attempt(made, [one.key for one in made.questions], {})

    assert (score.points, score.out_of, score.percent, score.is_passed) == (0, 0, None, True)


def test_an_answer_to_a_question_that_was_not_drawn_counts_for_nothing() -> None:
    made = quiz(asked("single", id="a"), asked("true-false", id="b"))

    assert grade_attempt(made, ["a"], {"b": True}).points == 0


def test_learners_are_told_what_their_author_wrote_for_it() -> None:
    choices = [
        {"text": "a", "correct": True, "feedback": "Well."},
        {"text": "b", "feedback": "No."},
    ]
    said = {"right": "Right.", "wrong": "Wrong."}

    one = question("single", choices=choices, feedback=said)
    two = question("true-false", feedback={"true": "T.", "false": "F."})

    assert grade(one, A).feedback == ("Well.", "Right.")
    assert grade(one, B).feedback == ("No.", "Wrong.")
    assert grade(one, None).feedback == ()
    assert [grade(two, answer).feedback for answer in (True, False)] == [("T.",), ("F.",)]


def test_what_is_told_of_a_part_says_which() -> None:
    assert grade(question("multiple"), [A, C]).why == "1 of 2 right ones ticked, and 1 wrong"
    assert grade(question("ordering"), [TWO, THREE, FOUR, ONE]).why == "2 of 3 neighbours in order"
    assert grade(question("matching"), {A: X}).why == "1 of 2 pairs right"
    partly = grade(question("matching", partial="none"), {A: X}).why
    assert partly == "1 of 2 pairs right; only all of it gives points"


@often(50, torture=1000)
@given(JSON)
def test_an_answer_is_worth_the_same_once_it_was_stored(answer: Any) -> None:
    stored = json.loads(json.dumps(answer))

    for kind in SOUND:
        assert grade(question(kind), stored) == grade(question(kind), answer)
