"""The rule of completion: never out of range, never taken away by removing, by more work only on request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.completion import (
    Lesson,
    Rule,
    Stage,
    Standing,
    Tally,
    missing,
    stage,
    standing,
    tally,
    weigh,
)

KEYS = ("a", "b", "c", "d")
NOW = datetime(2027, 1, 1, tzinfo=UTC)

rules = st.builds(
    Rule,
    st.sampled_from(("required", "all")) | st.frozensets(st.sampled_from(KEYS)),
    st.integers(1, 100),
    st.booleans(),
)
lessons = st.builds(Lesson, st.sampled_from(KEYS), st.booleans(), st.sampled_from(Stage))
courses = st.dictionaries(st.integers(1, 12), lessons)
learners = st.frozensets(st.integers(1, 12))
rows = st.integers(1, 12)


def hidden(course: Mapping[int, Lesson], row: int) -> Mapping[int, Lesson]:
    """The course after one lesson was archived."""
    return course | {row: course[row]._replace(stage=Stage.HIDDEN)} if row in course else course


@given(rule=rules, course=courses, done=learners, was=st.booleans(), more=st.booleans())
def test_a_percentage_is_never_out_of_range(
    *, rule: Rule, course: Mapping[int, Lesson], done: frozenset[int], was: bool, more: bool
) -> None:
    found = standing(rule, course, done, was_complete=was, has_more_to_do=more)

    assert 0 <= found.percent <= 100


@given(rules, courses, learners, rows)
def test_completing_one_more_lesson_never_lowers_anything(
    rule: Rule, course: Mapping[int, Lesson], done: frozenset[int], row: int
) -> None:
    before, after = standing(rule, course, done), standing(rule, course, done | {row})

    assert after.percent >= before.percent
    assert after.is_complete >= before.is_complete


@given(rules, courses, learners, rows)
def test_archiving_a_lesson_never_lowers_anything(
    rule: Rule, course: Mapping[int, Lesson], done: frozenset[int], row: int
) -> None:
    before, after = standing(rule, course, done), standing(rule, hidden(course, row), done)

    assert after.percent >= before.percent
    assert after.is_complete >= before.is_complete


@given(rules, courses, learners, rows)
def test_archiving_a_lesson_moves_nobody_who_completed_it_while_it_was_open(
    rule: Rule, course: Mapping[int, Lesson], done: frozenset[int], row: int
) -> None:
    course = {**course, row: Lesson("a")}

    assert standing(rule, hidden(course, row), done | {row}) == standing(rule, course, done | {row})


@given(rules, courses, learners, rows)
def test_archiving_a_lesson_gives_nobody_more_to_do(
    rule: Rule, course: Mapping[int, Lesson], done: frozenset[int], row: int
) -> None:
    after = tally(rule, hidden(course, row), done)

    assert missing(after) <= missing(tally(rule, course, done))


@given(rule=rules, course=courses, done=learners, more=st.booleans())
def test_who_is_complete_stays_complete_under_keep_complete(
    *, rule: Rule, course: Mapping[int, Lesson], done: frozenset[int], more: bool
) -> None:
    keeping = replace(rule, reopens=False)

    assert standing(keeping, course, done, was_complete=True, has_more_to_do=more).is_complete


@given(rules, courses, learners)
def test_reopening_needs_more_to_do(
    rule: Rule, course: Mapping[int, Lesson], done: frozenset[int]
) -> None:
    reopening = replace(rule, reopens=True)

    found = standing(reopening, course, done, was_complete=True, has_more_to_do=True)

    assert standing(reopening, course, done, was_complete=True).is_complete
    assert found == standing(reopening, course, done)


@given(rules, courses, learners)
def test_a_lesson_still_to_come_keeps_nobody_from_a_hundred_percent_but_from_completion(
    rule: Rule, course: Mapping[int, Lesson], done: frozenset[int]
) -> None:
    counting = replace(rule, lessons="all", percent=100)
    coming = {**course, 99: Lesson("z", stage=Stage.COMING)}

    before, after = standing(counting, course, done), standing(counting, coming, done)

    assert after == Standing(before.percent, is_complete=False)


def test_a_new_lesson_lowers_the_percentage_but_completion_is_kept() -> None:
    course = {1: Lesson("a"), 2: Lesson("b")}

    assert standing(Rule(), course, {1}, was_complete=True) == (50, True)
    assert standing(Rule(), course, {1}) == (50, False)


def test_percentages_are_rounded_down_but_thresholds_are_exact() -> None:
    course = {row: Lesson("x") for row in range(3)}

    assert standing(Rule(percent=66), course, {0, 1}) == (66, True)
    assert standing(Rule(percent=67), course, {0, 1}) == (66, False)
    assert weigh(Rule(), Tally(open=300, done=299)) == (99, False)


def test_nobody_completes_a_course_in_which_nothing_counts() -> None:
    assert standing(Rule(), {1: Lesson("a", is_required=False)}, {1}) == (0, False)


def test_a_list_names_what_counts() -> None:
    rule = Rule.of({"lessons": ["a"]})

    assert standing(rule, {1: Lesson("a", is_required=False), 2: Lesson("b")}, {1}) == (100, True)


def test_what_a_setting_does_not_say_is_the_default() -> None:
    assert Rule.of(None) == Rule.of({}) == Rule("required", 100, reopens=False)
    assert Rule.of({"lessons": "all", "percent": 80, "on_add": "reopen"}) == Rule(
        "all", 80, reopens=True
    )
    assert Rule.of({"on_add": "keep-complete", "on_remove": "keep-credit"}) == Rule()


@pytest.mark.parametrize(
    ("is_draft", "days", "expected"),
    [
        (True, (), Stage.HIDDEN),
        (True, (9,), Stage.HIDDEN),
        (False, (), Stage.OPEN),
        (False, (None, -1), Stage.OPEN),
        (False, (0,), Stage.OPEN),
        (False, (-1, 1), Stage.COMING),
    ],
)
def test_a_lesson_is_out_when_it_and_everything_around_it_is(
    *, is_draft: bool, days: tuple[int | None, ...], expected: Stage
) -> None:
    releases = [None if day is None else NOW + timedelta(days=day) for day in days]

    assert stage(is_draft=is_draft, releases=releases, now=NOW) is expected
