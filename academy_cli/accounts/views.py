"""What is said about people: frozen values that become a table, JSON or a page.

Knows what people ask of accounts; refuses rows and secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from academy_cli.access.matrix import Role
from academy_cli.kit.page import SortKey


class Status(Enum):
    """What holds of an account; of several, the first one."""

    ERASED = "erased"
    DEACTIVATED = "deactivated"
    INVITED = "invited"
    """Has no password yet, so nobody has logged in with it."""
    UNVERIFIED = "unverified"
    """Nobody has proved that the mailbox is theirs."""
    ACTIVE = "active"


SORTABLE = ("email", "name", "status", "language", "time_zone", "created_at", "last_seen_at")
"""What a list of people can be ordered by."""


@dataclass(frozen=True, slots=True)
class WantedUsers:
    """Which people somebody wants to see, in which order, and which of them.

    ``role`` student means those who hold no other one. ``match`` is found in name or address, whatever the
    case. ``course`` is one that they are in or, with ``role`` instructor, teach. ``since`` counts, ``before``
    does not. Erased ones are there only when ``status`` asks for them.
    """

    role: Role | None = None
    status: Status | None = None
    match: str = ""
    course: str = ""
    since: datetime | None = None
    before: datetime | None = None
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    offset: int = 0

    def part(self, limit: int | None, offset: int) -> WantedUsers:
        """So many of the same people, after so many others."""
        return replace(self, limit=limit, offset=offset)


class UserSummary(NamedTuple):
    """One line of a list; ``roles`` are those beside student: ``admin``, ``instructor:python-basics``."""

    email: str
    name: str
    status: Status
    roles: tuple[str, ...]
    language: str | None
    time_zone: str | None
    created_at: datetime
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserView:
    """One account, with how much hangs on it: ``sessions`` and ``api_tokens`` are those that still hold."""

    email: str
    name: str
    status: Status
    roles: tuple[str, ...]
    language: str | None
    time_zone: str | None
    bio: str | None
    avatar: str | None
    privacy: Mapping[str, object]
    metadata: Mapping[str, object]
    created_at: datetime
    updated_at: datetime | None
    email_verified_at: datetime | None
    has_password: bool
    last_seen_at: datetime | None
    locked_until: datetime | None
    deactivated_at: datetime | None
    erased_at: datetime | None
    enrollments: int
    sessions: int
    api_tokens: int


@dataclass(frozen=True, slots=True)
class UserChange:
    """What was, or would be, done to an account: only the fields that change, before and after.

    ``ended`` counts the sessions, tokens and links that no longer hold. ``is_last_admin`` says that nobody
    is left who can give roles.
    """

    email: str
    action: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    ended: Mapping[str, int] = field(default_factory=dict)
    is_last_admin: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether all is as it was."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays when a person is erased, and why."""

    what: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Payable:
    """An order that somebody can pay at the provider: on a ``page`` until a moment, or by an ``invoice``.

    ``why`` says why it could not be closed there, once that was tried.
    """

    order: str
    on: str
    provider_id: str | None
    until: datetime | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """What became, or would become, of a person: what went, what stays and why.

    ``email`` is the address that stands in their place; ``certificates`` what became of those that held.
    ``payable`` are orders that will be closed at the provider first; afterwards, those that could not be.
    """

    email: str
    certificates: str
    removed: Mapping[str, int]
    kept: tuple[Kept, ...]
    is_last_admin: bool = False
    is_done_already: bool = False
    payable: tuple[Payable, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is held about a person, as files by name; no secret, and no digest of one."""

    email: str
    at: datetime
    counts: Mapping[str, int]
    files: Mapping[str, bytes]
