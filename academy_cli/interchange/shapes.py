"""Values of JSON and YAML by the shape they should have, whatever shape they have.

Knows shapes; refuses to know keys.
"""

from __future__ import annotations

from typing import Any


def items(value: Any) -> list[Any]:
    """A list; empty where it is something else."""
    return value if isinstance(value, list) else []


def mappings(value: Any) -> list[dict[str, Any]]:
    """The mappings in a list; none where it is something else."""
    return [one for one in items(value) if isinstance(one, dict)]


def mapping(value: Any) -> dict[str, Any]:
    """A mapping; empty where it is something else."""
    return value if isinstance(value, dict) else {}
