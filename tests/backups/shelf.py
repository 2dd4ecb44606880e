"""Backups on a shelf, as they are listed: a sound one that a test changes in one thing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from academy_cli.backups.views import BackupView

OURS, THEIRS = "academy-1", "academy-2"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def backup(made: datetime, **changes: Any) -> BackupView:
    """A backup of ours that took two minutes and was never verified, at a moment."""
    name = changes.pop("id", f"{made.astimezone(UTC):%Y%m%dT%H%M%S%f}")
    whole = BackupView(
        id=name, label="", created_at=made, finished_at=made + timedelta(minutes=2),
        archive=f"academy-{name}.acb", size=1000, sha256="0" * 64, revision="0022", academy="1.0",
        engine="sqlite", rows=10, files=2, content="1" * 64, recipients=(), is_held=False, verified="",
        verified_at=None, instance=OURS,
    )  # fmt: skip
    return whole._replace(**changes)


def daily(count: int, **changes: Any) -> list[BackupView]:
    """One a day at three in the morning, the newest today."""
    newest = NOW.replace(hour=3)
    return [backup(newest - DAY * number, **changes) for number in range(count)]
