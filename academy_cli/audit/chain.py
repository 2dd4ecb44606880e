"""The chain of the audit log: each entry's digest is of everything in it and of the digest before.

Knows what is digested and how; refuses rows. Details and the reason count by a salted digest of their own, so
that they can be erased with a person they tell of, and the chain still holds.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from academy_cli.kit.jsontext import canonical

BEGINNING = "0" * 64
"""What comes before the first entry."""
ERASED = "erased_entries"
"""The details of an erasure name the entries whose details and reasons went with a person."""


class Head(NamedTuple):
    """The end of a chain: how many entries it has, and the digest of the last one."""

    entries: int = 0
    digest: str = BEGINNING

    def __str__(self) -> str:
        return f"{self.entries}:{self.digest}"


class Entry(NamedTuple):
    """One act of one actor. ``details``, ``salt`` and ``reason`` are None once they were erased."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str | None
    source: str
    details: str | None
    salt: str | None
    details_sha256: str
    previous: str
    digest: str = ""

    @property
    def proof(self) -> str:
        """The digest that the entry has to have."""
        told = {
            "id": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "reason": None,
            "source": self.source,
            "details_sha256": self.details_sha256,
            "previous": self.previous,
        }
        return sha256(canonical(told).encode()).hexdigest()

    @property
    def are_details_proved(self) -> bool:
        """Whether the details and the reason are what was written down."""
        if self.details is None or self.salt is None:
            return False
        return details_digest(self.details, self.salt, self.reason) == self.details_sha256


def new_salt() -> str:
    """What keeps details that few words could be from being guessed once they are erased."""
    return os.urandom(16).hex()


def details_digest(details: str, salt: str, reason: str | None = None) -> str:
    """The digest by which details and a reason count: a JSON text, if there is one, and a JSON object."""
    why = canonical(reason) if reason is not None else ""
    return sha256((salt + why + details).encode()).hexdigest()
