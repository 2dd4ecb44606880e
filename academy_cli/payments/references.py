"""What people call orders, payments, refunds and subscriptions: ``R-2026-000123``.

Knows how a number becomes a reference; refuses to know rows. Gaps mean nothing: an order that came to
nothing has its number, too.
"""

from __future__ import annotations

import re
from datetime import datetime

ORDER, PAYMENT, REFUND, SUBSCRIPTION = "O", "P", "R", "S"
_WRITTEN = re.compile(
    r"\s*(?P<letter>[OPRS])-?(?P<year>[0-9]{4})-?0*(?P<number>[0-9]{1,10})\s*", re.IGNORECASE
)


def reference(letter: str, number: int, at: datetime) -> str:
    """The reference of a row that was made at a moment: its year in UTC, its number."""
    return f"{letter}-{at.year}-{number:06d}"


def normal(written: str) -> str:
    """A reference as somebody typed or said it, in its one form; anything else as it is."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return written.strip()
    return f"{found['letter'].upper()}-{found['year']}-{int(found['number']):06d}"
