"""What becomes of every module and lesson: made, changed, kept although it is missing, or archived.

Knows doubts and what they withhold; refuses to say what changed in a node.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from academy_cli.authoring import ordering
from academy_cli.authoring.changes import Action, Withheld
from academy_cli.authoring.document import Applied, CourseDocument, Kind, Node, children_of
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.idchanges import (
    IdChange,
    id_changes,
    kept_as_they_were,
    problems_of,
)
from academy_cli.authoring.keeping import kept, waiting
from academy_cli.authoring.matching import Evidence, Matching, match
from academy_cli.authoring.moves import moves_of, unknown
from academy_cli.authoring.renames import NO_TEXTS, Texts
from academy_cli.authoring.unclear import either, unclear
from academy_cli.formats.problems import Problem, Severity
from academy_cli.kit.saying import say

Name: TypeAlias = tuple[Kind, str]
"""A node among those of one course, by kind and key."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Modules and lessons as they will be, in the order of the tree, and what each was before.

    ``changed`` gives what was before for nodes that are not taken over as they are; ``is_certain`` says
    that everything could be read, so that what is missing is really gone. ``shares`` gives how much of
    the text is the same where only that tells who a node was.
    """

    contents: tuple[Node, ...]
    changed: Mapping[Name, Node]
    withheld: tuple[Withheld, ...]
    problems: tuple[Problem, ...]
    shares: Mapping[Name, float]
    is_certain: bool

    def was(self, node: Node) -> Node | None:
        """What a node of the result was before; None for a new one."""
        return self.changed.get((node.kind, node.key)) or (node if node.row else None)


def merge(
    wanted: CourseDocument, current: Applied, doubts: Doubts, texts: Texts = NO_TEXTS
) -> Merged:
    """Decide what becomes of every module and lesson."""
    before = current.document.contents if current.document else ()
    evidence = Evidence(doubts, moves_of(wanted.root.values.get("moved", ())), texts)
    matching = match(wanted.contents, before, current.archived, evidence)
    changes = id_changes(wanted.contents, current, matching, doubts, texts)
    errors = _errors(changes, wanted.root)
    if errors:
        matching, doubts = kept_as_they_were(matching, doubts, errors)
    merger = _Merger(wanted, current, doubts, matching)
    contents = merger.run()
    lost = unknown(wanted.contents, matching.pairs, evidence.moves) if before else ()
    problems = (*unclear(wanted.contents, matching.unclear), *problems_of(changes), *lost)
    shared = ((wanted.contents[index], share) for index, share in matching.shares.items())
    shares = {(node.kind, node.key): share for node, share in shared}
    held = tuple(merger.withheld)
    return Merged(contents, merger.was, held, problems, shares, merger.is_certain)


def merge_by_rows(wanted: CourseDocument, current: Applied) -> Merged:
    """The same where each wanted node says by its row who it is; one whose row is not there is new."""
    before = current.document.contents if current.document else ()
    archived = (node for node in current.archived if node.kind is not Kind.ASSET)
    rows = {node.row: node for node in (*archived, *before)}
    was: dict[Name, Node] = {}
    contents = tuple(
        _settled(node._replace(row=0), rows.get(node.row), was) for node in wanted.contents
    )
    return Merged(contents, was, (), (), {}, is_certain=True)


def _settled(node: Node, was: Node | None, changed: dict[Name, Node]) -> Node:
    """A wanted node with the row it has, noted as ``changed``; if it is not, the current node itself."""
    if was is None or was is node:
        return node
    if node == was:
        return was
    changed[node.kind, node.key] = was
    return node._replace(row=was.row)


def _errors(changes: Mapping[int, IdChange], root: Node) -> Mapping[int, IdChange]:
    """The changed ids that the author's ``checks:`` leave errors, or that stand in files with one."""
    if not changes:
        return {}
    graded = root.values.get("checks", {})
    error = Severity.ERROR.value
    return {
        index: one
        for index, one in changes.items()
        if one.node.is_broken or graded.get(one.problem.code, error) == error
    }


