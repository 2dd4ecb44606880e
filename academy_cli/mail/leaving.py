"""Leaving campaigns by the mark in one's mail: what the address of ``List-Unsubscribe`` has to do.

Whoever has the mark may, as RFC 8058 has it: no login, no question. Refuses to say whose message it names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from academy_cli.access.actor import Actor
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.mail import store, suppression_store
from academy_cli.mail.marks import number_of
from academy_cli.mail.suppression_store import CAMPAIGNS

RECIPIENT = "recipient"
"""The actor, as the audit log names it: whoever got the message."""


class Leaving:
    """The way out of campaigns for whoever has a mark; ``source`` says where they come from."""

    def __init__(
        self,
        database: Database,
        key: str,
        *,
        source: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._key = database, key
        self._source, self._clock = source or {}, clock

    def leave(self, mark: str) -> bool:
        """Send no campaign to the recipient of a message any more; False for a mark that is none.

        Nor to the address that they have by now. Doing it again changes nothing.
        """
        number = number_of(mark, self._key)
        if number is None:
            return False
        at = self._clock()
        with write(self._database.ready()) as connection:
            row = store.message(connection, number)
            if row is None or row.campaign_id is None:
                return False
            said = {"scope": CAMPAIGNS, "cause": "unsubscribe", "created_at": at, "note": None}
            theirs = {row.recipient, store.address_now(connection, row.user_id) or row.recipient}
            added = [
                suppression_store.add(connection, {"recipient": one, **said})
                for one in sorted(theirs)
            ]
            if any(added):
                act = Act("mail.unsubscribe", "mail:suppressions", {"message": number})
                actor = Actor(RECIPIENT, RECIPIENT, source=self._source)
                record(connection, at=at, actor=actor, act=act)
        return True
