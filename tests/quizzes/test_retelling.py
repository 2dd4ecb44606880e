"""A quiz in another language: other words, the same keys; whatever would count otherwise is said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.quizzes.grading import grade
from academy_cli.quizzes.questions import Matching, Multiple, Ordering, Question, Single
from academy_cli.quizzes.retelling import differences, retold
from tests.authoring.chance import often
from tests.quizzes.quizzes import SOUND, asked, quiz

GERMAN: dict[str, dict[str, Any]] = {
    "single": {"choices": [{"text": "A", "correct": True, "feedback": "Ja."}, *({"text": x} for x in "BC")]},
    "multiple": {"choices": [*({"text": x, "correct": True} for x in "AB"), *({"text": x} for x in "CD")]},
    "true-false": {"feedback": {"true": "Ja.", "false": "Nein."}},
    "numeric": {"unit": "Meter", "tolerance": "5"},
    "short": {"accept": ["Paris", "Lutetia"], "feedback": {"right": "Ja.", "wrong": "Nein."}},
    "ordering": {"items": ["eins", "zwei", "drei", "vier"]},
    "matching": {
        "pairs": [{"left": "A", "right": "eins"}, {"left": "B", "right": "zwei"}],
        "distractors": ["drei"],
    },
}  # fmt: skip
"""The keys of each kind, in other words."""


def german(kind: str, **keys: Any) -> dict[str, Any]:
    """A sound question in other words, with others in place of some."""
    said = {"text": f"{kind} auf Deutsch?", "explanation": "Darum.", **GERMAN[kind]}
    return asked(kind, **{**said, **keys})


def told(kind: str) -> tuple[Question, Question]:
    """A question, and itself in other words."""
    original, translation = quiz(asked(kind)), quiz(german(kind))
    assert [*differences(original, translation)] == []
    (one,), (other,) = original.questions, retold(original, translation).questions
    return one, other


def keys(question: Question) -> list[str]:
    """Whatever an answer to a question can say."""
    task = question.task
    match task:
        case Single() | Multiple():
            return [one.key for one in task.choices]
        case Ordering():
            return [one.key for one in task.items]
        case Matching():
            lefts = [pair.left.key for pair in task.pairs]
            return [*lefts, *(one.key for one in task.rights)]
        case _:
            return []


@pytest.mark.parametrize("kind", SOUND)
def test_a_question_in_other_words_keeps_its_keys_and_points(kind: str) -> None:
    one, other = told(kind)

    assert (other.key, other.kind, other.points) == (one.key, kind, one.points)
    assert keys(other) == keys(one)
    assert (other.text, other.explanation) == (f"{kind} auf Deutsch?", "Darum.")


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", lambda one: one.task.choices[0].key),
        ("multiple", lambda one: [one.task.choices[0].key, one.task.choices[2].key]),
        ("true-false", lambda one: False),
        ("numeric", lambda one: "3.5"),
        ("ordering", lambda one: [item.key for item in reversed(one.task.items)]),
        ("matching", lambda one: {one.task.pairs[0].left.key: one.task.pairs[1].right.key}),
    ],
)
def test_an_answer_is_worth_the_same_in_both(kind: str, answer: Any) -> None:
    one, other = told(kind)

    mine, theirs = grade(one, answer(one)), grade(other, answer(other))

    assert answer(one) == answer(other)
    assert (mine.points, mine.is_right) == (theirs.points, theirs.is_right)


def test_what_is_typed_is_each_languages_own() -> None:
    one, other = told("short")

    assert not grade(one, "Lutetia").is_right
    assert grade(other, "Lutetia").is_right


def test_settings_and_pools_are_the_originals() -> None:
    pool = {"pool": "p", "pick": 1, "questions": [asked("short"), asked("single")]}
    original = quiz(pool, asked("numeric"), pass_mark=80, show="never", text="Begin.")
    said = quiz(german("short"), german("single"), german("numeric"), text="Los.", pass_mark=10)

    found = retold(original, said)

    assert (found.pass_mark, found.show, found.text) == (80, "never", "Los.")
    assert [one.key for one in found.questions] == [one.key for one in original.questions]
    assert len(found.entries) == 2


def test_a_side_that_belongs_to_several_stays_one() -> None:
    pairs = [{"left": left, "right": right} for left, right in ("a1", "b1", "c2")]
    theirs = [{"left": left, "right": right} for left, right in ("AX", "BX", "CY")]
    others = [{"left": left, "right": right} for left, right in ("AX", "BY", "CY")]
    original = quiz(asked("matching", pairs=pairs))

    found = retold(original, quiz(german("matching", pairs=theirs)))

    task = next(found.questions).task
    assert isinstance(task, Matching)
    assert [one.text for one in task.rights] == ["X", "Y", "drei"]
    assert [*differences(original, quiz(german("matching", pairs=others)))]


@pytest.mark.parametrize("kind", SOUND)
@often(20, torture=200)
@given(chance=st.data())
def test_a_quiz_retold_by_itself_is_itself(kind: str, chance: st.DataObject) -> None:
    kinds = chance.draw(st.lists(st.sampled_from(sorted(SOUND)), max_size=4))
    made = quiz(*(asked(one, text=f"{n}?") for n, one in enumerate([kind, *kinds])))

    assert [*differences(made, made)] == []
    assert retold(made, made) == made


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            [asked("short"), asked("single")],
            [german("short")],
            "the number of questions is 1 here, and 2 in the original",
        ),
        (
            [asked("short")],
            [german("single")],
            "question 1 is of the kind `single` here, and `short` in the original",
        ),
        (
            [asked("short"), asked("single")],
            [german("short"), german("single", choices=SOUND["single"]["choices"][:2])],
            "question 2 has 2 choices here, and 3 in the original",
        ),
        (
            [asked("ordering")],
            [german("ordering", items=["eins", "zwei"])],
            "question 1 has 2 items here, and 4 in the original",
        ),
        (
            [asked("matching")],
            [german("matching", distractors=[])],
            "question 1 has 0 distractors here, and 1 in the original",
        ),
        (
            [asked("single")],
            [german("single", choices=SOUND["single"]["choices"][::-1])],
            "question 1 has another right answer",
        ),
        ([asked("true-false")], [german("true-false", answer=False)], "question 1 has another right answer"),
        ([asked("numeric")], [german("numeric", answer="3")], "question 1 has another right answer"),
        (
            [asked("short", id="a"), asked("short", id="b", text="B?")],
            [german("short", id="b"), german("short", id="a", text="A?")],
            "question 1 is `b` here, and `a` in the original",
        ),
        (
            [asked("multiple", choices=[{"text": x, "id": x, "correct": True} for x in "ab"])],
            [german("multiple", choices=[{"text": x, "id": x, "correct": True} for x in "ba"])],
            "question 1 has its choices in another order: their ids are others",
        ),
    ],
)  # fmt: skip
def test_what_would_count_otherwise_is_said(
    one: list[dict[str, Any]], other: list[dict[str, Any]], said: str
) -> None:
    assert next(differences(quiz(*one), quiz(*other))) == said


def test_what_is_no_matter_of_language_makes_no_difference() -> None:
    original = quiz(asked("numeric", points=3), show="answers", attempts=2)
    said = quiz(german("numeric", points=1, id="eigene"), shuffle="all")

    assert [*differences(original, said)] == []
    assert next(retold(original, said).questions).points == 3
