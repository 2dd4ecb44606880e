"""Moments in time as academy writes them: UTC, ISO 8601, ending in ``Z``.

Knows one format; refuses local time.
"""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, to the microsecond."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """Write a moment as ``2026-11-22T08:33:00Z``; fractions of a second are dropped.

    Raises ValueError for a naive moment: its zone would be a guess.
    """
    if moment.tzinfo is None:
        message = f"a naive time has no zone to write: {moment!r}"
        raise ValueError(message)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def compact(moment: datetime) -> str:
    """Write a moment for a file name: ``20261122T083300Z``."""
    return iso(moment).replace("-", "").replace(":", "")
