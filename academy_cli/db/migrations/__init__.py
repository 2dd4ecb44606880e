"""The schema's history as Alembic migrations, one set for both engines."""

from __future__ import annotations

from typing import Any

from academy_cli.models import metadata

OPTIONS: dict[str, Any] = {
    "target_metadata": metadata(),
    # SQLite alters a table by copying it; elsewhere the same operations run as ALTER.
    "render_as_batch": True,
    "compare_type": True,
    "compare_server_default": True,
}
"""How migrations run and how drift is found: the same way."""
