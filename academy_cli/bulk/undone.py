"""What others have to know of imports that were undone: which those are, and why their grants hold no longer.

Asks in sets; refuses to undo anything.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from academy_cli.bulk.store import UNDONE
from academy_cli.db.among import among
from academy_cli.kit.batches import batches
from academy_cli.kit.saying import say
from academy_cli.models import Batch

__all__ = ["BECAUSE", "UNDONE", "undone"]

BECAUSE = say("the import was undone")
"""Why a grant was revoked that an import gave; undoing another one goes by it."""


def undone(connection: Connection, references: Collection[str | None]) -> Collection[str]:
    """Those of some references that are batches which were undone."""
    found: set[str] = set()
    for some in batches(sorted(filter(None, references))):
        query = select(Batch.reference).where(Batch.state == UNDONE)
        found |= set(connection.scalars(query.where(among(connection, Batch.reference, some))))
    return found
