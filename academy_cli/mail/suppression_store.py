"""The rows of addresses that are not written to.

Knows the table; refuses transactions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select

from academy_cli.db.among import among
from academy_cli.kit.batches import batches
from academy_cli.models import Suppression

ALL, CAMPAIGNS = "all", "campaigns"
"""What is not sent to an address."""


def scopes(connection: Connection, recipients: Sequence[str]) -> Mapping[str, Collection[str]]:
    """What is not sent to some addresses, of which it is anything."""
    found: dict[str, set[str]] = defaultdict(set)
    for some in batches(sorted(set(recipients))):
        query = select(Suppression.recipient, Suppression.scope)
        for address, scope in connection.execute(
            query.where(among(connection, Suppression.recipient, some))
        ):
            found[address].add(scope)
    return found
