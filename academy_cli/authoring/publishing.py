"""A course's status, changed by hand or by its `publish_at`: who may change it, and that it is on record.

Knows that course.yaml comes first where it says a status; refuses to commit.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.audit.service import Act, record
from academy_cli.authoring import shelf, store
from academy_cli.authoring.errors import StatusDeclaredError
from academy_cli.kit.visibility import Publication

if TYPE_CHECKING:
    from academy_cli.authoring.views import StatusChange


def status_change(connection: Connection, slug: str, status: str, now: datetime) -> StatusChange:
    """What giving a course a status would change. Raises StatusDeclaredError when course.yaml decides."""
    from academy_cli.authoring.views import StatusChange  # a sync passes by here and needs no view

    row = shelf.course_row(connection, slug)
    declared = json.loads(row.fields).get("status")
    before = shelf.publication(row).status_at(now)
    if declared is not None and before != status:
        raise StatusDeclaredError(slug, declared, row.publish_at if before != declared else None)
    after = Publication(status, row.publish_at, now if status == "draft" else None)
    return StatusChange(slug, before, status, after.due(now))


def change_status(
    connection: Connection, slug: str, status: str, actor: Actor, clock: Callable[[], datetime]
) -> StatusChange:
    """Give a course a status and record who did; nothing happens when it has it already."""
    store.lock_course(connection, slug)  # a sync may be about to say that course.yaml decides
    at = clock()
    change = status_change(connection, slug, status, at)
    if change.before != change.after:
        store.set_status(connection, slug, status, at)
        told = {"before": change.before, "after": change.after}
        record(connection, at=at, actor=actor, act=Act("course.status", f"course:{slug}", told))
    return change


def keep_published(connection: Connection, slug: str, at: datetime) -> None:
    """Write down what a passed `publish_at` did, before that line may change: no sync takes it back."""
    row = store.course(connection, slug)
    if row is not None and shelf.publication(row).status_at(at) != row.status:
        store.set_status(connection, slug, "published", at)
