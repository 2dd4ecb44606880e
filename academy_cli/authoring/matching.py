"""Which lesson in the folder is which lesson in the database.

Knows the order in which identity is decided; each step works on what the steps before left over.
Two different explicit ids never match: their progress belongs to two lessons.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from academy_cli.authoring import names
from academy_cli.authoring.document import Kind, Node

T = TypeVar("T")

Matches = Mapping[int, Node]
"""The current node of each wanted one, by the wanted one's index."""


def match(wanted: Sequence[Node], active: Sequence[Node], archived: Sequence[Node]) -> Matches:
    """Pair wanted modules and lessons with current ones.

    By id, archived ones included; by exact path; by path without numbers; by name within a matched
    module; then archived ones by path, so that what comes back is restored.
    """
    matcher = _Matcher(wanted)
    matcher.step([*active, *archived], lambda node: node.id)
    matcher.step(active, lambda node: node.path)
    matcher.step(active, lambda node: names.path_key(node.path))
    matcher.within_modules(active)
    matcher.step(archived, lambda node: node.path)
    matcher.step(archived, lambda node: names.path_key(node.path))
    return matcher.pairs


class _Matcher:
    def __init__(self, wanted: Sequence[Node]) -> None:
        self.wanted = wanted
        self.pairs: dict[int, Node] = {}
        self.taken: set[tuple[Kind, int]] = set()
        self.left: Sequence[int] = range(len(wanted))

    def step(self, current: Iterable[Node], by: Callable[[Node], Hashable | None]) -> None:
        """Pair what has the same value, where exactly one on each side has it."""
        here = _unique(
            ((node.kind, by(node)), node)
            for node in current
            if (node.kind, node.row) not in self.taken
        )
        if not here or not self.left:
            return
        there = _unique(
            ((self.wanted[index].kind, by(self.wanted[index])), index) for index in self.left
        )
        for value, index in there.items():
            node = here.get(value)
            if node is not None and _may_be(self.wanted[index], node):
                self._pair(index, node)
        self.left = [index for index in self.left if index not in self.pairs]

    def within_modules(self, active: Sequence[Node]) -> None:
        """Pair what has the same name in the same module: a renamed module keeps its lessons."""
        if not self.left:
            return
        rows = {node.key: node.row for node in active if node.kind is Kind.MODULE}
        here = _unique(
            ((node.kind, rows.get(node.parent, 0), _name(node)), node)
            for node in active
            if (node.kind, node.row) not in self.taken
        )
        modules = {
            node.key: index for index, node in enumerate(self.wanted) if node.kind is Kind.MODULE
        }
        for index in self.left:
            wanted = self.wanted[index]
            parent = self.pairs.get(modules.get(wanted.parent, -1))
            node = here.get((wanted.kind, parent.row if parent else 0, _name(wanted)))
            if (
                node is not None
                and (node.kind, node.row) not in self.taken
                and _may_be(wanted, node)
            ):
                self._pair(index, node)
        self.left = [index for index in self.left if index not in self.pairs]

    def _pair(self, index: int, node: Node) -> None:
        self.pairs[index] = node
        self.taken.add((node.kind, node.row))


def _may_be(wanted: Node, current: Node) -> bool:
    return wanted.id is None or current.id is None or wanted.id == current.id


def _name(node: Node) -> str:
    return names.path_key(node.path).rpartition("/")[2]


def _unique(items: Iterable[tuple[tuple[Hashable, ...], T]]) -> dict[tuple[Hashable, ...], T]:
    """Items whose key is theirs alone; a key that ends in None does not count."""
    found: dict[tuple[Hashable, ...], T] = {}
    twice: set[tuple[Hashable, ...]] = set()
    for key, item in items:
        if key[-1] is None:
            continue
        if key in found:
            twice.add(key)
        found[key] = item
    for key in twice:
        del found[key]
    return found
