"""What was brought back, as people see it. Values alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class RestoreView(NamedTuple):
    """A backup that was brought back, or would be.

    ``kept`` is when what was there before was replaced, by which it can be swapped back; empty where there
    was nothing. ``mail_unsure`` are messages that waited in the backup and may have been sent since: nobody
    sends them unasked. ``sessions`` are those that ended.
    """

    backup: str
    created_at: datetime
    instance: str
    is_same: bool
    """Whether it is a backup of this academy, and not of another one."""
    revision: str
    engine: str
    rows: int
    files: int
    content: str
    kept: str
    mail_unsure: int = 0
    sessions: int = 0
    payments: int = 0
    """What came in by then: more may have since, which the provider knows."""
    keys: int = 0
    """Private keys of certificates that the backup holds."""
    keys_back: int = 0
    """How many of them were put back, or would be, because they were not there."""
    other_keys: Sequence[str] = ()
    """Names of those whose file is there and is another one: it stays as it is."""
    absent_files: int = 0
    """How many files of courses the backup does not hold."""
    lost_files: int = 0
    """How many files its rows refer to that storage does not have then either."""
    erased_since: Sequence[str] = ()
    """Addresses of people who were erased after it was made, and are back."""
    is_replacing: bool = False
    """Whether there is a database that it takes the place of."""


class KeptView(NamedTuple):
    """A database that was replaced: when, and until when it is kept."""

    at: str
    name: str
    until: datetime
