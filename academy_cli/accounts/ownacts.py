"""What people do for themselves before they are somebody to a service: how it is judged and put on record.

Pure; refuses rows beyond the one account that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from sqlalchemy import Row

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.errors import BadAddressError
from academy_cli.accounts.credential_errors import WeakPasswordError
from academy_cli.accounts.weakness import weakness
from academy_cli.audit.service import Act


class OwnAct(TypedDict):
    """Who acted, and what they did, as the audit log takes it."""

    actor: Actor
    act: Act


def own_act(
    user: Row[Any], action: str, told: Mapping[str, object], source: Mapping[str, str]
) -> OwnAct:
    """Something that somebody did to their own account."""
    themselves = Actor(f"user:{user.id}", user.email, user.id, source=source)
    return {"actor": themselves, "act": Act(action, f"user:{user.id}", told)}


def address_of(written: str) -> str:
    """The one form of an address; of what is none, something that nobody's account has."""
    try:
        return canonical_address(written)
    except BadAddressError:
        return ""


def require_strong(password: str, *own: str) -> None:
    """Refuse a password that anybody could guess. Raises WeakPasswordError."""
    if why := weakness(password, own):
        raise WeakPasswordError(why)