class _Merger:
    """Decides what becomes of each module and lesson, and where it stands."""

    def __init__(
        self, wanted: CourseDocument, current: Applied, doubts: Doubts, matching: Matching
    ) -> None:
        self.wanted, self.doubts, self.matching = wanted.contents, doubts, matching
        self.before = current.document.contents if current.document else ()
        self.pairs = dict(matching.pairs)
        self.archived_rows = {node.row for node in current.archived}
        self.reasons: dict[int, str] = {}
        self.withheld: list[Withheld] = []
        broken = (node.is_broken for node in (wanted.root, *wanted.contents))
        self.is_certain = doubts == Doubts() and not matching.unclear and not any(broken)
        self.was: dict[Name, Node] = {}
        self.homes: dict[str, str] = {}
        self.folders: dict[str, str] = {}
        self.staying: set[int] = set()

    @cached_property
    def siblings_before(self) -> Mapping[str, list[Node]]:
        return children_of(self.before)

    @cached_property
    def modules(self) -> Mapping[str, int]:
        return {node.key: i for i, node in enumerate(self.wanted) if node.kind is Kind.MODULE}

    @cached_property
    def taken(self) -> set[Name]:
        """The names of what could be read, and of what stays beside it."""
        return {(node.kind, node.key) for node in self.wanted if not node.is_broken}

    @cached_property
    def places(self) -> Container[Name]:
        """The paths that are taken by what could be read or is known."""
        here = {i for i, node in self.pairs.items() if node.row not in self.archived_rows}
        places = enumerate(self.wanted)
        return {(n.kind, n.path) for i, n in places if not n.is_broken or i in here}

    def run(self) -> tuple[Node, ...]:
        """The contents as they will be, in the order of the tree."""
        if self.is_certain:
            placed = (self._settled(node, self.pairs.get(i)) for i, node in enumerate(self.wanted))
            return tuple(placed)
        self._hold(self.matching.held)
        self._hold({i: either(those) for i, those in self.matching.unclear.items()})
        staying = kept(self.wanted, self.before, self.matching, self.doubts)
        self.withheld += map(staying.withheld, staying.nodes)
        self._hold(waiting(self.wanted, self.pairs, self.archived_rows, staying.lost))
        result_key = self._module_keys(staying.nodes)
        nodes: dict[Name, Node] = {}
        for index, node in enumerate(self.wanted):
            reason = self.reasons.get(index, say("“{}” has an error", node.path))
            placed_node = self._placed(node, self.pairs.get(index), result_key, reason)
            if placed_node is not None:
                nodes[placed_node.kind, placed_node.key] = placed_node
                if node.kind is Kind.MODULE:
                    self.homes[node.key] = placed_node.key
                    self.folders[placed_node.key] = node.path
        for node in staying.nodes:
            key = result_key[node.key] if node.kind is Kind.MODULE else self._free(node)
            above = result_key.get(node.parent, "")
            stays = node._replace(key=key, parent=above, path=self._aside(node))
            nodes[stays.kind, stays.key] = stays
            self.was[stays.kind, stays.key] = node
            self.staying.add(node.row)
        return self._ordered(nodes)

    def _settled(self, node: Node, was: Node | None) -> Node:
        return _settled(node, was, self.was)

    def _hold(self, held: Mapping[int, str]) -> None:
        """Treat wanted nodes as broken ones, of whom nobody can say for certain who they are."""
        self.reasons |= held
        if held:
            nodes = enumerate(self.wanted)
            self.wanted = tuple(n._replace(is_broken=True) if i in held else n for i, n in nodes)

    def _module_keys(self, kept: Sequence[Node]) -> dict[str, str]:
        """The key each current module will have; archived ones have none."""
        keys: dict[str, str] = {}
        for index, was in self.pairs.items():
            if was.kind is Kind.MODULE and was.row not in self.archived_rows:
                wanted = self.wanted[index]
                keys[was.key] = self._free(was) if wanted.is_broken else wanted.key
        return keys | {node.key: self._free(node) for node in kept if node.kind is Kind.MODULE}

    def _placed(
        self, node: Node, was: Node | None, result_key: Mapping[str, str], error: str
    ) -> Node | None:
        """A wanted node as it will be; None when it is withheld and there is nothing to keep."""
        parent = self._parent(node, was, result_key)
        is_here = was is not None and was.row not in self.archived_rows
        if parent is None or (node.is_broken and not is_here):
            reason = error if node.is_broken else say("its module is withheld")
            action = Action.CREATE if was is None else Action.RESTORE
            title = node.title or node.key
            self.withheld.append(Withheld(action, node.kind, node.key, node.path, title, reason))
            return None
        if not node.is_broken or was is None:
            return self._settled(node._replace(parent=parent), was)
        held = Withheld(Action.UPDATE, was.kind, was.key, node.path, was.title, error)
        self.withheld.append(held)
        stays = self._staying(node, was, parent, result_key)
        if stays.parent != parent:
            self.staying.add(was.row)
        self.was[stays.kind, stays.key] = was
        return stays

    def _staying(self, node: Node, was: Node, parent: str, result_key: Mapping[str, str]) -> Node:
        """A node whose file is broken: as it was, but for its path, in its module as far as that stays."""
        above = result_key.get(was.parent, parent) if was.parent else ""
        is_module = was.kind is Kind.MODULE and was.key in result_key
        key = result_key[was.key] if is_module else self._free(was)
        return was._replace(key=key, parent=above, path=node.path)

    def _free(self, node: Node) -> str:
        """A key for a node that stays although something else may have its key now."""
        name = node.kind, node.key
        while name in self.taken:
            name = node.kind, f"{name[1]}~{node.row}"
        self.taken.add(name)
        return name[1]

    def _aside(self, node: Node) -> str:
        """A path for a node whose file is missing: its own, unless another node has that now."""
        return f"{node.path}~{node.row}" if (node.kind, node.path) in self.places else node.path

    def _parent(self, node: Node, was: Node | None, result_key: Mapping[str, str]) -> str | None:
        """The key of the module a node will be in; None when that module does not come to be."""
        stays = (
            was is not None
            and self.doubts.covers_order(node.path)
            and (not was.parent or was.parent in result_key)
        )
        if stays and was is not None and was.row not in self.archived_rows:
            return result_key.get(was.parent, "")
        if not node.parent:
            return ""
        if node.parent in self.homes:
            return self.homes[node.parent]
        is_here = was is not None and was.row not in self.archived_rows
        return result_key.get(was.parent, "") if was is not None and is_here else None

    def _ordered(self, nodes: Mapping[Name, Node]) -> tuple[Node, ...]:
        """Nodes depth first, with siblings in their wanted order and staying ones where they stood."""
        children = children_of(_without_circles(nodes))
        result: list[Node] = []

        def visit(parent: str) -> None:
            for node in self._siblings(parent, children.get(parent, [])):
                result.append(node)
                if node.kind is Kind.MODULE:
                    visit(node.key)

        visit("")
        return tuple(result)

    def _siblings(self, parent: str, here: list[Node]) -> list[Node]:
        module = self.was.get((Kind.MODULE, parent)) or self._current_module(parent)
        if parent and module is None:
            return here
        before = [node.row for node in self.siblings_before.get(module.key if module else "", ())]
        by_row = {node.row or -index: node for index, node in enumerate(here, 1)}
        order = [row for row in by_row if row not in self.staying]
        if self.doubts.covers_order(self.folders.get(parent, module.path if module else "")):
            order = ordering.as_before(order, before)
        stay = [row for row in by_row if row in self.staying]
        return [by_row[row] for row in ordering.with_kept(order, stay, before)]

    def _current_module(self, key: str) -> Node | None:
        """The current node of a module that is taken over as it is."""
        index = self.modules.get(key)
        return self.pairs.get(index) if index is not None else None


def _without_circles(nodes: Mapping[Name, Node]) -> Iterator[Node]:
    """Nodes as they are, but for modules that stay in each other, of which the first goes to the top."""
    parents = {key: node.parent for (kind, key), node in nodes.items() if kind is Kind.MODULE}
    for node in nodes.values():
        seen, above = {node.key}, node.parent if node.kind is Kind.MODULE else ""
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == node.key and node.kind is Kind.MODULE:
            parents[node.key] = ""
            yield node._replace(parent="")
        else:
            yield node
