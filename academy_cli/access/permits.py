"""How a service's method says which action it is, so that nobody gets past it without the right to.

Knows only the actor of a service; what ``own`` reaches is for the method to narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission

NAME = "permits"
"""The attribute of a guarded method that tells its actions."""
P = ParamSpec("P")
R = TypeVar("R")


class Service(Protocol):
    """A service that works for one actor."""

    @property
    def actor(self) -> Actor:
        """Who asks."""


S = TypeVar("S", bound=Service)
Action: TypeAlias = Permission | str
"""An action, or the attribute by which each class of services that are alike names its own."""


def permits(
    *actions: Action, asked: Callable[..., Permission] | None = None
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Refuse a method to whoever may do none of some actions, before anything else happens.

    Where a reach is only one's own, the method itself asks ``require_course`` or ``require_person`` once it
    knows which. Whoever is refused is told the first action, or the one that ``asked`` makes of what the
    method was called with. Raises NotPermittedError.
    """

    def guard(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @wraps(method)
        def guarded(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            any_of = _named(self, actions)
            if not any(map(self.actor.reach, any_of)):
                self.actor.require(asked(*args, **kwargs) if asked else any_of[0])
            return method(self, *args, **kwargs)

        vars(guarded)[NAME] = actions
        return guarded

    return guard


def actions_of(service: object, method: str) -> Sequence[Permission]:
    """The actions of which a method asks for one; of a service or its class."""
    return _named(service, getattr(getattr(service, method), NAME, ()))


def _named(service: object, actions: Sequence[Action]) -> Sequence[Permission]:
    return [one if isinstance(one, Permission) else getattr(service, one) for one in actions]
