"""Pages of lists: newest first, from a cursor on, within a time.

Knows https://docs.stripe.com/api/pagination; refuses to know what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.tables import Table
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

DEFAULT, MOST = 10, 100


@dataclass(frozen=True)
class Asked:
    """A request that may be carried out: its parameters, checked, and the id and address it went to."""

    params: Json
    id: str = ""
    path: str = ""


def as_it_is(_world: World, one: Json) -> Json:
    """Most objects are shown as they are kept."""
    return one


def page(
    world: World,
    kind: str,
    asked: Asked,
    *,
    wanted: Callable[[Json], bool] = lambda _: True,
    shown: Callable[[World, Json], Json] = as_it_is,
) -> Json:
    """The page of a list that ``created``, ``starting_after``, ``ending_before`` and ``limit`` ask for."""
    limit = page_size(asked.params)
    backwards = "ending_before" in asked.params
    found = filter(wanted, _walk(world, kind, asked.params))
    rows = list(islice(found, limit + 1))
    kept = rows[:limit]
    return {
        "object": "list",
        "url": asked.path,
        "has_more": len(rows) > limit,
        "data": [shown(world, one) for one in (reversed(kept) if backwards else kept)],
    }


def by(params: Json, *names: str) -> Callable[[Json], bool]:
    """What has the same values as those parameters that are given."""
    given = [(name, params[name]) for name in names if name in params]
    return lambda one: all(one[name] == value for name, value in given)


def whole(rows: list[Json], url: str) -> Json:
    """A list inside an object, all of it."""
    return {"object": "list", "url": url, "has_more": False, "data": rows}


def page_size(params: Json) -> int:
    """How many a page has: 10 unless 1 to 100 are asked for."""
    limit: int = params.get("limit", DEFAULT)
    if not 1 <= limit <= MOST:
        words = f"less than or equal to {MOST}" if limit > MOST else "greater than or equal to 1"
        raise RefusedError(
            400,
            f"This value must be {words}.",
            code="parameter_invalid_integer",
            param="limit",
        )
    return limit


def _walk(world: World, kind: str, params: Json) -> Iterator[Json]:
    table = world.table(kind)
    since, until = _span(params.get("created", {}))
    if "ending_before" in params:
        if "starting_after" in params:
            raise RefusedError(400, "Use only one of starting_after and ending_before.")
        cursor = _known(table, kind, params, "ending_before")
        rows = table.oldest_first(after=cursor, since=since)
        return takewhile(lambda one: until is None or one["created"] <= until, rows)
    cursor = _known(table, kind, params, "starting_after")
    rows = table.newest_first(before=cursor, until=until)
    return takewhile(lambda one: since == 0 or one["created"] >= since, rows)


def _known(table: Table, kind: str, params: Json, name: str) -> str | None:
    cursor: str | None = params.get(name)
    if cursor is not None and cursor not in table:
        raise RefusedError(400, f"No such {kind}: '{cursor}'", code="resource_missing", param=name)
    return cursor


def _span(created: int | Json) -> tuple[int, int | None]:
    """The first and the last second wanted, both included."""
    if isinstance(created, int):
        return created, created
    since = max(created.get("gte", 0), created.get("gt", -1) + 1)
    ends = [
        *([created["lte"]] if "lte" in created else []),
        *([created["lt"] - 1] if "lt" in created else []),
    ]
    return since, min(ends, default=None)
