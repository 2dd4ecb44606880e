"""Undoing an import of enrollments: its grants are revoked, and whoever it took out is let in again.

What people did in a course stays. Knows what a journal tells of a row; refuses to take back what was changed
again since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from academy_cli.bulk.kinds import Did, Journaled, Outcome
from academy_cli.bulk.outcome import refused
from academy_cli.bulk.undone import BECAUSE
from academy_cli.bulk.undone import undone as which_undone
from academy_cli.enrollments.access import access
from academy_cli.enrollments.enrolling import is_in
from academy_cli.enrollments.importing import completing, tables
from academy_cli.enrollments.importing.completing import COMPLETED_AT
from academy_cli.enrollments.importing.deciding import (
    DATES,
    ENROLLED,
    REMOVED,
    Verdict,
    moment,
    numbers,
)
from academy_cli.enrollments.importing.seats import Seats
from academy_cli.enrollments.importing.tables import Offered
from academy_cli.enrollments.importing.there import Given, There
from academy_cli.enrollments.seats import reopen
from academy_cli.kit.saying import say
from academy_cli.mail.occasions import ENROLLED as ENROLLED_MAIL
from academy_cli.mail.occasions import enrolled, withdraw

ERASED = say("whoever it was about was erased since")
ALREADY = "revoked_already"
"""A grant that somebody else revoked: it is not to hold again, whoever of those is undone."""
GONE = say("whoever it was about is not there any more")


class Undoing(NamedTuple):
    """The batch that is undone, the seats that it takes, and when."""

    reference: str
    seats: Seats
    now: datetime


def planned(
    connection: Connection, rows: Sequence[Journaled], undoing: Undoing, *, hold: bool
) -> Sequence[Outcome]:
    """What going back would do to each row of an import."""
    ids = {row.subject_id for row in rows if row.subject_id is not None}
    held = tables.courses_of(connection, ids)
    courses = tables.courses_by_id(connection, held, hold=hold)
    places = tables.by_id(connection, ids, hold=hold)
    reference, seats, now = undoing
    given = {one.reference for _, there in places.values() for one in there.grants}
    undone = which_undone(connection, given)

    def outcome(row: Journaled) -> Outcome:
        if (row.subject_id or 0) not in places:
            return refused("", GONE)
        if not row.after:
            return refused("", ERASED)
        number, there = places[row.subject_id or 0]
        course = courses[number]
        there = there._replace(grants=tuple(_dated(one, undone) for one in there.grants))
        back = _undone(row, there, Undoing(reference, seats, now), course)
        if course.offer.capacity is None or seats.take(connection, course, back.seats, now):
            return back.outcome
        return refused("", say("“{}” is full by now", course.slug))

    return [outcome(row) for row in rows]


def carry_out(connection: Connection, outcomes: Sequence[Outcome], at: datetime) -> Sequence[int]:
    """Revoke grants and renew others, and put dates back."""
    subjects = [one.subject_id or 0 for one in outcomes]
    written = list(zip(subjects, outcomes, strict=True))
    gone = {
        number: int(str(one.before["revoked"]))
        for number, one in written
        if "revoked" in one.before
    }
    tables.revoke(connection, list(gone.values()), at, BECAUSE)
    already = [
        (one.before[ALREADY], {"revoke_reason": BECAUSE})
        for one in outcomes
        if ALREADY in one.before
    ]
    tables.change(connection, ((int(str(grant)), said) for grant, said in already))
    withdraw(connection, ENROLLED_MAIL, [enrolled(*one) for one in gone.items()])
    tables.leave(connection, _leaving(written))
    back = [one for one in outcomes if one.after.get("state") == ENROLLED]
    tables.renew(connection, [int(one) for each in back for one in _numbers(each)])
    tables.come_back(connection, [one.subject_id or 0 for one in back])
    tables.change(connection, _dates(outcomes))
    reopen(connection, [number for number, one in written if one.before.get(COMPLETED_AT)])
    return subjects


def _dated(grant: Given, undone: Collection[str]) -> Given:
    """A grant that was revoked; one of an import that was undone since is so for that reason."""
    is_undone = grant.revoked_at is not None and grant.reference in undone
    return grant._replace(revoke_reason=BECAUSE) if is_undone else grant


def _undone(row: Journaled, there: There, undoing: Undoing, course: Offered) -> Verdict:
    """What going back comes to, and the seats that it takes or sets free."""
    if row.after.get("state") == REMOVED:
        return _let_in(row, there, course, undoing.now)
    verdict = _place(completing.without(row), there, undoing, course)
    return verdict._replace(outcome=completing.taken_back(row, there, verdict.outcome))


def _place(row: Journaled, there: There, undoing: Undoing, course: Offered) -> Verdict:
    """What going back comes to for somebody's grants."""
    before = there.grants
    if not row.after:  # it gave a completion, and nothing else
        outcome, after = _nothing(there)
    elif "grant" in row.after:
        outcome, after = _changed_back(row, there)
    else:
        outcome, after = _revoked(row, there, undoing.reference)
    if course.offer.capacity is None or not outcome.changes:
        return Verdict(outcome)
    was, will = (_is_in(there, grants, course, undoing.now) for grants in (before, after))
    return Verdict(outcome, int(will) - int(was))


