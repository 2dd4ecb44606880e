"""Objects in place of ids, where a request asks for them.

Knows https://docs.stripe.com/api/expanding_objects; refuses to change what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources.charges import refunds_of
from academy_cli.payments.standin.resources.invoices import payments_of
from academy_cli.payments.standin.resources.payment_links import items_of_link
from academy_cli.payments.standin.resources.sessions import items_of_session
from academy_cli.payments.standin.resources.subscriptions import subscriptions_of
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

DEEPEST = 4
_INCLUDED: Mapping[tuple[str, str], Callable[[World, Json], Json]] = {
    ("charge", "refunds"): refunds_of,
    ("checkout.session", "line_items"): items_of_session,
    ("customer", "subscriptions"): subscriptions_of,
    ("invoice", "payments"): payments_of,
    ("payment_link", "line_items"): items_of_link,
}
"""What objects have only when it is asked for."""


def expanded(world: World, found: Json, paths: Sequence[str]) -> Json:
    """A copy with the objects that the paths lead to; raises RefusedError for what cannot be expanded."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST + (found.get("object") == "list"):
            raise RefusedError(
                400, f"You cannot expand more than {DEEPEST} levels of a property.", param="expand"
            )
        found = _grown(world, found, steps, path)
    return found


def _grown(world: World, found: Any, steps: Sequence[str], path: str) -> Any:
    if isinstance(found, list):
        return [_grown(world, one, steps, path) for one in found]
    if not steps or found is None:
        return found
    name, *rest = steps
    value = _value(world, found, name, path)
    if isinstance(value, str):
        value = world.anything(value)
        if value is None:
            raise _cannot(path)
    elif not rest and not isinstance(value, dict | list) and value is not None:
        raise _cannot(path)
    return {**found, name: _grown(world, value, rest, path)}


def _value(world: World, found: Json, name: str, path: str) -> Any:
    include = _INCLUDED.get((str(found.get("object")), name))
    if include and name not in found:
        return include(world, found)
    if name not in found:
        raise _cannot(path)
    return found[name]


def _cannot(path: str) -> RefusedError:
    return RefusedError(400, f"This property cannot be expanded ({path}).", param="expand")
