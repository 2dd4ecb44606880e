"""What verifying a backup says of it from then on: how far it was proved, or that it is damaged.

Knows which level is more than another, and that less takes nothing away; refuses to look at an archive.
"""

from __future__ import annotations

from datetime import datetime

from academy_cli.backups.errors import DamagedError
from academy_cli.backups.views import BackupView
from academy_cli.kit.saying import say

QUICK, FULL, RESTORE = LEVELS = ("quick", "full", "restore")
"""How far a backup can be proved, each with all that the one before it proves."""
DAMAGED = "damaged"


def rank(backup: BackupView) -> int:
    """How far it was proved, from 0; -1 if never, or if it is damaged.

    A word of a later academy proves the least.
    """
    if backup.verified in ("", DAMAGED):
        return -1
    return LEVELS.index(backup.verified) if backup.verified in LEVELS else 0


def is_whole(backup: BackupView) -> bool:
    """Whether nobody found it damaged."""
    return backup.verified != DAMAGED


def proved(backup: BackupView, level: str, at: datetime) -> BackupView:
    """It once it was proved so far: the highest level that was reached stays, with its moment.

    What is damaged is so until it is proved as far as where that was found. Raises DamagedError.
    """
    if not is_whole(backup) and LEVELS.index(level) < LEVELS.index(backup.found_by or QUICK):
        why = say("verifying it ({}) found it damaged, and this proves less", backup.found_by)
        raise DamagedError(backup.archive, why)
    if LEVELS.index(level) < rank(backup):
        return backup
    return backup._replace(verified=level, verified_at=at, found_by="")


def damaged(backup: BackupView, level: str, at: datetime) -> BackupView:
    """It once proving it so far found that it is damaged; what was found deeper in it still is."""
    if not is_whole(backup):
        level = max(level, backup.found_by or QUICK, key=LEVELS.index)
    return backup._replace(verified=DAMAGED, verified_at=at, found_by=level)
