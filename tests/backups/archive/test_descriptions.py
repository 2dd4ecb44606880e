"""Whatever a header or a manifest says that no archive's does, it is refused in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from academy_cli.backups.errors import DamagedError, NewerFormatError
from academy_cli.kit.jsontext import canonical
from tests.backups.archive.test_archives import members, packed
from tests.backups.archives import read

ODD = (None, True, -1, 5, "x", "", [], ["x"], [5], [[]], [{}], {}, {"x": "y"}, {"x": 1 << 80})


def changed(said: Any) -> Iterator[Any]:
    """The same with one value another, anywhere in it, or without it."""
    if isinstance(said, dict):
        for name, value in said.items():
            yield {key: one for key, one in said.items() if key != name}
            yield from ({**said, name: odd} for odd in ODD)
            yield from ({**said, name: other} for other in changed(value))
    elif isinstance(said, list) and said:
        yield from ([odd, *said[1:]] for odd in ODD)
        yield from ([other, *said[1:]] for other in changed(said[0]))
        yield [*said, said[0]]


def resigned(said: Any) -> Any:
    """A manifest whose digest is its own again."""
    from hashlib import sha256

    rest = {name: value for name, value in said.items() if name != "sha256"}
    return {**rest, "sha256": sha256(canonical(rest).encode()).hexdigest()}


@pytest.mark.parametrize(("place", "fit"), [(0, lambda said: said), (-1, resigned)])
def test_a_value_that_is_another_is_refused_or_means_nothing(place: int, fit: Any) -> None:
    known = members()
    name, content = known[place]
    said, refused = json.loads(content), 0
    for other in changed(said):
        known[place] = (name, f"{canonical(fit(other))}\n".encode())
        try:
            read(packed(known))
        except (DamagedError, NewerFormatError):
            refused += 1

    assert refused > 100
