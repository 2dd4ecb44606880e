"""The texts of a message's row: what it is filled with, and what others said about it.

Pure: knows what any database takes; refuses to trust that a row is as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from academy_cli.kit.table import cut, one_line

LONGEST_REASON, LONGEST_NAME = 500, 255
"""Characters of what is kept of others' words."""


def values_in(written: str) -> Mapping[str, Any] | None:
    """What a message is filled with; None for what is no JSON object."""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def writable(said: str | None, longest: int = LONGEST_REASON) -> str | None:
    """What somebody said as any database takes it: NUL and half a surrogate pair are in no text of theirs."""
    return said and cut(one_line(said.encode("utf-8", "replace").decode()), longest)[:longest]
