"""Moments in time as academy writes them: UTC, ISO 8601, ending in ``Z``.

Knows one format to write, and what people type; refuses local time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


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
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return in_utc.isoformat("T", "seconds")[:19] + "Z"


def compact(moment: datetime) -> str:
    """Write a moment for a file name: ``20261122T083300Z``."""
    return iso(moment).replace("-", "").replace(":", "")


def moment_of(written: str) -> datetime:
    """A date or time as people type it, in UTC; a date alone is its beginning, and no zone is UTC.

    Raises ValueError for what is none in ISO 8601.
    """
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(written) from error


def end_of(written: str) -> datetime:
    """The same, of something that ends: a date alone is the midnight after it, so that day still counts.

    The last day there is ends with its last second. Raises ValueError for what is none in ISO 8601.
    """
    found = moment_of(written)
    if not is_day(written):
        return found
    return (
        found + timedelta(days=1)
        if found.date() < date.max
        else found.replace(hour=23, minute=59, second=59)
    )


def is_day(written: str) -> bool:
    """Whether it is a date alone, without a time."""
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
