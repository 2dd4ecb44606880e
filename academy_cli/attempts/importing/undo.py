"""Undoing an import of attempts: those it brought are gone, with the lessons that they completed.

An attempt that was graded again, or after which its learner made another, stays; so does whatever stays when
progress is undone. Refuses to take from anybody what they answered here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.attempts.importing import tables
from academy_cli.bulk.kinds import Did, Journaled, Outcome
from academy_cli.bulk.outcome import refused
from academy_cli.enrollments.importing.undo import ERASED
from academy_cli.kit.saying import say
from academy_cli.progress.importing import tables as learners
from academy_cli.progress.importing.undo import Undoing as OfLessons


class Undoing:
    """The undoing of one import, a chunk after the other."""

    def __init__(self, now: datetime) -> None:
        self._lessons = OfLessons(now)

    def planned(
        self, connection: Connection, rows: Sequence[Journaled], *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each row of an import."""
        ids = {row.subject_id or 0 for row in rows}
        if hold:
            learners.hold_courses(connection, ids)
            learners.by_id(connection, ids, hold=True)
        lessons = [row for row in rows if "state" in row.after]
        found = dict(
            zip(
                (row.number for row in lessons),
                self._lessons.planned(connection, lessons, hold=hold),
                strict=True,
            )
        )
        had = _had(connection, rows)
        return [
            _undone(row, found.get(row.number), had.get(row.subject_id or 0, ())) for row in rows
        ]

    def carry_out(
        self, connection: Connection, outcomes: Sequence[Outcome], at: datetime
    ) -> Sequence[int]:
        """Take attempts away, and put lessons and completions back."""
        lessons = [one for one in outcomes if "state" in one.after]
        self._lessons.carry_out(connection, lessons, at)
        tables.forget(connection, [int(str(one.before["id"])) for one in outcomes])
        return [one.subject_id or 0 for one in outcomes]


def _had(connection: Connection, rows: Sequence[Journaled]) -> Mapping[int, Sequence[Row[Any]]]:
    """The attempts of learners at the quiz that a batch is about."""
    known = [row for row in rows if row.after]
    if not known:
        return {}
    lesson = int(str(known[0].after["lesson"]))
    return tables.had(connection, {row.subject_id or 0 for row in known}, lesson)


def _undone(row: Journaled, lesson: Outcome | None, had: Sequence[Row[Any]]) -> Outcome:
    """What undoing one row comes to: ``lesson`` is what becomes of the lesson it completed, if it did."""
    if not row.after:
        return refused("", ERASED)
    number = row.after["attempt"]
    one = next((each for each in had if each.number == number), None)
    if one is None:
        return Outcome(Did.UNCHANGED, subject_id=row.subject_id)
    if why := _stays(row, one, had) or (lesson.reason if lesson is not None else ""):
        return refused("", why)
    before = {"attempt": number, "id": one.id}
    if lesson is None or not lesson.changes:
        return Outcome(Did.UPDATE, "", row.subject_id, before, {"attempt": None})
    return lesson._replace(
        before={**lesson.before, **before}, after={**lesson.after, "attempt": None}
    )


def _stays(row: Journaled, one: Row[Any], had: Sequence[Row[Any]]) -> str:
    """Why an attempt is not taken away."""
    if row.did is Did.UPDATE:
        return say("they had begun the attempt themselves")
    if one.number != had[-1].number:
        return say("they have made another attempt since")
    return "" if one.graded_sha256 == one.quiz_sha256 else say("it was graded again since")
