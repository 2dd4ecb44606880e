"""Regrades of whatever was answered by whatever a quiz became: done once, and never lower where so said."""

from __future__ import annotations

from random import Random

import pytest

from academy_cli.attempts.regrades import Regrades
from academy_cli.attempts.regrading import Rule
from academy_cli.models import Attempt, AttemptAnswer
from tests.attempts.exam import FOUR, LESSON, OPERATOR, attempts, examine
from tests.authoring.asked import PARIS, PI, SKY, SUM
from tests.school import School

SEVERAL = (
    "kind: multiple, text: Which are primes?, points: 3, choices: "
    "[{text: two, correct: true}, {text: four}, {text: five, correct: true}, {text: seven, correct: true}]"
)
ORDER = "kind: ordering, text: Count., points: 2, items: [one, two, three, four]"
PAIRS = "kind: matching, text: Match., pairs: [{left: a, right: x}, {left: b, right: y}, {left: c, right: z}]"
ALL = (*FOUR, SEVERAL, ORDER, PAIRS)
MENDED = (
    SUM.replace("{text: three}", "{text: three, correct: true}").replace(
        "{text: four, correct: true}", "{text: four}"
    ),
    SKY.replace("true-false, ", "true-false, points: 4, ").replace("answer: true", "answer: false"),
    PI.replace("3.14", "3"),
    PARIS.replace("[Paris]", "[Paris, Rome]"),
    SEVERAL.replace("{text: four}", "{text: four, correct: true}").replace(
        "points: 3", "points: 5"
    ),
    ORDER.replace("[one, two, three, four]", "[four, three, two, one]"),
    PAIRS.replace("right: x", "right: y2"),
)
SAID = {
    "1": ("three", "four"),
    "2": ("true", "false"),
    "3": ("3", "3.14", "2,9"),
    "4": ("Paris", "Rome", "x"),
    "5": ("two", "two; four", "two, five, seven", "four"),
    "6": ("a b c d", "d c b a", "b a d c"),
    "7": ("1a 2b 3c", "1b 2a", "3a"),
}
MARKS = ("", "pass_mark: 40\n", "pass_mark: 50\n", "pass_mark: 90\n")


def quiz(chance: Random) -> tuple[str, ...]:
    """Some of the questions, mended or not."""
    found = [chance.choice(pair) for pair in zip(ALL, MENDED, strict=True)]
    return tuple(one for one in found if chance.random() < 0.85) or ALL[:1]


def shares(school: School) -> dict[int, tuple[float, bool]]:
    """What each attempt is worth, as a share, and whether it passed."""
    return {
        row.id: (row.points / row.out_of if row.out_of else 0.0, row.is_passed)
        for row in school.rows(Attempt)
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_regrade_is_done_once_and_never_lowers_where_that_is_said(
    school: School, seed: int
) -> None:
    chance = Random(seed)
    examine(school, *ALL, head="title: Check\npass_mark: 50\nshuffle: none\n")
    learners = [school.learner(name) for name in ("ann", "bo", "cy")]
    for who in learners:
        for _ in range(2):
            said = {one: chance.choice(many) for one, many in SAID.items()}
            answered = {one: word for one, word in said.items() if chance.random() < 0.9}
            attempts(school).record(who, "python", LESSON, answered)
    regrades = Regrades(school.academy.database, OPERATOR, clock=school.academy.clock)
    for _ in range(5):
        examine(school, *quiz(chance), head="title: Check\n" + chance.choice(MARKS))
        rule = Rule(never_lower=chance.random() < 0.5, drops_removed=chance.random() < 0.3)
        before = shares(school)

        regrades.apply(regrades.plan("python", rule=rule))

        after = shares(school)
        assert regrades.plan("python", rule=rule).is_empty
        if rule.never_lower:
            assert all(after[one][0] >= share for one, (share, _) in before.items())
            assert all(after[one][1] for one, (_, passed) in before.items() if passed)
        for row in school.rows(AttemptAnswer):
            assert 0 <= row.points <= row.out_of * 1000
    examine(school, *ALL, head="title: Check\npass_mark: 50\n")
    regrades.apply(regrades.plan("python"))
    first = {row.attempt_id for row in school.rows(AttemptAnswer) if row.out_of == 0}
    assert first == set()
