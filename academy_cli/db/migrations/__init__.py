"""The schema's history as Alembic migrations, one set for both engines."""

from __future__ import annotations

from typing import Any

from academy_cli.db.fulltext import is_inside
from academy_cli.models import metadata


def _is_ours(name: str | None, *_: object) -> bool:
    """Whether what a database has by a name is for the models to know."""
    return name is None or not is_inside(name)


OPTIONS: dict[str, Any] = {
    "target_metadata": metadata(),
    # SQLite alters a table by copying it; elsewhere the same operations run as ALTER.
    "render_as_batch": True,
    "compare_type": True,
    "compare_server_default": True,
    "include_name": _is_ours,
}
"""How migrations run and how drift is found: the same way."""
