"""Which ids modules and lessons get that have none: short, like their paths, and nobody else's.

Knows which ids are taken, and by which one the academy knows a lesson; refuses to write any.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from academy_cli.authoring import names
from academy_cli.authoring.changes import Comparison
from academy_cli.authoring.document import Applied, Kind, Node
from academy_cli.kit.slugs import slugify

_LONGEST = 120
"""Leaves room for a number; an id has at most 128 characters."""
_NO_VALUE = frozenset({"null"})
"""What YAML takes for nothing."""


@dataclass(frozen=True)
class KnownIds:
    """What an academy knows of a course, archived parts included.

    ``ids`` are taken for good, ``keys`` are what people call those that have none. ``lost`` gives the ids
    that files had before, by path.
    """

    ids: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    lost: Mapping[str, str] = field(default_factory=dict)


NO_KNOWN_IDS = KnownIds()


def known_ids(comparison: Comparison, applied: Applied) -> KnownIds:
    """What an academy knows, given what a sync of the folder would do to it."""
    nodes = (*(applied.document.contents if applied.document else ()), *applied.archived)
    nodes = tuple(node for node in nodes if node.kind is not Kind.ASSET)
    ids = frozenset(node.id for node in nodes if node.id is not None)
    keys = frozenset(node.key for node in nodes if node.id is None)
    return KnownIds(ids, keys, dict(_lost(comparison)))


def _lost(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for change in comparison.changes:
        was, node = change.was, change.node
        if was is not None and was.id is not None and node is not None and node.id is None:
            yield node.path, was.id


def new_ids(
    nodes: Sequence[Node], standing: Collection[str], known: KnownIds = NO_KNOWN_IDS
) -> Mapping[str, str]:
    """An id for each module or lesson, by path; ``standing`` are those that stand in the folder.

    Who had an id gets it back. Then come those that are called so already.
    """
    given = {node.path: known.lost[node.path] for node in nodes if node.path in known.lost}
    taken = {name.casefold() for name in (*standing, *known.ids)}
    own = {node.path: names.path_key(node.path) for node in nodes}
    for node in sorted(nodes, key=lambda node: _word(node, own[node.path]) != own[node.path]):
        key = own[node.path]
        if node.path not in given:
            free = (name for name in _wishes(node, key) if name not in taken)
            given[node.path] = next(n for n in free if n == key or n not in known.keys)
            taken.add(given[node.path])
    return given


def _wishes(node: Node, key: str) -> Iterator[str]:
    """The ids that would suit, the best first; they never end."""
    word = _word(node, key)
    if word not in _NO_VALUE:
        yield word
    name = node.path.rpartition("/")[2]
    if names.is_front_page(name):
        yield f"{word}-{slugify(names.stem(name))}"
    yield from (f"{word}-{number}" for number in count(2))


def _word(node: Node, key: str) -> str:
    return slugify(key)[:_LONGEST].strip("-") or node.kind.value
