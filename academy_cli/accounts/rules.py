"""Who may touch whom, beyond what the table of permissions says.

Pure rules on values; refuses rows. Every service that changes an account asks them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Role
from academy_cli.accounts.errors import (
    AdminAccountError,
    LastAdminError,
    OwnAddressError,
    OwnFieldError,
    OwnRoleError,
    StaffAddressError,
    StaffLinkError,
)

NOT_ONES_OWN = ("metadata",)
"""Fields that the academy keeps of people: nobody but staff writes them."""


def require_touchable(actor: Actor, user_id: int, email: str, *, is_admin: bool) -> None:
    """Let nobody but admins and themselves change an admin's account. Raises AdminAccountError."""
    is_equal = actor.is_operator or Role.ADMIN in actor.roles or actor.user_id == user_id
    if is_admin and not is_equal:
        raise AdminAccountError(actor.said, email)


def require_address(actor: Actor, user_id: int, email: str, *, holds_role: bool) -> None:
    """Let nobody but admins give another address to who holds a role, or it could be taken.

    Nor does anybody so change their own: a stolen session would be enough to take the account. Raises
    StaffAddressError and OwnAddressError.
    """
    if actor.user_id == user_id:
        raise OwnAddressError(actor.said)
    if holds_role and not actor.is_operator and Role.ADMIN not in actor.roles:
        raise StaffAddressError(actor.said, email)


def require_mail(actor: Actor, email: str, *, holds_role: bool) -> None:
    """Let nobody but admins see the link by which who holds a role gets in. Raises StaffLinkError."""
    if holds_role and not actor.is_operator and Role.ADMIN not in actor.roles:
        raise StaffLinkError(actor.said, email)


def require_own_fields(actor: Actor, user_id: int, changed: Iterable[str]) -> None:
    """Keep people from writing what the academy keeps of them. Raises OwnFieldError."""
    is_staff = actor.is_operator or bool({Role.ADMIN, Role.SUPPORT} & actor.roles)
    for field in changed:
        if field in NOT_ONES_OWN and actor.user_id == user_id and not is_staff:
            raise OwnFieldError(actor.said, field)


def require_others_role(actor: Actor, user_id: int, role: Role) -> None:
    """Let nobody give a role to themselves. Raises OwnRoleError."""
    if actor.user_id == user_id:
        raise OwnRoleError(actor.said, role.value)


def leaves_no_admin(user_id: int, admins: Collection[int]) -> bool:
    """Whether the active admins are this one person."""
    return set(admins) == {user_id}


def require_an_admin(actor: Actor, email: str, *, is_last: bool) -> None:
    """Keep users from losing the last admin; the operator can make another one. Raises LastAdminError."""
    if is_last and not actor.is_operator:
        raise LastAdminError(email)
