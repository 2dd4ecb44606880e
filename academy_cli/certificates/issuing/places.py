"""Places in status lists: drawn by lot, so that neighbours tell nothing of each other.

A list is at most half full: that keeps drawing quick. Another site's address begins another list, for a
credential names the address of its own. Works in the caller's transaction, under the lock of signing.
Source: w3.org/TR/vc-bitstring-status-list, section 4.1 (random assignment).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from academy_cli.certificates.credential.facts import Listed
from academy_cli.certificates.credential.statuslist import BITS
from academy_cli.db.among import among
from academy_cli.models import Certificate, StatusList

MOST = BITS // 2
NOWHERE = "urn:academy:status"
"""What stands for a site where there is none; whoever checks brings the list along."""


class Place(NamedTuple):
    """A bit: the number of its pair of lists, the address before their names, and which bit it is."""

    number: int
    address: str
    bit: int

    @property
    def listed(self) -> Listed:
        """As a credential names it."""
        return Listed(*addresses(self.address, self.number), self.bit)


def addresses(base: str, number: int) -> tuple[str, str]:
    """The addresses of a pair of lists: of what is revoked, and of what is suspended."""
    between = ":" if base.startswith("urn:") else "/status/"
    return f"{base}{between}revoked-{number}.json", f"{base}{between}suspended-{number}.json"


def drawn(connection: Connection, site: str, many: int, at: datetime) -> Sequence[Place]:
    """Places of one list that nobody has: as many as are wanted, or as it has room for."""
    base = site.rstrip("/") or NOWHERE
    number, filled = _open_list(connection, base, at)
    some = _free(connection, number, min(many, MOST - filled))
    return [Place(number, base, bit) for bit in some]


def take(connection: Connection, number: int, many: int) -> None:
    """Count so many places of a list as taken."""
    mine = update(StatusList).where(StatusList.number == number)
    connection.execute(mine.values(filled=StatusList.filled + many))


def _open_list(connection: Connection, base: str, at: datetime) -> tuple[int, int]:
    """A list of an address with room in it, and how full it is."""
    mine = (StatusList.address == base, StatusList.filled < MOST)
    row = connection.execute(
        select(StatusList.number, StatusList.filled).where(*mine).order_by(StatusList.number)
    ).first()
    if row is not None:
        return row.number, row.filled
    number = (connection.scalar(select(func.max(StatusList.number))) or 0) + 1
    values = {"number": number, "address": base, "filled": 0, "created_at": at}
    connection.execute(insert(StatusList).values(**values))
    return number, 0


def _free(connection: Connection, number: int, many: int) -> Sequence[int]:
    found = dict[int, None]()
    while len(found) < many:
        tried = {secrets.randbelow(BITS) for _ in range(2 * (many - len(found)) + 2)}
        taken = set(
            connection.scalars(
                select(Certificate.list_place).where(
                    Certificate.list_number == number,
                    among(connection, Certificate.list_place, sorted(tried)),
                )
            )
        )
        for one in tried - taken:
            if len(found) < many:
                found[one] = None
    return list(found)
