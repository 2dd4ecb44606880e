"""What a letter with an invoice asks of payments: how much of the order is still to be paid.

Only the shape: the slice of payments, which invoicing does not know, knows what came in since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Connection

from academy_cli.kit.money import Money

Owed: TypeAlias = "Callable[[Connection, str], Money | None]"
"""How much of an order is to be paid yet, by its reference; None of one of which nothing is."""


def nobody_owes(_connection: Connection, _order: str) -> Money | None:
    """Nothing: for documents that no order of ours is behind."""
    return None
