"""The audit log's rows.

Knows the table; refuses transactions.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from academy_cli.models import AuditEntry


def add(
    connection: Connection, *, at: datetime, actor: str, action: str, subject: str, details: str
) -> None:
    """Add one entry."""
    row = {"at": at, "actor": actor, "action": action, "subject": subject, "details": details}
    connection.execute(insert(AuditEntry), row)
