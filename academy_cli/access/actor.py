"""Whoever acts: the operator, who holds the database's address, or a user with the roles they have.

Knows what an actor may do; refuses to look anybody up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Permission, Reach, Role, reach, roles_within

NOWHERE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, and where they do it.

    ``name`` is how the audit log calls them: ``operator:ann``, ``user:12``; ``said`` is what people call
    them. ``courses`` are the slugs of those they teach; an author is instructor of the academy, so may begin
    new ones. ``scopes``, if there are any, are the actions, or nouns of actions, that this actor was cut down
    to. ``source`` says by what shell, which words, and on which machine, and through which
    ``session`` or program's ``token``: by its code or number.
    """

    name: str
    said: str
    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    courses: frozenset[str] = frozenset()
    is_author: bool = False
    source: Mapping[str, str] = field(default_factory=lambda: NOWHERE, compare=False)
    is_operator: bool = False
    scopes: frozenset[str] | None = None
    session: str | None = None
    token: int | None = None

    def reach(self, action: Permission) -> Reach:
        """How far this actor may do an action."""
        if self.is_operator:
            return Reach.ALL
        return reach(action, self.roles) if self._is_in_scope(action.value) else Reach.NONE

    def _is_in_scope(self, action: str) -> bool:
        if self.scopes is None:
            return True
        return action in self.scopes or action.partition(".")[0] in self.scopes

    def require(self, action: Permission) -> Reach:
        """Insist that this actor may do an action at all, and say how far. Raises NotPermittedError."""
        found = self.reach(action)
        if not found:
            raise NotPermittedError(self.said, action)
        return found

    def refuse(self, action: Permission, what: str) -> NoReturn:
        """Say that this actor may not do an action to something. Raises NotPermittedError."""
        raise NotPermittedError(self.said, action, what, self._own(action))

    def _own(self, action: Permission) -> Collection[Role]:
        """The roles that let this actor do an action to what is theirs."""
        held = roles_within(action, Reach.OWN) if self.reach(action) is Reach.OWN else ()
        return [role for role in held if role in self.roles]

    def require_course(self, action: Permission, slug: str) -> None:
        """Insist that this actor may do an action to a course. Raises NotPermittedError."""
        if not self.may_reach_course(action, slug):
            self.refuse(action, slug)

    def require_new_course(self, action: Permission, slug: str) -> None:
        """Insist that this actor may begin a course. Raises NotPermittedError."""
        found = self.reach(action)
        if found is not Reach.ALL and not (found is Reach.OWN and self.is_author):
            self.refuse(action, slug)

    def require_person(self, action: Permission, user_id: int | None, said: str) -> None:
        """Insist that this actor may do an action to a person. Raises NotPermittedError."""
        found = self.reach(action)
        is_self = found is Reach.OWN and user_id is not None and user_id == self.user_id
        if found is not Reach.ALL and not is_self:
            self.refuse(action, said)

    def may_reach_course(self, action: Permission, slug: str) -> bool:
        """Whether this actor may do an action to a course."""
        found = self.reach(action)
        return found is Reach.ALL or (found is Reach.OWN and slug in self.courses)


def operator(name: str, source: Mapping[str, str] = NOWHERE) -> Actor:
    """Whoever holds the database's address: may do everything, and is on record for it."""
    return Actor(f"operator:{name}", f"operator:{name}", source=source, is_operator=True)
