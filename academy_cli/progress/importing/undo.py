"""Undoing an import of progress: lessons are again what they were, if nothing newer was done.

Knows what a journal tells of a row; refuses to take from anybody what they did since, or a completion of
which a certificate was issued.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from academy_cli.bulk.kinds import Did, Journaled, Outcome
from academy_cli.bulk.outcome import refused
from academy_cli.enrollments import seats
from academy_cli.enrollments.importing.undo import ERASED, GONE
from academy_cli.mail.occasions import COMPLETED, completed, withdraw
from academy_cli.progress.importing import cells, tables
from academy_cli.progress.importing.deciding import (
    FIELDS,
    GAINED,
    IN_THIS_FILE,
    NOT_BEGUN,
    OPEN,
    REOPENED,
    Step,
)
from academy_cli.progress.importing.tables import Learner

TAKEN_BACK, GIVEN_BACK = "taken back", "given back"


def planned(connection: Connection, rows: Sequence[Journaled], *, hold: bool) -> Sequence[Outcome]:
    """What going back would do to each row of an import."""
    known = [row for row in rows if row.after]
    ids = {row.subject_id or 0 for row in rows}
    if hold:
        tables.hold_courses(connection, ids)
    learners = tables.by_id(connection, ids, hold=hold)
    gained = {row.subject_id or 0 for row in known if row.after.get("completion") == GAINED}
    certified = tables.certified(connection, gained)
    places = {row.number: cells.place(row.subject_id or 0, row.after) for row in known}
    steps = tables.steps(connection, list(places.values()))

    def outcome(row: Journaled) -> Outcome:
        learner, place = learners.get(row.subject_id or 0), places.get(row.number)
        if learner is None:
            return refused("", GONE)
        if place is None:
            return refused("", ERASED)
        return _undone(row, steps.get(place, NOT_BEGUN), learner, certified)

    return [outcome(row) for row in rows]


def carry_out(connection: Connection, outcomes: Sequence[Outcome], at: datetime) -> Sequence[int]:
    """Put steps back, and completions."""
    subjects = [one.subject_id or 0 for one in outcomes]
    places = [cells.place(*one) for one in zip(subjects, (o.after for o in outcomes), strict=True)]
    steps = tables.steps(connection, places)
    gone = [place for place, one in zip(places, outcomes, strict=True) if _is_gone(one)]
    tables.forget(connection, gone)
    kept = [
        (place, tables.changed(steps.get(place), cells.fields_of(one.after)))
        for place, one in zip(places, outcomes, strict=True)
        if not _is_gone(one)
    ]
    tables.put(connection, kept, at)
    _put_completions_back(connection, outcomes)
    return subjects


def _undone(row: Journaled, step: Step, learner: Learner, certified: set[int]) -> Outcome:
    names = [name for name in FIELDS if name in row.after]
    if all(step.exact(name) == row.before[name] for name in names):
        return Outcome(Did.UNCHANGED, subject_id=learner.id)
    for name in names:
        if step.said(name) != row.after[name]:
            return refused("", f"its {name} was changed again since")
    if row.before.get("state") == OPEN and step.last_seen_at is not None:
        return refused("", "they have been in the lesson since")
    if why := _kept(row, learner, certified):
        return refused("", why)
    before = {name: row.after[name] for name in ("lesson", *names)}
    after = {name: row.before[name] for name in ("lesson", *names)}
    if word := _completion(row, learner):
        was = _was(row, learner, word)
        before |= {"completion": row.after["completion"], "was": was}
        after |= {"completion": word, "was": was}
    return Outcome(Did.UPDATE, "", learner.id, before, after)


def _kept(row: Journaled, learner: Learner, certified: set[int]) -> str:
    """Why a completion that the row gave stays."""
    if row.after.get("completion") != GAINED or learner.completed_at is None:
        return ""
    if learner.id in certified:
        return "a certificate of the completion was issued"
    if learner.last_seen_at is not None and learner.last_seen_at > learner.completed_at:
        return "they have been in the course since it was completed"
    return ""


def _completion(row: Journaled, learner: Learner) -> str:
    """What becomes of the completion of the course."""
    word, is_complete = row.after.get("completion"), learner.completed_at is not None
    if word == GAINED and is_complete:
        return TAKEN_BACK
    was = row.before.get("completion")
    return GIVEN_BACK if word == REOPENED and not is_complete and was != IN_THIS_FILE else ""


def _was(row: Journaled, learner: Learner, word: str) -> str:
    """The revision that is no longer complete, or the completion that is given back."""
    if word == TAKEN_BACK:
        return str(learner.completed_revision or 0)
    return str(row.before["completion"])


def _is_gone(outcome: Outcome) -> bool:
    return outcome.after.get("state") == OPEN


def _put_completions_back(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    taken, given = dict[int, int](), dict[int, tuple[datetime, int | None]]()
    for one in outcomes:
        said: Mapping[str, Any] = one.after
        number = one.subject_id or 0
        if said.get("completion") == TAKEN_BACK:
            taken[number] = int(said["was"])
        elif said.get("completion") == GIVEN_BACK:
            at, _, revision = said["was"].partition(" ")
            given[number] = datetime.fromisoformat(at), int(revision) if revision else None
    seats.reopen(connection, list(taken))
    withdraw(connection, COMPLETED, [completed(*one) for one in taken.items()])
    seats.recomplete(connection, given)
