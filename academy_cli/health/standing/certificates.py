"""Certificates that wait for their signature, and those that end soon.

Works in the caller's transaction; refuses to sign or to write to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from academy_cli.health.standing.views import Figure, Pen
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_so_many
from academy_cli.models import Certificate

LATE = timedelta(hours=1)
PEN = Pen(say("certificates"))


def certificates(connection: Connection, now: datetime, *, days: int) -> Iterator[Figure]:
    """How many wait to be signed, and how many end within so many days."""
    waits = select(func.count(), func.min(Certificate.issued_at)).where(
        Certificate.signed_at.is_(None), Certificate.revoked_at.is_(None)
    )
    count, oldest = connection.execute(waits).one()
    said, sign = (
        say_so_many("{:,} certificate to be signed", "{:,} certificates to be signed", count),
        "academy certificate issue --waiting",
    )
    write = PEN.attention if count and oldest < now - LATE else PEN.ok
    yield write("certificates_waiting", count, said, sign)
    ends = select(func.count()).where(
        Certificate.valid_until > now,
        Certificate.valid_until < now + timedelta(days=days),
        Certificate.revoked_at.is_(None),
    )
    soon = connection.scalar(ends) or 0
    said = say_so_many(
        "{:,} certificate ending within {}",
        "{:,} certificates ending within {}",
        soon,
        amount(days, "day"),
    )
    yield PEN.ok("certificates_expiring", soon, said, "academy certificate expiring")
