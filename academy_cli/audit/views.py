"""What is said about the audit log: frozen values that become a table, JSON or a page.

Knows what people ask of it; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from academy_cli.audit.verify import Flaw
from academy_cli.kit.page import SortKey

SORTABLE = ("number", "at", "actor", "action", "subject", "reason", "details", "source", "digest")
"""What a list of entries can be ordered by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries somebody wants to see, the newest first unless they want another order.

    ``action`` is a noun (``course``) or noun and verb (``course.apply``); ``since`` counts, ``until`` does
    not.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    offset: int = 0

    def part(self, limit: int | None, offset: int) -> Wanted:
        """So many of the same entries, after so many others."""
        return replace(self, limit=limit, offset=offset)


@dataclass(frozen=True, slots=True)
class Unheard:
    """Something that a wish names and nothing on record has; ``field`` is that of the wish."""

    field: str
    said: str
    nearest: str | None


@dataclass(frozen=True, slots=True)
class AuditEntryView:
    """One act: who did what to what, where and why, and what was there before and after.

    ``details`` is None once they were erased with a person they told of; so is ``reason``.
    """

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str | None
    details: Mapping[str, object] | None
    source: Mapping[str, str]
    digest: str
    via: str | None
    """The session or program's token through which they acted, where there was one."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was proved: how many entries hold, the head to note down elsewhere, and what is wrong."""

    entries: int
    head: str
    flaws: tuple[Flaw, ...]
