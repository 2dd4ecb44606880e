"""What is said about sessions, tokens and invitations: frozen values that become a table, JSON or a page.

Knows what people ask of them; refuses secrets, but for one that is shown once, to whoever made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SessionView:
    """Somebody logged in somewhere; ``session`` is the code that ends it."""

    session: str
    email: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    address: str | None
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class TokenView:
    """A program's token: how it begins, what it is limited to, and whether it holds."""

    name: str
    email: str
    begins: str
    scopes: Sequence[str]
    state: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    made_by: str | None
    """The token that made it, with which it ends."""


@dataclass(frozen=True, slots=True)
class RevokedToken:
    """A token that works no more: what it ``was``, and the tokens it made, which end with it."""

    email: str
    name: str
    was: str
    ended_with_it: Sequence[str]


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made; ``token`` is shown this once."""

    name: str
    email: str
    token: str
    scopes: Sequence[str]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was, or would be, removed of what was over ``before`` a moment."""

    before: datetime
    refresh_tokens: int
    sessions: int
    links: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who is, or would be, invited.

    ``link`` is the address, or the bare code without a site, where no mail brings it; it is shown this once.
    """

    email: str
    is_new: bool
    is_mailed: bool
    expires_at: datetime
    link: str = ""
