"""How far learners are before some rows, and which of them can be told of a completion.

Counts what the database has, once for many, and goes on from what a plan said; refuses to write and decide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from academy_cli.mail.occasions import who_is_told
from academy_cli.progress import store
from academy_cli.progress.importing.deciding import Course, Running
from academy_cli.progress.importing.standings import Standings
from academy_cli.progress.importing.tables import Learner
from academy_cli.progress.syllabus import Done

Courses = Mapping[int, Course]
Learners = Mapping[int, Learner]
"""By their numbers."""


def running(
    connection: Connection, planned: Standings, courses: Courses, learners: Learners, *, hold: bool
) -> dict[int, Running]:
    """How far everybody is: while it is planned as the rows before said, else as the database has it."""
    known = {who: planned.get(who) for who in learners}
    found = {who: one for who, one in known.items() if one is not None and not hold}
    for number, some in _by_course(learners.keys() - found.keys(), learners).items():
        tallies = store.tallies(connection, courses[number].syllabus.stages, some)
        for who in some:
            is_complete, said = learners[who].completed_at is not None, known[who]
            was = said.was_complete if said is not None else is_complete
            found[who] = Running(tallies.get(who, (Done(), 0))[0], is_complete, was)
    return found


def can_be_told(
    connection: Connection, courses: Courses, learners: Learners, gained: Collection[int]
) -> set[int]:
    """Those who have completed a course and can be told so, and were not yet."""
    told: set[int] = set()
    for number, some in _by_course(gained, learners).items():
        told |= who_is_told(connection, some, courses[number].row.revision)
    return told


def _by_course(who: Collection[int], learners: Learners) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one in sorted(who):
        found.setdefault(learners[one].course_id, []).append(one)
    return found
