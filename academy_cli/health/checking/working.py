"""The worker: whether the one that ran here is at work still, and which of its jobs fail.

Knows the file that a worker leaves; refuses to begin one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.saying import say
from academy_cli.kit.timespan import told
from academy_cli.worker import standing

PEN = Pen("worker")
SHOWN = "academy worker list"


def worker(file: Path, database: str, now: datetime) -> Iterator[Finding]:
    """How the worker of this machine does; where none ever ran, cron may do its work.

    ``database`` is the fingerprint of this academy's.
    """
    found = standing.read(file, database)
    if standing.is_anothers(file, database):
        yield PEN.warning(
            say("“{}” tells of another academy's worker, so nobody knows of this one's", file),
            say("Name a file for each of them: worker.state"),
            "academy config show",
        )
        return
    if found is None:
        yield PEN.ok(
            say("none has run here: what goes on by itself is begun by cron, or by nobody")
        )
        return
    if not standing.is_at_work(file, database, now):
        yield PEN.failing(
            say("the worker that ran here was last seen {} ago", told(now - found.seen_at)),
            say("Start it again, best as a service: docs/deploy.md"),
            "academy worker run",
        )
        return
    failing = [name for name, job in found.jobs.items() if job.is_failing]
    if failing:
        some = ", ".join(failing)
        yield PEN.failing(
            say("it is at work, and fails again and again at {}", some), say("See why"), SHOWN
        )
    else:
        yield PEN.ok(say("it is at work: {}", ", ".join(found.jobs)))


def makes_backups(file: Path, database: str, now: datetime) -> bool:
    """Whether a worker of this database is at work that makes backups."""
    found = standing.read(file, database)
    return (
        found is not None and "backups" in found.jobs and standing.is_at_work(file, database, now)
    )
