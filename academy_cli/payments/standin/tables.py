"""Objects of one kind in the order of their making.

Knows ids and times of creation; refuses to know what else an object has.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from academy_cli.payments.standin.wire import Json

_Place = tuple[int, int, str]


class Table:
    """Objects by id, and in order; those made in the same second keep the order of their making."""

    def __init__(self) -> None:
        self._objects: dict[str, Json] = {}
        self._order: list[_Place] = []
        self._places: dict[str, _Place] = {}

    def __len__(self) -> int:
        return len(self._objects)

    def __contains__(self, name: str) -> bool:
        return name in self._objects

    def add(self, made: Json, created: int) -> None:
        """One more object."""
        place = (created, len(self._places), made["id"])
        self._objects[made["id"]] = made
        self._places[made["id"]] = place
        insort(self._order, place)

    def get(self, name: str) -> Json | None:
        """An object by its id."""
        return self._objects.get(name)

    def drop(self, name: str) -> None:
        """Forget an object."""
        del self._order[bisect_left(self._order, self._places.pop(name))]
        del self._objects[name]

    def oldest_first(self, after: str | None = None, since: int = 0) -> Iterator[Json]:
        """Objects from the oldest on; ``after`` an id and ``since`` a time of creation."""
        start = bisect_left(self._order, (since, -1, ""))
        if after is not None:
            start = max(start, bisect_left(self._order, self._places[after]) + 1)
        for place in range(start, len(self._order)):
            yield self._objects[self._order[place][2]]

    def newest_first(self, before: str | None = None, until: int | None = None) -> Iterator[Json]:
        """Objects from the newest back; ``before`` an id, ``until`` a time of creation, itself included."""
        end = len(self._order)
        if until is not None:
            end = bisect_left(self._order, (until + 1, -1, ""))
        if before is not None:
            end = min(end, bisect_left(self._order, self._places[before]))
        for place in range(end - 1, -1, -1):
            yield self._objects[self._order[place][2]]
