"""The worker of this machine: whether one that ran here is at work still, and which of its jobs fail.

Knows the file that a worker leaves; refuses to want one: where none ran, cron may do its work.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from academy_cli.health.standing.views import Figure, Pen
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.timespan import told
from academy_cli.worker import standing

PEN = Pen(say("worker"))
NAME, SHOWN = "worker_failing", "academy worker list"


def worker(file: Path, database: str, now: datetime) -> Figure:
    """How many of its jobs fail; of one that is gone nobody knows. ``database`` is its fingerprint."""
    found = standing.read(file, database)
    if standing.is_anothers(file, database):
        return PEN.ok(NAME, None, say("the worker that ran here last is another academy's"), SHOWN)
    if found is None:
        return PEN.ok(NAME, None, say("no worker has run on this machine"))
    if not standing.is_at_work(file, database, now):
        said = say("the worker that ran here was last seen {} ago", told(now - found.seen_at))
        return PEN.attention(NAME, None, said, SHOWN)
    failing = [name for name, job in found.jobs.items() if job.is_failing]
    if failing:
        said = say_so_many(
            "{:,} job of the worker fails: {}",
            "{:,} jobs of the worker fail: {}",
            len(failing),
            ", ".join(failing),
        )
        return PEN.attention(NAME, len(failing), said, SHOWN)
    return PEN.ok(NAME, 0, say("a worker is at work: {}", ", ".join(found.jobs)), SHOWN)
