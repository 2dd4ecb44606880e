"""What becomes of every module and lesson: made, changed, kept although it is missing, or archived.

Knows doubts and what they withhold; refuses to say what changed in a node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from academy_cli.authoring import ordering
from academy_cli.authoring.changes import Action, Withheld
from academy_cli.authoring.document import Applied, CourseDocument, Kind, Node
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.matching import match

Name: TypeAlias = tuple[Kind, str]
"""A node among those of one course, by kind and key."""
RowName: TypeAlias = tuple[Kind, int]
"""A node among those of the database, by kind and row."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Modules and lessons as they will be, in the order of the tree, and what each was before.

    ``is_certain`` says that everything could be read, so that what is missing is really gone.
    """

    contents: tuple[Node, ...]
    was: Mapping[Name, Node]
    withheld: tuple[Withheld, ...]
    is_certain: bool


def merge(wanted: CourseDocument, current: Applied, doubts: Doubts) -> Merged:
    """Decide what becomes of every module and lesson."""
    before = current.document.contents if current.document else ()
    merger = _Merger(wanted, before, current.archived, doubts)
    contents = merger.run()
    return Merged(contents, merger.was, tuple(merger.withheld), merger.is_certain)


class _Merger:
    """Decides what becomes of each module and lesson, and where it stands."""

    def __init__(
        self,
        wanted: CourseDocument,
        before: Sequence[Node],
        archived: Sequence[Node],
        doubts: Doubts,
    ) -> None:
        self.wanted, self.before, self.doubts = wanted.contents, before, doubts
        self.pairs = match(wanted.contents, before, archived)
        self.matched = {(node.kind, node.row) for node in self.pairs.values()}
        self.archived_rows = {(node.kind, node.row) for node in archived}
        self.withheld: list[Withheld] = []
        self.is_certain = doubts == Doubts() and not any(node.is_broken for node in wanted.contents)
        self.was: dict[tuple[Kind, str], Node] = {}
        self.siblings_before = children_of(before)
        self.modules = {
            node.key: index for index, node in enumerate(self.wanted) if node.kind is Kind.MODULE
        }
        self.sound = {(node.kind, node.key) for node in self.wanted if not node.is_broken}

    def run(self) -> tuple[Node, ...]:
        """The contents as they will be, in the order of the tree."""
        kept = self._kept()
        result_key = self._module_keys(kept)
        nodes: dict[tuple[Kind, str], Node] = {}
        for index, node in enumerate(self.wanted):
            placed = self._placed(node, self.pairs.get(index), result_key)
            if placed is None:
                continue
            nodes[placed.kind, placed.key] = placed
            if index in self.pairs:
                self.was[placed.kind, placed.key] = self.pairs[index]
        for node in kept:
            key = result_key[node.key] if node.kind is Kind.MODULE else _free(node.key, node, nodes)
            stays = replace(node, key=key, parent=result_key.get(node.parent, ""))
            nodes[stays.kind, stays.key] = stays
            self.was[stays.kind, stays.key] = node
        rows = {(node.kind, node.row) for node in kept}
        return self._ordered(
            nodes, {key for key, node in nodes.items() if (node.kind, node.row) in rows}
        )

    def _kept(self) -> list[Node]:
        """Current nodes that would be archived, were it not for what could not be read."""
        gone = [node for node in self.before if (node.kind, node.row) not in self.matched]
        kept = {(node.kind, node.key): node for node in gone if self._reason(node)}
        modules = {node.key: node for node in gone if node.kind is Kind.MODULE}
        for node in list(kept.values()):
            above = modules.get(node.parent)
            while above is not None:
                kept[above.kind, above.key] = above
                above = modules.get(above.parent)
        for node in kept.values():
            reason = self._reason(node) or "a lesson in it may still be there"
            self.withheld.append(
                Withheld(Action.ARCHIVE, node.kind, node.key, node.path, node.title, reason)
            )
        return [node for node in gone if (node.kind, node.key) in kept]

    def _reason(self, node: Node) -> str:
        """Why a missing node may not be archived; empty when nothing stands against it."""
        if node.id is not None and node.id in self.doubts.ids:
            return f"a file with an error has its id “{node.id}”"
        if self.doubts.covers(node.path):
            return f"“{node.path}” lies where something could not be read"
        if node.kind is Kind.LESSON and self.doubts.any_lesson:
            return "a lesson with an error may be this one"
        if node.kind is Kind.MODULE and self.doubts.any_module:
            return "a module with an error may be this one"
        return ""

    def _module_keys(self, kept: Sequence[Node]) -> dict[str, str]:
        """The key each current module will have; archived ones have none."""
        keys: dict[str, str] = {}
        for index, was in self.pairs.items():
            if was.kind is Kind.MODULE and (was.kind, was.row) not in self.archived_rows:
                wanted = self.wanted[index]
                keys[was.key] = _free(was.key, was, self.sound) if wanted.is_broken else wanted.key
        return keys | {
            node.key: _free(node.key, node, self.sound) for node in kept if node.kind is Kind.MODULE
        }

    def _placed(self, node: Node, was: Node | None, result_key: Mapping[str, str]) -> Node | None:
        """A wanted node as it will be; None when it is withheld and there is nothing to keep."""
        parent = self._parent(node, was, result_key)
        if parent is None or (node.is_broken and was is None):
            reason = f"“{node.path}” has an error" if node.is_broken else "its module is withheld"
            self.withheld.append(
                Withheld(
                    Action.CREATE, node.kind, node.key, node.path, node.title or node.key, reason
                )
            )
            return None
        if was is None:
            return node if parent == node.parent else replace(node, parent=parent)
        if not node.is_broken:
            return (
                was
                if parent == node.parent and node == was
                else replace(node, parent=parent, row=was.row)
            )
        self.withheld.append(
            Withheld(
                Action.UPDATE,
                was.kind,
                was.key,
                node.path,
                was.title,
                f"“{node.path}” has an error",
            )
        )
        key = (
            result_key.get(was.key, was.key)
            if was.kind is Kind.MODULE
            else _free(was.key, was, self.sound)
        )
        return replace(
            was, key=key, parent=result_key.get(was.parent, parent) if was.parent else ""
        )

    def _parent(self, node: Node, was: Node | None, result_key: Mapping[str, str]) -> str | None:
        """The key of the module a node will be in; None when that module does not come to be."""
        stays = (
            was is not None
            and self.doubts.covers_order(node.path)
            and (not was.parent or was.parent in result_key)
        )
        if stays and was is not None and (was.kind, was.row) not in self.archived_rows:
            return result_key.get(was.parent, "")
        if not node.parent:
            return ""
        index = self.modules[node.parent]
        if not self.wanted[index].is_broken:
            return node.parent
        above = self.pairs.get(index)
        if above is not None:
            return result_key.get(above.key, above.key)
        return result_key.get(was.parent, "") if was is not None else None

    def _ordered(
        self, nodes: Mapping[tuple[Kind, str], Node], kept: set[tuple[Kind, str]]
    ) -> tuple[Node, ...]:
        """Nodes depth first, with siblings in their wanted order and kept ones where they stood."""
        children: dict[str, list[Node]] = defaultdict(list)
        for node in nodes.values():
            children[node.parent].append(node)
        result: list[Node] = []

        def visit(parent: str) -> None:
            for node in self._siblings(parent, children[parent], kept):
                result.append(node)
                if node.kind is Kind.MODULE:
                    visit(node.key)

        visit("")
        return tuple(result)

    def _siblings(self, parent: str, here: list[Node], kept: set[tuple[Kind, str]]) -> list[Node]:
        module = self.was.get((Kind.MODULE, parent))
        if self.is_certain or (parent and module is None):
            return here
        before = [
            (node.kind, node.row)
            for node in self.siblings_before.get(module.key if module else "", ())
        ]
        by_row = {(node.kind, node.row or -index): node for index, node in enumerate(here, 1)}
        order = [row for row, node in by_row.items() if (node.kind, node.key) not in kept]
        if self.doubts.covers_order(module.path if module else ""):
            order = ordering.as_before(order, before)
        stay = [row for row, node in by_row.items() if (node.kind, node.key) in kept]
        return [by_row[row] for row in ordering.with_kept(order, stay, before)]


def _free(key: str, node: Node, used: Container[tuple[Kind, str]]) -> str:
    """A key for a node that stays although something else now has its key."""
    return f"{key}~{node.row}" if (node.kind, key) in used else key


def children_of(contents: Iterable[Node]) -> Mapping[str, list[Node]]:
    """Nodes by the key of their module, in their order."""
    children: dict[str, list[Node]] = defaultdict(list)
    for node in contents:
        children[node.parent].append(node)
    return children
