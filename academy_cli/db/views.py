"""What the database service answers, as values a shell can show.

Knows the answers' shapes; refuses connections.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DatabaseStatus:
    """Where the database is, what runs it and how far it is migrated."""

    url: str
    """The password is masked."""
    engine: str
    """``sqlite`` or ``postgresql``."""
    engine_version: str
    revision: str | None
    """None before the first migration."""
    head: str
    """The revision this version of academy works with."""
    is_current: bool
    size_bytes: int
    journal_mode: str | None
    """SQLite's; None on PostgreSQL."""


@dataclass(frozen=True)
class UpgradeReport:
    """What an upgrade did, or would do."""

    url: str
    before: str | None
    after: str
    revisions: tuple[str, ...]
    """Those run, oldest first; empty when there was nothing to do."""
    backup: Path | None
    """The copy taken first; None when there was nothing to lose or on PostgreSQL."""
    is_dry_run: bool


@dataclass(frozen=True)
class DatabaseFinding:
    """One thing that is wrong with the database."""

    code: str
    table: str | None
    message: str
    hint: str
