"""New sales that are written down together, a few hundred in one transaction.

Only what nobody else in the batch has to do with, and only if all of it goes well: what is left, for whatever
reason, is acted on one by one. Refuses to say why something is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from academy_cli.audit.service import record_all
from academy_cli.db.lookups import look_up_by_keys
from academy_cli.payments.receiving import By
from academy_cli.payments.receiving_many import Receipt, receive_ordinary
from academy_cli.payments.sync import store
from academy_cli.payments.sync.applying import Deed
from academy_cli.payments.till import Till

MANY = 500
"""Objects of which the new sales are written down in one transaction, whose locks others wait for."""


class Work(NamedTuple):
    """What is done about one object, and the events that it is done for."""

    deed: Deed
    events: list[str]


def write_down(till: Till, works: Sequence[Work]) -> Collection[str]:
    """Write the new sales among some works down, in one transaction; which objects those were."""
    receipts = lone_receipts(works)
    if len(receipts) < 2:
        return ()
    try:
        return _in_one(till, works, receipts)
    except Exception:  # each is tried by itself now, and what is wrong with one is said there
        return ()


def lone_receipts(works: Sequence[Work]) -> Sequence[Receipt]:
    """The new money of orders that nothing else is said of, which could have to come first."""
    said = Counter(one.deed.order for one in works)
    deeds = (one.deed for one in works if said[one.deed.order] == 1)
    return [one.receipt for one in deeds if one.receipt is not None]


def _in_one(till: Till, works: Sequence[Work], receipts: Sequence[Receipt]) -> Collection[str]:
    with till.writing() as connection:
        look_up_by_keys(connection)
        by = By(till.actor.name, till.clock())
        taken = receive_ordinary(connection, receipts, by, till.terms)
        done = {str(one.got.charge_id) for one in taken.receipts}
        events = [name for one in works if one.deed.about in done for name in one.events]
        store.applied(connection, events, by.at)
        record_all(connection, at=by.at, actor=till.actor, acts=taken.acts)
    return done
