"""Closings computed anew: the chain of all of them, and one month's sums.

Knows what may not have changed since; refuses to change anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from academy_cli.books import store
from academy_cli.books.closing.months import Month
from academy_cli.books.closing.proving import (
    COVERED,
    FIRST,
    body,
    digest,
    objections,
    proved,
    sums,
    view,
)
from academy_cli.books.closing.views import ClosingView, Verified
from academy_cli.books.errors import NotClosedError
from academy_cli.db.transaction import read
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say
from academy_cli.payments.till import Till


def verify(till: Till, month: Month) -> Verified:
    """Compute the newest closing of a month anew. Raises NotClosedError and NotReadError."""
    with read(till.engine) as connection:
        mine = store.newest_closing(connection, month.name)
        if mine is None:
            raise NotClosedError(month.name)
        every = store.closings(connection)
        found = proved(connection, month)
    said = [*_of_chain(every)]
    said += _of_sums(sums(json.loads(mine.body)), sums(body(found)))
    said += objections(found)
    return Verified(month.name, mine.number, mine.content_sha256, tuple(said), len(every))


def closings(till: Till) -> Sequence[ClosingView]:
    """Every closing, oldest first."""
    with read(till.engine) as connection:
        return tuple(view(connection, one) for one in store.closings(connection))


def _of_chain(every: Sequence[Row[Any]]) -> Iterator[str]:
    before = FIRST
    for one in every:
        if one.previous_sha256 != before:
            yield say("closing {} of {} does not follow the one before it", one.number, one.month)
        if (
            digest({name: getattr(one, name) for name in (*COVERED, "closed_at")})
            != one.content_sha256
        ):
            yield say("closing {} of {} was changed after it was written", one.number, one.month)
        before = one.content_sha256


def _of_sums(kept: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for code in sorted(kept.keys() | now.keys()):
        before, after = kept.get(code, {}), now.get(code, {})
        for name in ("documents", "ledger", "provider"):
            was, is_now = before.get(name) or 0, after.get(name) or 0
            if was != is_now:
                more = written(Money(is_now - was, code))
                yield say("{} changed by {} since it was closed: close the month again", name, more)
