"""What may be decided about identity while something could not be read: only what no mending can change.

Knows doubts and who may be whom; refuses to search.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property

from academy_cli.authoring.document import Kind, Node, path_of
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.names import is_lesson_name, path_key
from academy_cli.kit.saying import say

CONFLICT = "source.conflict"
"""The finding in a text that is two texts at once."""


class Certainty:
    """The doubts of one matching; ``held`` are sound nodes that may not be taken for anybody, and why."""

    def __init__(self, wanted: Sequence[Node], active: Sequence[Node], doubts: Doubts) -> None:
        self._wanted, self._active, self._doubts = wanted, active, doubts
        self._is_whole = doubts == Doubts()
        self.held: dict[int, str] = {}

    def unsure(self, indexes: Iterable[int], taken: Container[int]) -> set[int]:
        """Wanted nodes of whom nobody can say which id they have, or where the lists want them.

        Nor who they are while one that could not be read may be anybody, and somebody is not ``taken`` yet.
        """
        if self._is_whole or not self._active:  # nobody is there whom anything could be taken from
            return set()
        found: set[int] = set()
        free = [node for node in self._active if node.row not in taken]
        modules = {self._wanted[i].key for i in self.held if self._wanted[i].kind is Kind.MODULE}
        for index in indexes:  # modules come before what is in them
            node = self._wanted[index]
            reason = self._why_a_guess(node, modules, free)
            if reason and not node.is_broken:
                self.held.setdefault(index, reason)
            if reason or index in self.held or self._is_nameless(node):
                found.add(index)
                modules.update([node.key] if node.kind is Kind.MODULE else [])
        return found

    def _why_a_guess(self, node: Node, unsure_modules: Container[str], free: Sequence[Node]) -> str:
        """Why neither a name nor a place says who a sound node is; empty when they do."""
        if self._doubts.covers_order(node.path):
            return say("the list that says where it belongs cannot be read")
        if self._has_hidden_namesake(node):
            return say("what cannot be read may have the same name")
        rivals = free if self._doubts.is_any(node.kind) else ()
        if any(one.kind is node.kind and may_be(node, one) for one in rivals):
            if node.kind is Kind.MODULE:
                return say("a module with an error may be the one that this was")
            return say("a lesson with an error may be the one that this was")
        return say("nobody can say which module it is in") if node.parent in unsure_modules else ""

    def is_claimed(self, node: Node) -> bool:
        """Whether a current node's id stands where it cannot be relied on."""
        return node.id is not None and node.id in self._doubts.ids

    def may_compare_texts(self, left: Iterable[int]) -> bool:
        """Whether every list and every lesson that is still to be matched could be read."""
        if self._doubts.any_lesson or self._doubts.covers_order(""):
            return False
        return not any(is_illegible(self._wanted[index]) for index in left)

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """Current nodes whose files may be there all the same."""
        if self._is_whole:
            return frozenset()
        hidden = self._doubts.is_hidden
        return frozenset(node.row for node in self._active if hidden(path_of(node)))

    def may_pair(self, index: int, current: Node) -> bool:
        """Whether a wanted node may have a current one's row, now that an id or a name says so."""
        node = self._wanted[index]
        if self._is_whole:
            return True
        stands_there = node.path == path_of(current)
        if node.id is not None and node.id == current.id:
            if not stands_there and self._is_unread(node.kind, path_of(current)):
                other = path_of(current)
                self.held[index] = say(
                    "its id “{}” is that of “{}”, which cannot be read", node.id, other
                )
                return False
        elif stands_there and not node.is_broken and self._may_be_elsewhere(node, current):
            is_module = node.kind is Kind.MODULE
            self.held[index] = (
                say("its id “{}” may be in a module with an error", current.id)
                if is_module
                else say("its id “{}” may be in a lesson with an error", current.id)
            )
        return True

    def _has_hidden_namesake(self, node: Node) -> bool:
        """Whether a name says nothing, because something that cannot be opened may have it as well."""
        key = path_key(node.path)
        is_within = any(key.startswith(folder) for folder in self._hidden_folders)
        return is_within or _last(key) in self._hidden_names

    @cached_property
    def _hidden_names(self) -> frozenset[str]:
        return frozenset(_last(path_key(path)) for path in self._hidden_paths)

    @cached_property
    def _hidden_folders(self) -> tuple[str, ...]:
        """Folders, without numbers, in which there may be anything; the course folder is ``""``."""
        folders = (path for path in self._hidden_paths if not is_lesson_name(path))
        return tuple(f"{path_key(path)}/" if path else "" for path in folders)

    @cached_property
    def _hidden_paths(self) -> frozenset[str]:
        """What is there and could not be opened, or is listed and not there."""
        return self._doubts.hidden | self._doubts.files

    def _is_nameless(self, node: Node) -> bool:
        is_anybody = node.id is None and self._doubts.is_any(node.kind)
        return node.is_broken and (is_anybody or self._doubts.covers_order(node.path))

    def _may_be_elsewhere(self, node: Node, current: Node) -> bool:
        """Whether a node that lost its id may have given way to a broken file that has it."""
        if node.id is not None or current.id is None:
            return False
        doubts = self._doubts  # what a list may name is unknown while one cannot be read
        return doubts.is_any(node.kind) or current.id in doubts.ids or bool(doubts.folders)

    def _is_unread(self, kind: Kind, path: str) -> bool:
        """Whether what stands at a path could not be read."""
        return (kind, path) in self._illegible_places or self._doubts.is_hidden(path)

    @cached_property
    def _illegible_places(self) -> frozenset[tuple[Kind, str]]:
        return frozenset((n.kind, n.path) for n in self._wanted if self._is_nameless(n))


def _last(key: str) -> str:
    return key.rpartition("/")[2]


def is_illegible(node: Node) -> bool:
    """Whether a lesson's text could not be read, so that it may be any text that is missing."""
    if not node.is_broken or node.kind is not Kind.LESSON:
        return False
    page = node.page
    return page is None or page.is_unreadable or any(p.code == CONFLICT for p in page.problems)


def possible_others(
    wanted: Sequence[Node], pairs: Mapping[int, Node], missing: Iterable[Node]
) -> Mapping[int, str]:
    """New nodes that may be one of those that are missing in doubt, and why they cannot be made."""
    anybody: dict[Kind, str] = {}
    unnamed: dict[Kind, str] = {}
    for node in missing:
        anybody.setdefault(node.kind, node.path)
        if node.id is None:
            unnamed.setdefault(node.kind, node.path)
    found: dict[int, str] = {}
    for index, node in enumerate(wanted):
        other = (anybody if node.id is None else unnamed).get(node.kind)
        if other is not None and index not in pairs and not node.is_broken:
            found[index] = say("it may be “{}”, which is missing or cannot be read", other)
    return found


def may_be(wanted: Node, current: Node) -> bool:
    """Whether two nodes can be the same one: not with two different ids."""
    return wanted.id is None or current.id is None or wanted.id == current.id
