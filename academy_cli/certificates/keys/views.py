"""Keys as people see them. Values alone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class KeyView(NamedTuple):
    """A key: ``state`` is signs, retired or compromised; ``here`` is yes, no, or why it cannot be used.

    ``to_reissue`` are certificates that hold by our rows and were signed since it was stolen: nobody else can
    tell them from a thief's. ``called_off`` are letters about them that waited to be sent.
    """

    name: str
    state: str
    did: str
    certificates: int
    here: str
    created_at: datetime
    retired_at: datetime | None
    compromised_at: datetime | None
    to_reissue: int = 0
    called_off: int = 0
