"""Archives that are no backups because nothing lies beside them, and which of those nobody will miss.

Knows what a command that died left, by the name alone; refuses to take away what may still be on its way,
what something lies beside, what is another academy's, and what no later proved backup stands in for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.backups import catalogue
from academy_cli.backups.catalogue import Named, Orphan
from academy_cli.backups.errors import NoDatabaseError
from academy_cli.backups.ownership import instance_of
from academy_cli.backups.vault import LOCK, Vault
from academy_cli.backups.verdicts import rank
from academy_cli.backups.views import BackupView
from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say

PATIENCE = timedelta(days=7)
"""However slowly an archive travels, what says that it is whole has come after so long."""
NOBODYS = say("nothing has lain beside it for 7 days, and a later backup was proved")


class Leftover(NamedTuple):
    """What becomes of an archive that is no backup, and why; nothing but its name says what it is."""

    archive: str
    id: str
    created_at: datetime | None
    is_kept: bool
    reason: str


def judged(
    orphans: Sequence[Orphan], backups: Sequence[BackupView], now: datetime, instance: str
) -> Sequence[Leftover]:
    """What becomes of each archive that is no backup, in their order."""
    proved = [one.created_at for one in backups if one.instance == instance and rank(one) >= 0]
    newest = max(proved, default=datetime.min.replace(tzinfo=UTC))
    there = [one for one in orphans if not one.is_lost]
    return [_judged(one, catalogue.named(one.archive), newest, now, instance) for one in there]


def _judged(
    orphan: Orphan, named: Named | None, newest: datetime, now: datetime, instance: str
) -> Leftover:
    if named is None:
        reason = say("its name is no backup's")
        return Leftover(orphan.archive, orphan.archive, None, is_kept=True, reason=reason)
    why = _kept_for(orphan, named, newest, now, instance)
    return Leftover(orphan.archive, named.id, named.at, bool(why), why or NOBODYS)


def _kept_for(orphan: Orphan, named: Named, newest: datetime, now: datetime, instance: str) -> str:
    """Why one stays; nothing if it goes."""
    if not instance or named.instance != instance[:8]:
        return say("it is another academy's")
    if not orphan.is_alone:
        return say("the file beside it says something else: mend or remove that yourself")
    if now - named.at < PATIENCE:
        return say("less than {} days old: it may be on its way", PATIENCE.days)
    if newest <= named.at:
        return say("no later backup was proved")
    return ""


class Leftovers:
    """What one actor does with what is left of backups that were never finished."""

    def __init__(
        self, vault: Vault, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._vault, self._clock = vault, clock
        self.actor = actor

    @permits(Permission.BACKUP_PRUNE)
    def prune(self, *, dry_run: bool = False) -> Sequence[Leftover]:
        """Remove archives of this academy that nobody will miss; what becomes of each, and why.

        Raises LockHeldError and NoDatabaseError.
        """
        engine, target = self._vault.database.existing(), self._vault.target
        if engine is None:
            raise NoDatabaseError
        with nullcontext() if dry_run else named_lock(engine, LOCK, self._vault.wait_s):
            # what is no backup first: one that is finished meanwhile counts as none that was seen
            orphans, instance = catalogue.orphans(target), instance_of(self._vault.database)
            found = judged(orphans, catalogue.backups(target), self._clock(), instance)
            for one in found if not dry_run else ():
                if not one.is_kept:
                    target.delete(one.archive)
                    self._log(one)
        return found

    def _log(self, one: Leftover) -> None:
        details = {"from": self._vault.target.url, "archive": one.archive}
        with write(self._vault.database.engine) as connection:
            act = Act("backup.prune", f"backup:{one.id}", details)
            record(connection, at=self._clock(), actor=self.actor, act=act)
