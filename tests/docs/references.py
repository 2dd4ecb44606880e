"""What pages write for what is different in every academy: numbers of orders, batches, letters, backups.

Knows the newest of each kind; refuses to know what is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.docs.stages import Stage

_NEWEST = "order by id desc"
_OPEN = f"select reference from orders where state = 'open' {_NEWEST}"
_PAID = (
    "select reference from orders where state = 'paid' and id not in"
    " (select order_id from payments join refunds on payments.id = payment_id)"
)
_PAID_FOR_TWO = f"{_PAID} and id in (select order_id from order_lines where position = 2)"
_BATCH = f"select reference from batches where kind like '%{{}}%' {_NEWEST}"
NUMBERED: Mapping[str, str] = {
    r"(?<=payment record )O-2026-000123\b": _OPEN,
    r"O-2026-000123(?= --line 2)": f"{_PAID_FOR_TWO} {_NEWEST}",
    r"(?<=refund create )O-2026-000123\b": f"{_PAID} {_NEWEST}",
    r"\bO-2026-000123\b": f"select reference from orders {_NEWEST}",
    r"\bINV-2026-000123\b": f"select reference from invoices where kind = 'invoice' {_NEWEST}",
    r"(?<=enrollment import --undo )B-2026-000123\b": _BATCH.format("enrollment"),
    r"(?<=progress import --undo )B-2026-000124\b": _BATCH.format("progress"),
    r"\bB-2026-000123\b": _BATCH.format(""),
    r"\bS-2026-000123\b": f"select reference from subscriptions {_NEWEST}",
    r"(?<=mail show )12\b|(?<=mail preview )12\b": f"select id from outbox {_NEWEST}",
    r"(?<=review moderate )12\b": f"select id from reviews {_NEWEST}",
    r"(?<=quiz show )17\b": f"select id from attempts {_NEWEST}",
    r"(?<=audit show )1204\b": f"select id from audit_log {_NEWEST}",
    r"\b1204:65862e60e61f\b": f"select id || ':' || substr(digest, 1, 12) from audit_log {_NEWEST}",
}
"""What is written, and where the newest of its kind stands."""


def filled(line: str, stage: Stage) -> str:
    """A line with what there is in this academy."""
    for written, query in NUMBERED.items():
        if re.search(written, line):
            line = re.sub(written, stage.row(query), line)
    if "0a1b2c3d" in line:
        listed = stage.does("backup list --format ids").out.split()
        line = line.replace("0a1b2c3d", listed[0])
    for written, kept in stage.words.items():
        line = line.replace(written, kept)
    return line
