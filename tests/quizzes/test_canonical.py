"""Questions and quizzes as text and back, and the names of questions that have no id."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.quizzes.canonical import question_fields, quiz_fields, read_question, read_quiz
from tests.authoring.chance import often
from tests.quizzes.quizzes import SOUND, asked, question, quiz

VARIANTS: list[tuple[str, dict[str, Any]]] = [
    *((kind, {}) for kind in SOUND),
    *((kind, {"id": "q", "points": 0, "explanation": "Why."}) for kind in SOUND),
    *((kind, {"partial": "none"}) for kind in ("multiple", "ordering", "matching")),
    ("single", {"choices": [{"text": "a", "id": "x", "correct": True, "feedback": "f"}, {"text": "b"}]}),
    ("single", {"choices": [{"text": "a", "correct": True}, {"text": "b"}, {"text": "c", "fixed": True}]}),
    ("true-false", {"answer": False, "feedback": {"true": "t", "false": "f"}}),
    ("numeric", {"answer": "6.02e23", "tolerance": "0.50"}),
    ("short", {"ignore": [], "feedback": {"right": "r", "wrong": "w"}}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "keys"), VARIANTS)
def test_a_question_is_its_text_and_back(kind: str, keys: dict[str, Any]) -> None:
    made = question(kind, **keys)

    assert read_question(question_fields(made)) == made


@pytest.mark.parametrize(("kind", "keys"), VARIANTS[len(SOUND) :])
def test_whatever_is_said_of_a_question_is_in_its_text(kind: str, keys: dict[str, Any]) -> None:
    assert question_fields(question(kind, **keys)) != question_fields(question(kind))


@often(60, torture=2000)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1e6, max_value=1e6))
def test_numbers_are_exact_in_it(number: Any) -> None:
    made = question("numeric", answer=f"{number:f}", tolerance="0.1")

    assert read_question(question_fields(made)).task.answer == number  # type: ignore[union-attr]


def test_one_number_has_one_text() -> None:
    texts = {question_fields(question("numeric", answer=text)) for text in ("1.50", "1.5", "15e-1")}

    assert len(texts) == 1


def test_a_quiz_is_its_text_and_its_questions_and_back() -> None:
    pool = {"pool": "p", "pick": 1, "questions": [asked("short"), asked("short", text="other")]}
    made = quiz(asked("single"), pool, asked("numeric"), pass_mark=50, attempts=2,
                time_limit="20 minutes", shuffle="all", show="answers", text="Begin.")  # fmt: skip

    assert read_quiz(quiz_fields(made), made.questions) == made
    assert read_quiz(quiz_fields(quiz(asked("short"))), [question("short")]) == quiz(asked("short"))


@often(20, torture=200)
@given(st.permutations(range(5)))
def test_questions_keep_their_names_wherever_they_stand(order: list[int]) -> None:
    """Also those that ask the same, which differ by what else they say."""
    asking = [asked("short", text="x", accept=[str(number % 4)]) for number in range(4)]
    asking.append(asked("true-false", text="x"))

    keys = {question_fields(one) for one in quiz(*(asking[index] for index in order)).questions}

    assert keys == {question_fields(one) for one in quiz(*asking).questions}
    assert len({read_question(one).key for one in keys}) == 5


def test_a_name_follows_from_kind_and_text_alone() -> None:
    names = {
        question("single", points=3, text=" What\n is  it?").key,
        question("single", text="What is it?", explanation="x").key,
    }

    assert len(names) == 1
    assert names != {question("multiple", text="What is it?").key}
    assert names != {question("single", text="What was it?").key}


def test_an_id_that_looks_like_a_name_leaves_it_to_the_question_that_has_it() -> None:
    name = question("single").key

    first, second = quiz(asked("single"), asked("short", id=name)).questions

    assert (first.key, second.key) == (f"{name}-2", name)


def test_choices_keep_their_names_wherever_they_stand() -> None:
    choices = list(SOUND["single"]["choices"])
    random.Random(1).shuffle(choices)

    def keys(one: Any) -> dict[str, str]:
        return {choice.text: choice.key for choice in one.task.choices}

    assert keys(question("single", choices=choices)) == keys(question("single"))


def test_a_name_is_the_same_on_every_machine() -> None:
    """Answers are stored by it: another way to make it would lose them."""
    assert question("single", text="What is **Azure**?").key == "b210b498659f"
