"""A sound job, of which a test changes one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from academy_cli.backups.schedule.job import Job
from academy_cli.backups.schedule.rhythm import read


def job(**changes: Any) -> Job:
    """Every day at half past three, by a user of its own."""
    whole = Job(
        program=["/srv/academy/bin/academy"],
        rhythm=read("day", "03:30"),
        zone="UTC",
        max_age="26h",
        user="academy",
        settings=Path("/srv/academy/academy.yaml"),
        secrets=Path("/srv/academy/academy.env"),
    )
    return whole._replace(**changes)
