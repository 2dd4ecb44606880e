"""Events: what happened, with the object as it was just then.

Knows https://docs.stripe.com/api/events; refuses to send them, which is webhooks' part.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase

from academy_cli.payments.standin.lists import Asked, page
from academy_cli.payments.standin.refusals import RefusedError, missing
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import API_VERSION, Waiting, World

KEPT_S = 30 * 24 * 3600
"""https://docs.stripe.com/api/events/list: events of the last 30 days."""
MOST_TYPES = 20


def emit(world: World, kind: str, about: Json, **previous: object) -> Json:
    """Note that something happened; ``previous`` are values that were other before."""
    told = [one for one in world.endpoints if _fits(kind, one.types)]
    event: Json = {
        "id": world.name("evt_1"),
        "object": "event",
        "account": None,
        "api_version": API_VERSION,
        "context": None,
        "created": world.now(),
        "livemode": world.livemode,
        "pending_webhooks": len(told),
        "request": dict(world.request),
        "type": kind,
    }
    snapshot: Json = {"object": about}
    if previous:
        snapshot["previous_attributes"] = previous
    world.snapshots[event["id"]] = json.dumps(snapshot)
    for endpoint in told:
        endpoint.waiting.append(Waiting(event["id"]))
    return world.add(event)


def shown(world: World, event: Json) -> Json:
    """An event with its object as it was."""
    return {**event, "data": json.loads(world.snapshots[event["id"]])}


def retrieve(world: World, asked: Asked) -> Json:
    """One event, while it is kept."""
    event = world.find("event", asked.id)
    if not _is_kept(world, event):
        raise missing("event", asked.id)
    return shown(world, event)


def search(world: World, asked: Asked) -> Json:
    """Events, newest first, of some types; ``*`` stands for any text in ``type``."""
    types = asked.params.get("types", [])
    if len(types) > MOST_TYPES:
        raise RefusedError(400, f"You may list at most {MOST_TYPES} types.", param="types")
    if types and "type" in asked.params:
        raise RefusedError(400, "You may only specify one of these parameters: type, types.")
    patterns = types or [asked.params.get("type", "*")]
    return page(
        world, "event", asked, shown=shown,
        wanted=lambda one: _is_kept(world, one)
        and _fits(one["type"], patterns),
    )  # fmt: skip


def _fits(kind: str, patterns: Sequence[str]) -> bool:
    return kind in patterns or any(fnmatchcase(kind, one) for one in patterns if "*" in one)


def _is_kept(world: World, event: Json) -> bool:
    return bool(event["created"] > world.now() - KEPT_S)


ROUTES: tuple[Route, ...] = (
    route("GET", "/v1/events/{id}", "EventRetrieveParams", retrieve),
    route(
        "GET", "/v1/events", "EventListParams", search,
        "type types created starting_after ending_before limit",
    ),
)  # fmt: skip
