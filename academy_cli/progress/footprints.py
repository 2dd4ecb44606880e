"""What the audit log is told of learning: that a lesson was begun, and once a day how much time there was.

Knows a learner at a moment; refuses to write. Every ping of every learner would make the log a hundred times
longer, and let each of them wait for the others at its end. So each lesson is on record when it is begun and
when it is completed, and at the first sign of life on a new day (UTC) the time that there was until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from academy_cli.audit.service import Act
from academy_cli.kit.clock import iso
from academy_cli.progress.learning import Learning
from academy_cli.progress.syllabus import Entry

BEGUN, TIMED = "progress.start", "progress.spend"


def acts(mine: Learning, lesson: Entry, now: datetime) -> Iterator[Act]:
    """What is to be put on record when a learner is seen in a lesson, given what there was before."""
    last, subject = mine.place.taken.last_seen_at, mine.place.subject
    if last is not None and last.date() < now.date():
        seconds = sum(one.seconds for one in mine.steps.values())
        yield Act(TIMED, subject, {"seconds": seconds, "until": iso(last)})
    if lesson.node.row not in mine.steps:
        yield Act(BEGUN, subject, {"lesson": lesson.node.key})
