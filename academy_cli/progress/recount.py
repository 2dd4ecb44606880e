"""Completing a course for everybody who has done enough: one pass over what was done, whoever many they are.

The database counts, `kit/completion` weighs each kind of learner once. Gives completions and takes none away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.enrollments import seats
from academy_cli.mail.occasions import untold
from academy_cli.progress import store
from academy_cli.progress.syllabus import Done, Syllabus
from academy_cli.progress.views import Recounted


def recount(
    connection: Connection, course: Row[Any], now: datetime, *, tells: bool, dry_run: bool
) -> Recounted:
    """What a recount gives; the caller holds the course's row, so that nobody records meanwhile."""
    everybody, complete = store.learners(connection, course.id)
    gained = list(_reached(connection, course, now))
    mails = untold(connection, gained, course.revision) if tells else 0
    if not dry_run:
        seats.complete(connection, course, gained, now, tells=tells)
    return Recounted(course.slug, everybody, complete, len(gained), mails)


def _reached(connection: Connection, course: Row[Any], now: datetime) -> Iterator[int]:
    """The enrollments that are not complete and by the rule should be."""
    syllabus = Syllabus.of(course.fields, store.nodes(connection, course.id), now)

    @cache
    def is_enough(done: Done) -> bool:
        return syllabus.standing(done, was_complete=False).is_complete

    for who, done in store.undecided(connection, course.id, syllabus.stages):
        if is_enough(done):
            yield who
