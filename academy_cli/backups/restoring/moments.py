"""By which moment a database that was replaced is known, and how long it is kept.

Knows names and moments; refuses to know engines.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from academy_cli.backups.restoring.places import Kept, Place
from academy_cli.kit.clock import compact, moment_of

KEEPS = timedelta(days=7)
"""How long a database that was replaced can be swapped back."""


def free(place: Place, at: datetime) -> str:
    """By what the database that is replaced now is kept: a second in which no other one was."""
    taken = {one.at for one in place.kept()}
    while compact(at) in taken:
        at += timedelta(seconds=1)
    return compact(at)


def until(kept: Kept) -> datetime:
    """How long one is kept."""
    return moment_of(kept.at) + KEEPS


def forget_old(place: Place, now: datetime) -> None:
    """Remove those that are not kept any more."""
    for one in place.kept():
        if until(one) < now:
            place.forget(one)
