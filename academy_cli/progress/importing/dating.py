"""When a course was completed that rows of a file complete: with the newest of the lessons done until then.

Row by row, so that it is the same in whatever parts a file is worked through. Knows what was written before
and what will be; refuses to write.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.progress.importing import tables
from academy_cli.progress.importing.deciding import DONE, Step
from academy_cli.progress.importing.tables import Learner
from academy_cli.progress.store import Place


def moments(
    connection: Connection,
    steps: Sequence[tuple[Place, Step]],
    until: Mapping[int, int],
    counted: Collection[int],
    at: datetime,
) -> Mapping[int, datetime]:
    """When some enrollments were completed, before any of the steps is written.

    ``until`` is the step, by its place, with which each was; ``counted`` are the lessons that count.
    """
    done = tables.finished(connection, sorted(until))
    for number, (place, step) in enumerate(steps):
        if number <= until.get(place.enrollment, -1):
            mine = done.setdefault(place.enrollment, {})
            mine.pop(place.lesson, None)
            if step.state == DONE:
                mine[place.lesson] = step.completed_at or at
    learners = tables.by_id(connection, until, hold=False)
    return {who: _within(done.get(who, {}), counted, learners[who], at) for who in until}


def _within(
    done: Mapping[int, datetime], counted: Collection[int], learner: Learner, at: datetime
) -> datetime:
    """Not before somebody was in the course, nor when they were seen in it and had not completed it."""
    newest = max((when for lesson, when in done.items() if lesson in counted), default=at)
    return min(at, max(newest, learner.enrolled_at, learner.last_seen_at or newest))
