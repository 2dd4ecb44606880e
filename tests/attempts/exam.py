"""A school with a course that ends in a quiz, and whoever takes it.

Knows how the quiz is written and who works with its attempts; refuses to grade.
"""

from __future__ import annotations

from itertools import count

from academy_cli.access.actor import Actor, operator
from academy_cli.attempts.service import Attempts
from academy_cli.attempts.views import AttemptView, Handed
from tests.authoring.asked import PARIS, PI, SKY, SUM, quiz
from tests.school import THREE, School

CHECK = "c.quiz.yaml"
LESSON = "c.quiz"
LESSONS = {name: THREE[name] for name in ("a.md", "b.md")}
HEAD = "title: Check\npass_mark: 50\n"
RIGHT = {"1": "four", "2": "true", "3": "3.14", "4": "paris"}
WRONG = {"1": "three", "2": "false", "3": "3", "4": "Rome"}
HALF = {"1": "four", "2": "true", "3": "3", "4": "Rome"}
OPERATOR = operator("test")
FOUR = (SUM, SKY, PI, PARIS)


def examine(school: School, *questions: str, head: str = HEAD, said: str = "") -> str:
    """A published course of two lessons and a quiz; again with other questions syncs it anew."""
    return school.course(
        said=said, lessons={**LESSONS, CHECK: quiz(*(questions or FOUR), head=head)}
    )


def attempts(school: School, actor: Actor = OPERATOR) -> Attempts:
    """The attempts of a school for somebody; each is drawn by the next number."""
    seeds = count(1)
    database, clock = school.academy.database, school.academy.clock
    return Attempts(database, actor, clock=clock, seed=lambda: next(seeds))


def own(school: School, email: str) -> Attempts:
    """The attempts of a learner who acts alone."""
    return attempts(school, school.actor(email))


def sits(school: School, email: str, said: dict[str, str]) -> Handed:
    """A learner begins an attempt and hands it in."""
    mine = own(school, email)
    number = mine.start(email, "python", LESSON).summary.number
    assert number is not None
    return mine.submit(number, said)


def number_of(view: AttemptView) -> int:
    assert view.summary.number is not None
    return view.summary.number
