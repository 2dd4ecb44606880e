"""Rows of certificates for tests that care for no more than that there is one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5


def certificate(enrollment: int, code: str, at: datetime, **more: Any) -> dict[str, Any]:
    """A certificate that was issued and not signed."""
    return {
        "enrollment_id": enrollment,
        "code": code,
        "uid": str(uuid5(NAMESPACE_OID, code)),
        "issued_at": at,
        "completed_at": at,
        "recipient": "Ada Lovelace",
        "stated": '{"language":"en","slug":"python","title":"Python"}',
        **more,
    }
