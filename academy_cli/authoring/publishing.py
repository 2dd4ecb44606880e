"""A course's status, changed by hand: who may change it, and that it is on record.

Knows that course.yaml comes first where it says a status; refuses to commit.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection

from academy_cli.audit.service import record
from academy_cli.authoring import catalog, store
from academy_cli.authoring.errors import StatusDeclaredError
from academy_cli.authoring.views import StatusChange
from academy_cli.kit.clock import utc_now


def status_change(connection: Connection, slug: str, status: str) -> StatusChange:
    """What giving a course a status would change. Raises StatusDeclaredError when course.yaml decides."""
    row = catalog.course_row(connection, slug)
    declared = json.loads(row.fields).get("status")
    if declared is not None and row.status != status:
        raise StatusDeclaredError(slug, declared)
    return StatusChange(slug, row.status, status)


def change_status(connection: Connection, slug: str, status: str, actor: str) -> StatusChange:
    """Give a course a status and record who did; nothing happens when it has it already."""
    store.lock_course(connection, slug)  # a sync may be about to say that course.yaml decides
    change, at = status_change(connection, slug, status), utc_now()
    if change.before != change.after:
        store.set_status(connection, slug, status, at)
        record(
            connection,
            at=at,
            actor=actor,
            action="course.status",
            subject=f"course:{slug}",
            details={"before": change.before, "after": change.after},
        )
    return change
