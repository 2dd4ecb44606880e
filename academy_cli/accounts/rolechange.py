"""Giving a role and taking one: what that changes, and the rules that keep an academy governable.

Joins rules and rows; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Role
from academy_cli.accounts import rules, store
from academy_cli.accounts.errors import CourseRoleError, StudentRoleError
from academy_cli.accounts.views import UserChange


class RoleChange(NamedTuple):
    """A role that is given or taken; ``course`` is empty for one of the whole academy."""

    role: Role
    course: str
    is_added: bool

    @property
    def written(self) -> str:
        """The role as it is written: ``instructor:python-basics``."""
        return f"{self.role.value}:{self.course}" if self.course else self.role.value


def planned(
    connection: Connection, actor: Actor, row: Row[Any], wanted: RoleChange, admins: Collection[int]
) -> UserChange:
    """What a change of roles changes; empty where it is so already.

    Raises StudentRoleError, CourseRoleError, UnknownCourseError, OwnRoleError and LastAdminError.
    """
    if wanted.role is Role.STUDENT:
        raise StudentRoleError
    if wanted.course and wanted.role is not Role.INSTRUCTOR:
        raise CourseRoleError(wanted.role.value)
    if wanted.course:
        store.course_id(connection, wanted.course)
    held = store.roles(connection, [row.id]).get(row.id, ())
    if (wanted.written in held) is wanted.is_added:
        return UserChange(row.email, "user.role", {}, {})
    if wanted.is_added:
        rules.require_others_role(actor, row.id, wanted.role)
    is_last = not wanted.is_added and _loses_admin(row, wanted, admins)
    rules.require_an_admin(actor, row.email, is_last=is_last)
    after = {*held, wanted.written} if wanted.is_added else {*held} - {wanted.written}
    before_and_after = ({"roles": list(held)}, {"roles": sorted(after)})
    return UserChange(row.email, "user.role", *before_and_after, is_last_admin=is_last)


def carry_out(connection: Connection, user_id: int, wanted: RoleChange, at: datetime) -> None:
    """Write a change of roles down."""
    course = store.course_id(connection, wanted.course) if wanted.course else None
    if wanted.is_added:
        store.add_role(connection, user_id, wanted.role, course, at)
    else:
        store.remove_role(connection, user_id, wanted.role, course)


def _loses_admin(row: Row[Any], wanted: RoleChange, admins: Collection[int]) -> bool:
    return wanted.role is Role.ADMIN and rules.leaves_no_admin(row.id, admins)
