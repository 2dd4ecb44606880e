"""Whether there is a good backup: how old the newest is that was verified, against how old it may be.

Knows ages and proofs, a function of what is listed and the moment; refuses to look at an archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from academy_cli.backups.freshness_errors import (
    AheadError,
    AllDamagedError,
    BadAgeError,
    LostDatabaseError,
    NeverVerifiedError,
    NoBackupError,
    StaleBackupError,
)
from academy_cli.backups.ownership import newest_of_each
from academy_cli.backups.verdicts import is_whole, rank
from academy_cli.backups.views import BackupView
from academy_cli.errors import AcademyError
from academy_cli.kit.timespan import short

SKEW = timedelta(minutes=5)
"""Two machines' clocks may differ by so much; a moment further on is a wrong clock."""


class Freshness(NamedTuple):
    """What there is to restore from, of one academy, and what is wrong with that; ages are whole seconds."""

    backups: int
    is_fresh: bool
    newest: str
    """Its id; empty where there is none."""
    newest_at: datetime | None
    is_encrypted: bool | None
    """Whether the newest is; unknown of none."""
    verified: str
    """The newest that was verified."""
    verified_at: datetime | None
    """When what is in it was read, not when it was verified."""
    level: str
    """How far that one was proved: quick, full or restore."""
    age_s: int | None
    """How old that one is."""
    max_age_s: int
    restored: str
    """The newest that was restored to prove it."""
    oldest: str
    oldest_at: datetime | None
    damaged: Sequence[str] = ()
    """Those that verifying found damaged; they count as no proof."""
    archive_mode: str | None = None
    """Whether the server archives its log, as PostgreSQL says: off, on or always; SQLite has none."""


def limit_of(written: str) -> timedelta:
    """How old the newest may be: ``26h``, ``2d``. Raises BadAgeError."""
    found = short(written)
    if found is None:
        raise BadAgeError(written)
    return found


def freshness(
    backups: Sequence[BackupView], now: datetime, limit: timedelta, instance: str | None
) -> Freshness:
    """What there is of one academy. A backup is as old as what is in it; ``now`` has a zone.

    One that is verified at all counts, for whoever cannot decrypt can only compare digests; ``level`` says
    how far it was. Without an academy here, ``instance`` is None, and all count.
    """
    ours = _ours(backups, instance)
    newest, oldest = (ours[0], ours[-1]) if ours else (None, None)
    verified = next((one for one in ours if rank(one) >= 0), None)
    restored = next((one for one in ours if one.verified == "restore"), None)
    age = max(now - verified.created_at, timedelta(0)) if verified else None
    return Freshness(
        backups=len(ours),
        is_fresh=trouble(backups, now, limit, instance) is None,
        newest=newest.id if newest else "",
        newest_at=newest.created_at if newest else None,
        is_encrypted=bool(newest.recipients) if newest else None,
        verified=verified.id if verified else "",
        verified_at=verified.created_at if verified else None,
        level=verified.verified if verified else "",
        age_s=None if age is None else int(age.total_seconds()),
        max_age_s=int(limit.total_seconds()),
        restored=restored.id if restored else "",
        oldest=oldest.id if oldest else "",
        oldest_at=oldest.created_at if oldest else None,
        damaged=[one.id for one in ours if not is_whole(one)],
    )


def trouble(
    backups: Sequence[BackupView],
    now: datetime,
    limit: timedelta,
    instance: str | None,
    archive: str = "",
) -> AcademyError | None:
    """What a person must look at, to be raised once all is shown; None where one is good and young enough.

    A backup of a moment to come is trouble whatever else there is: it would count as the newest, and look
    young, until that moment. ``archive`` is the newest that nothing says to be whole.
    """
    ours = _ours(backups, instance)
    if not ours:
        return NoBackupError(archive or (backups[0].id if backups else ""))
    if instance is None:
        return LostDatabaseError(newest_of_each(ours))
    newest = ours[0]
    if newest.created_at - now > SKEW:
        return AheadError(newest.id, newest.created_at, now)
    whole = [one for one in ours if is_whole(one)]
    if not whole:
        return AllDamagedError(newest.id)
    verified = next((one for one in whole if rank(one) >= 0), None)
    if verified is None:
        return NeverVerifiedError(whole[0].id)
    age = now - verified.created_at
    return StaleBackupError(verified.id, age, limit, whole[0].id) if age > limit else None


def _ours(backups: Sequence[BackupView], instance: str | None) -> Sequence[BackupView]:
    """Those of one academy, the newest first."""
    ours = (one for one in backups if instance in (None, one.instance))
    return sorted(ours, key=lambda one: (one.created_at, one.id), reverse=True)
