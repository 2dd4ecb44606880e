"""A backup as people see it, by what its archive says.

Knows which part of it says what; refuses to read one.
"""

from __future__ import annotations

from academy_cli.backups.archive.described import EMBEDDED, Header, Manifest
from academy_cli.backups.views import BackupView


def described(name: str, header: Header, manifest: Manifest, found: tuple[str, int]) -> BackupView:
    """An archive of this name, with this digest and size; nothing is known of when it was proved."""
    sha256, size = found
    return BackupView(
        id=header.id,
        label=header.label,
        created_at=header.created_at,
        finished_at=header.created_at,
        archive=name,
        size=size,
        sha256=sha256,
        revision=header.revision,
        academy=header.academy,
        engine=header.engine,
        rows=manifest.rows,
        files=manifest.assets.number,
        content=manifest.content,
        recipients=header.recipients,
        is_held=False,
        verified="",
        verified_at=None,
        instance=header.instance,
        missing_files=len(manifest.assets.missing),
        has_files=header.assets == EMBEDDED,
    )
