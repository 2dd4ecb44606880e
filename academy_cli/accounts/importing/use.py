"""Whether anybody has used or changed what an import of people put there.

Asks in sets. Knows what hangs on an account, and where what was done to it since is on record; refuses to
decide what becomes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from academy_cli.bulk.kinds import Did
from academy_cli.bulk.undone import BECAUSE, UNDONE
from academy_cli.db.among import among
from academy_cli.kit.batches import batches
from academy_cli.models import (
    ApiToken,
    Attempt,
    AuditEntry,
    Batch,
    BatchRow,
    Certificate,
    Course,
    Enrollment,
    Grant,
    LessonProgress,
    Session,
    User,
)

EXTENDED = "enrollment.extend"
AT_ONCE = 2500
"""People that one question is about, in one parameter."""
Places = Mapping[int, frozenset[str]]
"""Courses by person."""


class Import(NamedTuple):
    """The batch that put people there."""

    id: int
    reference: str
    started_at: datetime


def imported(connection: Connection, reference: str) -> Import:
    """The batch with a reference."""
    query = select(Batch.id, Batch.reference, Batch.started_at).where(Batch.reference == reference)
    return Import(*connection.execute(query).one())


def used(connection: Connection, gave: Mapping[int, Collection[str]], batch: Import) -> set[int]:
    """Those of some new people of whom there is more than the import put there, or something else.

    ``gave`` are the courses that it let each of them into.
    """
    found: set[int] = set()
    for some in batches(sorted(gave), AT_ONCE):
        for query in _signs(connection, some, batch):
            found |= set(connection.scalars(query))
        found |= _on_record(connection, some)
        found |= _redated(connection, some, batch).keys()
        found |= _changed(connection, some, batch)
        places = _granted(connection, some, batch)
        found |= {number for number, slug in places if slug not in gave[number]}
    return found


def redated(connection: Connection, ids: Collection[int], batch: Import) -> Places:
    """In which courses the import's grants of people have other dates by now than it gave them."""
    found: dict[int, frozenset[str]] = {}
    for some in batches(sorted(ids), AT_ONCE):
        found |= _redated(connection, some, batch)
        subjects = _subjects(connection, some)
        since = (AuditEntry.action == EXTENDED, AuditEntry.at >= batch.started_at)
        query = select(AuditEntry.subject).where(
            among(connection, AuditEntry.subject, list(subjects)), *since
        )
        for subject in connection.scalars(query):
            number, slug = subjects[subject]
            found[number] = found.get(number, frozenset()) | {slug}
    return found


def _signs(connection: Connection, some: Sequence[int], batch: Import) -> Iterator[Select[Any]]:
    """Questions whose every answer is somebody who has used or changed something."""
    seats = select(Enrollment.user_id).where(among(connection, Enrollment.user_id, some))
    for model in (LessonProgress, Attempt, Certificate):
        yield seats.join(model, model.enrollment_id == Enrollment.id)
    moments = (Enrollment.completed_at, Enrollment.removed_at, Enrollment.last_seen_at)
    yield seats.where(or_(*(moment.is_not(None) for moment in moments)))
    untouched = and_(*_given(batch), Grant.revoked_at.is_(None), Grant.starts_at.is_(None))
    undone = Grant.revoked_at.is_not(None) & (Grant.revoke_reason == BECAUSE)
    kept = Grant.id.in_(select(Grant.id).where(untouched | (undone & ~and_(*_given(batch)))))
    yield seats.join(Grant, Grant.enrollment_id == Enrollment.id).where(~kept)
    for owner in (Session.user_id, ApiToken.user_id):
        yield select(owner).where(among(connection, owner, some))


def _given(batch: Import) -> tuple[ColumnElement[bool], ...]:
    """That a grant is one of the import's."""
    return Grant.kind == "bulk", Grant.reference == batch.reference


def _granted(
    connection: Connection, some: Sequence[int], batch: Import
) -> Sequence[tuple[int, str]]:
    """Where people have a grant with the import's name; a file from another academy can bring such."""
    query = (
        select(Enrollment.user_id, Course.slug)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Grant, Grant.enrollment_id == Enrollment.id)
        .where(among(connection, Enrollment.user_id, some), *_given(batch))
    )
    return [(row.user_id, row.slug) for row in connection.execute(query)]


def _on_record(connection: Connection, some: Sequence[int]) -> set[int]:
    """Those who have acted, and those of whom a place in a course was changed by hand."""
    actors = {f"user:{number}": number for number in some}
    acted = select(AuditEntry.actor).where(among(connection, AuditEntry.actor, list(actors)))
    found = {actors[actor] for actor in connection.scalars(acted.distinct())}
    subjects = _subjects(connection, some)
    told = select(AuditEntry.subject).where(among(connection, AuditEntry.subject, list(subjects)))
    return found | {subjects[one][0] for one in connection.scalars(told.distinct())}


def _changed(connection: Connection, some: Sequence[int], batch: Import) -> set[int]:
    """Those whose account is not as the import left it, though later imports that were undone changed it."""
    query = select(User.id).where(among(connection, User.id, some), User.updated_at.is_not(None))
    changed = sorted(connection.scalars(query))
    if not changed:
        return set()
    names = {f"user:{number}": number for number in changed}
    told = select(AuditEntry.subject).where(among(connection, AuditEntry.subject, list(names)))
    by_hand = {names[subject] for subject in connection.scalars(told.distinct())}
    columns = (Batch.id, Batch.state, Batch.undoes_id, BatchRow.subject_id)
    others = (Batch.kind == "users", Batch.id != batch.id, BatchRow.outcome == Did.UPDATE.value)
    rows = connection.execute(
        select(*columns)
        .join(BatchRow, BatchRow.batch_id == Batch.id)
        .where(*others, among(connection, BatchRow.subject_id, changed))
    ).all()
    back = {(row.subject_id, row.undoes_id) for row in rows if row.undoes_id is not None}
    holding = {
        row.subject_id
        for row in rows
        if row.undoes_id is None and row.state != UNDONE and (row.subject_id, row.id) not in back
    }
    return set(changed) - ({number for number, _ in back} - holding - by_hand)


def _subjects(connection: Connection, some: Sequence[int]) -> Mapping[str, tuple[int, str]]:
    """People's places in courses by what the audit log calls them."""
    query = (
        select(Enrollment.user_id, Course.slug)
        .join(Course, Course.id == Enrollment.course_id)
        .where(among(connection, Enrollment.user_id, some))
    )
    return {
        f"enrollment:{row.slug}/user:{row.user_id}": (row.user_id, row.slug)
        for row in connection.execute(query)
    }


def _redated(connection: Connection, some: Sequence[int], batch: Import) -> Places:
    """Where a later file named the import's grant, and gave it other dates or another reason."""
    changing = (
        *(Batch.kind == "enrollments", Batch.id > batch.id, Batch.undoes_id.is_(None)),
        Batch.state != "undone",
    )
    later = connection.scalars(select(Batch.id).where(*changing)).all()
    if not later:
        return {}
    query = (
        select(Enrollment.user_id, Course.slug)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Grant, Grant.enrollment_id == Enrollment.id)
        .join(BatchRow, BatchRow.subject_id == Enrollment.id)
        .where(among(connection, Enrollment.user_id, some), *_given(batch))
        .where(BatchRow.batch_id.in_(later), BatchRow.outcome == Did.UPDATE.value)
        .where(BatchRow.after.contains('"grant":'))
    )
    found: dict[int, frozenset[str]] = {}
    for row in connection.execute(query):
        found[row.user_id] = found.get(row.user_id, frozenset()) | {row.slug}
    return found
