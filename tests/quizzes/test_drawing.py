"""What an attempt shows: the same for the same seed on every machine, fair, and never changed afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.quizzes import chance
from academy_cli.quizzes.chance import Chance
from academy_cli.quizzes.drawing import draw, drawing_fields, read_drawing
from academy_cli.quizzes.questions import Ordering, Quiz
from academy_cli.quizzes.texts import name_of
from tests.authoring.chance import often
from tests.quizzes.quizzes import SOUND, asked, quiz

SEEDS = st.integers(-(2**63), 2**63)
MANY = 6000
UNLIKELY = 40.0
"""Chi squared of at most five degrees of freedom: chance exceeds it once in three million times."""


def whole(**keys: Any) -> Quiz:
    """A quiz with every kind of question, and a pool of four."""
    pool = {
        "pool": "p",
        "pick": 2,
        "questions": [asked("true-false", text=f"{number}?") for number in range(4)],
    }
    return quiz(*(asked(kind) for kind in SOUND), pool, **keys)


def chi_squared(counts: Counter[Any], kinds: int) -> float:
    expected = counts.total() / kinds
    missing = kinds - len(counts)
    return sum((n - expected) ** 2 / expected for n in counts.values()) + missing * expected


@often(50, torture=2000)
@given(SEEDS)
def test_the_same_seed_draws_the_same_and_is_read_back(seed: int) -> None:
    drawn = draw(whole(shuffle="all"), seed)

    assert drawn == draw(whole(shuffle="all"), seed)
    assert read_drawing(drawing_fields(drawn)) == drawn


def test_what_is_drawn_is_the_same_on_every_machine() -> None:
    """Whoever looks at an attempt again sees what was seen then."""
    assert Chance(7, "x").below(1000) == 519
    assert "".join(Chance(7, "y").shuffled("abcdef")) == "ebdfca"


@often(50, torture=2000)
@given(SEEDS, st.sampled_from(["none", "questions", "choices", "all"]))
def test_every_question_is_there_once_with_all_that_it_offers(seed: int, shuffle: str) -> None:
    made = whole(shuffle=shuffle)
    shown = {one.key: one for one in draw(made, seed).questions}

    fixed, pooled = [one.key for one in made.questions][:7], [one.key for one in made.questions][7:]
    assert len(shown) == 9
    assert set(fixed) < shown.keys() <= {*fixed, *pooled}
    assert sorted(map(len, (one.options for one in shown.values()))) == [0, 0, 0, 0, 0, 3, 3, 4, 4]


@often(50, torture=2000)
@given(SEEDS)
def test_without_shuffling_everything_stands_as_it_is_written(seed: int) -> None:
    made = whole()
    order = [one.key for one in made.questions]
    drawn = draw(made, seed)

    assert [*drawn.keys] == sorted(drawn.keys, key=order.index)
    single, multiple = list(made.questions)[:2]
    assert drawn.questions[0].options == tuple(one.key for one in single.task.choices)  # type: ignore[union-attr]
    assert drawn.questions[1].options == tuple(one.key for one in multiple.task.choices)  # type: ignore[union-attr]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_things_to_put_in_order_are_never_shown_in_order(count: int) -> None:
    made = quiz(asked("ordering", items=[str(number) for number in range(count)]))
    (one,) = made.questions
    assert isinstance(one.task, Ordering)
    right = tuple(item.key for item in one.task.items)

    shown = [draw(made, seed).questions[0].options for seed in range(200)]

    assert right not in shown
    assert {tuple(sorted(order)) for order in shown} == {tuple(sorted(right))}


def test_every_order_but_the_right_one_is_as_likely() -> None:
    made = quiz(asked("ordering", items=["a", "b", "c"]))

    counts = Counter(draw(made, seed).questions[0].options for seed in range(MANY))

    assert chi_squared(counts, 5) < UNLIKELY


def test_every_order_of_choices_is_as_likely() -> None:
    made = quiz(asked("single"), shuffle="choices")

    counts = Counter(draw(made, seed).questions[0].options for seed in range(MANY))

    assert chi_squared(counts, 6) < UNLIKELY


def test_a_fixed_choice_stays_and_the_others_are_as_fair() -> None:
    texts = [{"text": "first", "fixed": True}, {"text": "a", "correct": True}, {"text": "b"},
             {"text": "c"}, {"text": "none of the above", "fixed": True}]  # fmt: skip
    made = quiz(asked("single", choices=texts), shuffle="choices")

    counts = Counter(draw(made, seed).questions[0].options for seed in range(MANY))

    assert {(order[0], order[-1]) for order in counts} == {
        (name_of("first"), name_of("none of the above"))
    }
    assert chi_squared(counts, 6) < UNLIKELY


def test_every_selection_from_a_pool_is_as_likely() -> None:
    made = whole()
    counts = Counter(draw(made, seed).keys[7:] for seed in range(MANY))

    assert chi_squared(counts, 6) < UNLIKELY


def test_a_biased_shuffle_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mistake that is usually made: to exchange each thing with any other."""

    def biased(self: Chance, things: Any) -> tuple[Any, ...]:
        mixed = list(things)
        for index in range(len(mixed)):
            other = self.below(len(mixed))
            mixed[index], mixed[other] = mixed[other], mixed[index]
        return tuple(mixed)

    monkeypatch.setattr(Chance, "shuffled", biased)

    made = quiz(asked("single"), shuffle="choices")
    counts = Counter(draw(made, seed).questions[0].options for seed in range(MANY))

    assert chi_squared(counts, 6) > UNLIKELY


def test_numbers_that_would_favour_some_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 2**64 numbers the last one is alone in the last round of three."""

    def numbers(name: str) -> Iterator[int]:
        yield from (2**64 - 1, 2**64 - 2)

    monkeypatch.setattr(chance, "_numbers", numbers)

    assert Chance(1, "x").below(3) == (2**64 - 2) % 3


@often(30, torture=1000)
@given(SEEDS)
def test_another_question_changes_nothing_about_the_others(seed: int) -> None:
    """Nor does another pool."""
    pool = {"pool": "q", "pick": 1, "questions": [asked("short", text=one) for one in "ab"]}
    pooled = {"pool": "p", "pick": 1, "questions": [asked("short", text=one) for one in "cde"]}
    before = draw(quiz(asked("single"), pooled, shuffle="choices"), seed)

    after = draw(quiz(pool, asked("numeric"), asked("single"), pooled, shuffle="choices"), seed)

    assert after.questions[2:] == before.questions


def test_questions_and_pools_of_one_size_are_drawn_apart() -> None:
    """Else whoever knows where the right choice of one is knows it of all."""
    twins = [asked("single", text=text) for text in "ab"]
    pools = [
        {"pool": name, "pick": 1, "questions": [asked("short", text=name + str(n)) for n in "123"]}
        for name in "pq"
    ]
    made = quiz(*twins, *pools, shuffle="choices")
    texts = {one.key: one.text for one in made.questions}

    drawn = [draw(made, seed).questions for seed in range(60)]

    assert 0 < sum(first.options == second.options for first, second, *_ in drawn) < 30
    assert 0 < sum(texts[p.key][1] == texts[q.key][1] for *_, p, q in drawn) < 40


def test_seeds_differ() -> None:
    assert len({draw(whole(shuffle="all"), seed).questions for seed in range(100)}) == 100


def test_without_that_rule_things_would_stand_in_order_now_and_then() -> None:
    shown = {Chance(seed, "question x").shuffled("abc") for seed in range(200)}

    assert ("a", "b", "c") in shown