def _is_in(there: There, grants: Sequence[Given], course: Offered, now: datetime) -> bool:
    held = [one.held for one in grants]
    times = {"removed_at": there.removed_at, "completed_at": there.completed_at}
    return is_in(access(held, course.offer.span, now, **times))


def _nothing(there: There) -> tuple[Outcome, Sequence[Given]]:
    return Outcome(Did.UNCHANGED, subject_id=there.id), there.grants


def _put(there: There, old: Given, new: Given) -> Sequence[Given]:
    """Their grants with one of them changed."""
    return [new if one is old else one for one in there.grants]


# -- a grant that was added ------------------------------------------------------------------------


def _revoked(row: Journaled, there: There, reference: str) -> tuple[Outcome, Sequence[Given]]:
    said: Mapping[str, Any] = row.after
    named = (said["kind"], said.get("reference", reference))
    mine = next((one for one in there.grants if (one.kind, one.reference) == named), None)
    if mine is None or mine.revoke_reason == BECAUSE:
        return _nothing(there)
    if mine.revoked_at is not None:
        outcome = Outcome(Did.UPDATE, "", there.id, {ALREADY: mine.id}, {ALREADY: None})
        return (outcome if "reference" in said else _nothing(there)[0]), there.grants
    for name in DATES:
        if name in said and mine.said(name) != said[name]:
            return refused("", say("its {} was changed again since", name)), there.grants
    before: dict[str, Any] = {"revoked": str(mine.id)}
    after: dict[str, Any] = {"revoked": ""}
    is_last = len(there.live) == 1 and there.removed_at is None
    if "removed_at" in row.before and is_last:
        before, after = {**before, "removed_at": None}, {**after, **row.before}
    outcome = Outcome(Did.UPDATE, "", there.id, before, after)
    return outcome, [one for one in there.grants if one is not mine]


def _leaving(written: Sequence[tuple[int, Outcome]]) -> list[tuple[int, datetime]]:
    """Those who were out of the course before the import, and since when."""
    moments = ((number, moment(one.after.get("removed_at"))) for number, one in written)
    return [(number, since) for number, since in moments if since is not None]


# -- dates that were changed -----------------------------------------------------------------------


def _changed_back(row: Journaled, there: There) -> tuple[Outcome, Sequence[Given]]:
    mine = next((one for one in there.live if one.id == row.after["grant"]), None)
    if mine is None:
        return refused("", say("its grant was revoked since")), there.grants
    names = [name for name in row.after if name != "grant"]
    if all(mine.exact(name) == row.before[name] for name in names):
        return _nothing(there)
    for name in names:
        if mine.said(name) != row.after[name]:
            return refused("", say("its {} was changed again since", name)), there.grants
    was: dict[str, Any] = {n: moment(row.before[n]) if n in DATES else row.before[n] for n in names}
    then = mine._replace(**was)
    return Outcome(Did.UPDATE, "", there.id, row.after, row.before), _put(there, mine, then)


def _dates(outcomes: Sequence[Outcome]) -> list[tuple[int, Mapping[str, Any]]]:
    return [
        (
            int(str(one.after["grant"])),
            {
                n: moment(v) if n in DATES else v
                for n, v in one.after.items()
                if n not in {"grant", COMPLETED_AT}
            },
        )
        for one in outcomes
        if "grant" in one.after
    ]


# -- a removal -------------------------------------------------------------------------------------


def _let_in(row: Journaled, there: There, course: Offered, now: datetime) -> Verdict:
    if there.removed_at is None:
        return Verdict(_nothing(there)[0])
    ids = {int(one) for one in str(row.before["grants"]).split()}
    every = [one for one in there.grants if one.id in ids]
    theirs = [one for one in every if one.revoke_reason != BECAUSE]
    if every and not theirs:
        return Verdict(_nothing(there)[0])
    if any(one.revoked_at is None or one.revoke_reason != row.after["reason"] for one in theirs):
        return Verdict(refused("", say("they were let in and removed again since")))
    held = [one._replace(revoked_at=None).held for one in theirs]
    follows = access(held, course.offer.span, now, completed_at=there.completed_at)
    before = {"state": REMOVED, "grants": ""}
    after = {"state": ENROLLED, "grants": numbers(theirs)}
    outcome = Outcome(Did.UPDATE, "", there.id, before, after)
    return Verdict(outcome, int(is_in(follows) and course.offer.capacity is not None))


def _numbers(outcome: Outcome) -> list[str]:
    return str(outcome.after["grants"]).split()
