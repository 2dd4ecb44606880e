"""Removing what has proved who people were and proves nothing any more: sessions, their tokens, links.

Works in small transactions, each with its entry in the audit log, so that it keeps nobody waiting and goes on
where it was stopped. What still tells a stolen refresh token from a good one is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.accounts.signin import pruning_store as store
from academy_cli.accounts.signin.authentication import SESSION_LASTS
from academy_cli.accounts.signin.credential_views import Pruned
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import iso, utc_now

AT_ONCE = 5000
"""Rows that one transaction removes."""
Part = Callable[[Connection, datetime, int], int]


class Pruning:
    """What one academy keeps of logins that are over, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        keeps: timedelta,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._keeps, self._clock = database, keeps, clock
        self.actor = actor

    @permits(Permission.USER_PRUNE)
    def prune(self, *, dry_run: bool = False) -> Pruned:
        """Remove sessions and links that have been over for as long as the settings say.

        Of a session that goes on, refresh tokens go that were used before its last seven days: they have
        expired by themselves, so whoever shows one is refused, and no theft goes unnoticed for it.
        """
        at = self._clock()
        before, used_before = at - self._keeps, at - SESSION_LASTS
        parts: Mapping[str, tuple[Part, Part, datetime]] = {
            "refresh_tokens": (store.count_tokens, store.remove_tokens, used_before),
            "sessions": (store.count_sessions, store.remove_sessions, before),
            "links": (store.count_links, store.remove_links, before),
        }
        if dry_run:
            return Pruned(before, **self._counted(parts))
        removed = dict.fromkeys(parts, 0)
        for name, (_, remove, moment) in parts.items():
            while gone := self._removed(name, remove, moment, at):
                removed[name] += gone
        return Pruned(before, **removed)

    def _counted(self, parts: Mapping[str, tuple[Part, Part, datetime]]) -> Mapping[str, int]:
        engine = self._database.existing()
        if engine is None:
            return dict.fromkeys(parts, 0)
        with read(engine) as connection:
            return {
                name: count(connection, moment, 0) for name, (count, _, moment) in parts.items()
            }

    def _removed(self, name: str, remove: Part, moment: datetime, at: datetime) -> int:
        with write(self._database.ready()) as connection:
            gone = remove(connection, moment, AT_ONCE)
            if gone:
                act = Act("user.prune", "academy", {name: gone, "before": iso(moment)})
                record(connection, at=at, actor=self.actor, act=act)
        return gone
