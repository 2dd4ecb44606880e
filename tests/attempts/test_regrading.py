"""Attempts graded again: what follows from a mended question, decided on values alone."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.attempts import points
from academy_cli.attempts.carrying import carried, same
from academy_cli.attempts.points import Worth
from academy_cli.attempts.regrading import Answered, Marking, Regrade, Rule, Was
from academy_cli.quizzes.canonical import choices_of
from academy_cli.quizzes.grading import grade
from academy_cli.quizzes.questions import (
    Multiple,
    Numeric,
    Question,
    Short,
    Single,
    Task,
    TrueFalse,
)

TEXTS = ("red", "green", "blue", "grey")


def ask(task: Task, points: int = 1) -> Question:
    return Question("q", "Which?", task, points)


def single(*texts: str, right: int = 0) -> Question:
    said = [{"text": text, "correct": at == right} for at, text in enumerate(texts)]
    return ask(Single(choices_of(said)))


def key(question: Question, text: str) -> str:
    task = question.task
    assert isinstance(task, Single | Multiple)
    return next(one.key for one in task.choices if one.text == text)


def was(question: Question, answer: object, row: int = 1) -> Answered:
    graded = grade(question, answer)
    worth = Worth(graded.points, graded.out_of)
    return Answered(row, "q", json.dumps(answer), worth, "q")


def regraded(old: Question, new: Question | None, answer: object, rule: Rule = Rule()) -> Regrade:
    now = {} if new is None else {1: new}
    one = was(old, answer)
    is_passed = one.worth.points * 2 >= one.worth.out_of
    return Marking({"q": old}, now, 50, rule).regraded(Was((one,), is_passed))


# -- which answer it is ----------------------------------------------------------------------------


def test_a_choice_is_the_same_by_its_text_and_the_one_left_over_was_mended() -> None:
    old, new = single("red", "gren", "blue"), single("green", "blue", "red", right=0)

    assert carried(old, new, key(old, "blue")).answer == key(new, "blue")
    assert carried(old, new, key(old, "gren")).answer == key(new, "green")


def test_where_two_are_left_over_nothing_is_guessed() -> None:
    old, new = single("rot", "gruen", "blue"), single("red", "green", "blue")

    found = carried(old, new, key(old, "rot"))

    assert (found.answer, bool(found.why)) == (None, True)
    assert carried(old, new, key(old, "blue")).answer == key(new, "blue")


def test_a_single_choice_with_two_right_ones_becomes_a_multiple_one() -> None:
    old = single("red", "green", "blue")
    new = ask(Multiple(choices_of([{"text": text, "correct": True} for text in TEXTS[:3]])))

    assert carried(old, new, key(old, "green")).answer == [key(new, "green")]
    assert carried(new, old, [key(new, "green")]).answer == key(old, "green")
    assert carried(new, old, [key(new, "green"), key(new, "red")]).why


def test_another_kind_of_question_is_another_question() -> None:
    assert carried(ask(TrueFalse(is_true=True)), single("true", "false"), True).why  # noqa: FBT003 # an answer


@given(st.lists(st.sampled_from(TEXTS), unique=True), st.lists(st.sampled_from(TEXTS), unique=True))
def test_no_two_keys_become_the_same(old: list[str], new: list[str]) -> None:
    found = same(old, new)

    assert len(set(found.values())) == len(found)
    assert all(found[one] == one for one in set(old) & set(new))


# -- points ----------------------------------------------------------------------------------------


def test_a_wrong_key_that_is_mended_gives_and_takes() -> None:
    old, new = single("red", "green", right=0), single("red", "green", right=1)

    up, down = regraded(old, new, key(old, "green")), regraded(old, new, key(old, "red"))

    assert (up.after, up.passed_before, up.passed) == (Worth(Fraction(1), 1), False, True)
    assert (down.after, down.is_lowered, down.passed) == (Worth(Fraction(0), 1), True, False)


def test_never_lower_leaves_it_as_it_is() -> None:
    old, new = single("red", "green", right=0), single("red", "green", right=1)

    down = regraded(old, new, key(old, "red"), Rule(never_lower=True))

    assert (down.is_change, down.is_held, down.passed) == (False, True, True)
    assert regraded(old, new, key(old, "green"), Rule(never_lower=True)).passed


def test_a_question_that_is_gone_keeps_its_points_or_is_counted_out() -> None:
    old = single("red", "green")

    kept = regraded(old, None, key(old, "red"))
    dropped = regraded(old, None, key(old, "red"), Rule(drops_removed=True))

    assert not kept.is_change
    assert kept.steps[0].why
    assert dropped.after == Worth(Fraction(0), 0)


def test_an_answer_that_cannot_be_graded_now_keeps_its_points() -> None:
    found = regraded(ask(Short(("pi",), ())), ask(Numeric("3")), "pi")  # type: ignore[arg-type]

    assert not found.is_change
    assert "number" in found.steps[0].why


QUESTIONS = st.one_of(
    st.builds(
        lambda texts, right, points: replace(
            single(*texts, right=right % len(texts)), points=points
        ),
        st.lists(st.sampled_from(TEXTS), unique=True, min_size=2),
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    st.builds(
        lambda ticks, points: ask(
            Multiple(
                choices_of([{"text": t, "correct": r} for t, r in zip(TEXTS, ticks, strict=True)])
            ),
            points,
        ),
        st.tuples(*[st.booleans()] * 4),
        st.integers(0, 9),
    ),
    st.builds(lambda is_true: ask(TrueFalse(is_true)), st.booleans()),
    st.builds(lambda word: ask(Short((word,), ())), st.sampled_from(TEXTS)),
)


@st.composite
def marked(draw: st.DrawFn) -> tuple[Marking, Was]:
    """A quiz of several questions that were answered, and what became of each."""
    old = draw(st.lists(QUESTIONS, min_size=1, max_size=4))
    asked = {f"q{at}": replace(one, key=f"q{at}") for at, one in enumerate(old)}
    now = {
        at: draw(st.one_of(st.just(one), QUESTIONS))
        for at, one in enumerate(old)
        if draw(st.integers(0, 4))
    }
    answers = []
    for at, one in enumerate(old):
        answer = draw(answers_to(one))
        graded = grade(one, answer)
        worth = Worth(graded.points, graded.out_of)
        said = None if answer is None else json.dumps(answer)
        answers.append(Answered(at, f"q{at}", said, worth, f"q{at}"))
    mark = draw(st.sampled_from([None, 1, 50, 70, 100]))
    rule = Rule(draw(st.booleans()), draw(st.booleans()))
    before = Marking(asked, {}, draw(st.sampled_from([None, 50, 70])), Rule())
    attempt = Was(tuple(answers), is_passed=False)
    return Marking(asked, now, mark, rule), attempt._replace(is_passed=before.passes(attempt.worth))


def answers_to(question: Question) -> st.SearchStrategy[object]:
    task = question.task
    if isinstance(task, Single):
        return st.sampled_from([None, *(one.key for one in task.choices)])
    if isinstance(task, Multiple):
        return st.lists(st.sampled_from([one.key for one in task.choices]), unique=True)
    return st.booleans() if isinstance(task, TrueFalse) else st.sampled_from(TEXTS)


def kept(regrade: Regrade) -> Was:
    """An attempt after a regrade, as rows keep it."""
    answers = []
    for step in regrade.steps:
        worth = step.answered.worth
        stored = points.thousandths(worth.points), points.exact(worth.points)
        answers.append(step.answered._replace(worth=Worth(points.read(*stored), worth.out_of)))
    return Was(tuple(answers), regrade.passed)


@given(marked())
def test_a_second_regrade_finds_nothing_to_do(found: tuple[Marking, Was]) -> None:
    marking, attempt = found

    assert not marking.regraded(kept(marking.regraded(attempt))).is_change


def test_thousandths_alone_would_not_do() -> None:
    third = Fraction(1, 3)

    assert points.read(points.thousandths(third), None) != third
    assert points.read(points.thousandths(third), points.exact(third)) == third


@given(marked())
def test_never_lower_never_lowers(found: tuple[Marking, Was]) -> None:
    marking, attempt = found
    after = replace(marking, rule=marking.rule._replace(never_lower=True), known={}).regraded(
        attempt
    )

    assert not after.after.is_below(attempt.worth)
    assert after.passed >= attempt.is_passed


@given(marked())
def test_scores_stay_within_what_there_is(found: tuple[Marking, Was]) -> None:
    marking, attempt = found
    regrade = marking.regraded(attempt)

    assert 0 <= regrade.after.points <= regrade.after.out_of
    assert all(0 <= s.answered.worth.points <= s.answered.worth.out_of for s in regrade.steps)


def test_without_never_lower_some_are_lowered() -> None:
    old, new = single("red", "green", right=0), single("red", "green", right=1)

    assert regraded(old, new, key(old, "red")).after.is_below(Worth(Fraction(1), 1))


@given(st.fractions(0, 1000), st.integers(1, 1000))
def test_percents_of_thousandths_are_those_of_the_exact_points(part: Fraction, out_of: int) -> None:
    worth = Worth(min(part, Fraction(out_of)), out_of)

    assert points.percent(points.thousandths(worth.points), out_of) == worth.percent


@pytest.mark.parametrize(("part", "said"), [("1/3", "0.33"), ("2", "2"), ("1999/1000", "1.99")])
def test_points_are_shown_as_no_more_than_they_are(part: str, said: str) -> None:
    assert str(points.shown(points.thousandths(Fraction(part)))) == said
