"""Which request is which: a method, an address, the type of its parameters, and what it does.

Knows how one is told from another; refuses to know what they do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from academy_cli.payments.standin.lists import Asked
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

Action = Callable[[World, Asked], Json]


@dataclass(frozen=True)
class Route:
    """One kind of request; ``knows`` are the parameters that are acted on, with dots within objects."""

    method: str
    path: str
    params: str
    action: Action
    knows: frozenset[str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What addresses fit; the id is the first group, if there is one."""
        return re.compile(self.path.replace("{id}", "([^/]+)"))


def route(method: str, path: str, params: str, action: Action, knows: str = "") -> Route:
    """A kind of request; the parameters it acts on are written with spaces between them."""
    return Route(method, path, params, action, frozenset(knows.split()))


def chosen(routes: Iterable[Route], method: str, path: str) -> tuple[Route, str]:
    """The route of a request and the id in its address; raises RefusedError 404 if there is none."""
    for one in routes:
        found = one.pattern.fullmatch(path) if one.method == method else None
        if found:
            return one, found[1] if found.groups() else ""
    raise RefusedError(
        404,
        f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs or we can help at "
        "https://support.stripe.com/.",
    )
