"""Keeping account of who did what to what.

Knows what an entry is made of; refuses to commit, so no act is kept without its entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.audit import store
from academy_cli.kit.jsontext import canonical


def record(
    connection: Connection,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, object],
) -> None:
    """Add an entry to the caller's transaction.

    ``action`` is noun and verb (``course.apply``), ``subject`` kind and name
    (``course:intro-to-rust``); ``details`` may hold no secret and no personal data.
    """
    store.add(
        connection,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        details=canonical(dict(details)),
    )
