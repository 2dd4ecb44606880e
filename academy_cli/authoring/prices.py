"""What course.yaml says of prices, written as prices that follow those there were.

Knows rows, and that the file decides where it has `prices:`; refuses to commit, and to write what holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from academy_cli.authoring.document import Node
from academy_cli.authoring.work import Stamp, Work
from academy_cli.kit.money import Money
from academy_cli.kit.pricelist import Listed, holding, sold
from academy_cli.models import Price


def follow(connection: Connection, course: int, work: Work, stamp: Stamp) -> None:
    """Let a course's prices be those of its file; nothing is done where it says the same as before.

    What staff planned ahead is taken back, and what the file leaves out is not sold any more: also when it
    stops to say prices, so that whatever staff says next is all there is.
    """
    known = work.before.applied.document
    wanted = _declared(work.comparison.result.root)
    if wanted == (_declared(known.root) if known else None):
        return
    listed = of_course(connection, course) if known else ()
    ahead = [one.number for one in listed if one.starts_at > stamp.at]
    if ahead:
        taken = update(Price).where(Price.id.in_(ahead))
        connection.execute(taken.values(withdrawn_at=stamp.at))
    held = holding(listed, stamp.at)
    amounts = {**dict.fromkeys(sold(listed, stamp.at)), **(wanted or {})}
    row = {"course_id": course, "starts_at": stamp.at, "created_at": stamp.at}
    row |= {"origin": "course", "actor": stamp.actor}
    rows = [
        {**row, "currency": currency, "amount": amount}
        for currency, amount in amounts.items()
        if currency not in held or held[currency].amount != amount
    ]
    if rows:
        connection.execute(insert(Price), rows)


def _declared(root: Node) -> Mapping[str, int] | None:
    """The amounts that course.yaml says, by currency; None where it leaves prices to the academy."""
    said = root.values.get("prices")
    return None if said is None else {one["currency"]: one["amount"] for one in said}


def of_course(connection: Connection, course: int) -> Sequence[Listed]:
    """Every price of a course that was not taken back."""
    columns = (Price.id, Price.currency, Price.amount, Price.starts_at)
    mine = (Price.course_id == course, Price.withdrawn_at.is_(None))
    return [Listed(*row) for row in connection.execute(select(*columns).where(*mine))]


def sold_for(connection: Connection, course: int, at: datetime) -> tuple[Money, ...]:
    """What a course is sold for at a moment, an amount for each currency; none is a free course."""
    found = sold(of_course(connection, course), at)
    return tuple(Money(amount, currency) for currency, amount in found.items())
