"""Which lesson in the folder is which lesson in the database.

Knows the order in which identity is decided; each step works on what the steps before left over.
Two different explicit ids never match: their progress belongs to two lessons.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from academy_cli.authoring import names
from academy_cli.authoring.certainty import Certainty, is_illegible, may_be
from academy_cli.authoring.document import Kind, Node, path_of
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.moves import Moves
from academy_cli.authoring.namesakes import NAMES, namesakes, unique
from academy_cli.authoring.renames import NO_TEXTS, Candidates, Texts, renames
from academy_cli.authoring.successors import successors
from academy_cli.kit.saying import say

By: TypeAlias = Callable[[Node], Hashable | None]


@dataclass(frozen=True, slots=True)
class Matching:
    """The current node of each wanted one, by the wanted one's index.

    ``held`` gives the wanted ones that look sound and whose identity hangs on what could not be read, and
    why. ``shares`` gives how much of the text is the same for those that only their texts gave away;
    ``unclear`` the candidates for those whose texts fit several.
    """

    pairs: Mapping[int, Node]
    held: Mapping[int, str] = field(default_factory=dict)
    shares: Mapping[int, float] = field(default_factory=dict)
    unclear: Mapping[int, Candidates] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What besides names tells who is who: the author's word, the texts, and what could not be read."""

    doubts: Doubts = Doubts()
    moves: Moves = Moves()
    texts: Texts = NO_TEXTS


def match(
    wanted: Sequence[Node],
    active: Sequence[Node],
    archived: Sequence[Node],
    evidence: Evidence = Evidence(),
) -> Matching:
    """Pair wanted modules and lessons with current ones.

    What was taken over unchanged is itself. Then by id, archived ones included; by exact path; by name
    within a module that kept its identity; by path without numbers; by what `moved:` says; by an id that
    is what one without an id was called; by name within any matched module; by text; then archived ones by
    path, so that what comes back is restored. What had
    to step aside from its path comes after what stands there. Where something could not be read, only what
    no mending can change is decided.
    """
    matcher = _Matcher(wanted, active, Certainty(wanted, active, evidence.doubts))
    if not matcher.left:
        return Matching(matcher.pairs)
    matcher.step(archived, _file_without_id, _file_with_id)
    matcher.step([*active, *archived], lambda node: node.id)
    matcher.step(matcher.standing, path_of)
    matcher.step(matcher.aside, path_of)
    matcher.leave_out_guesses()
    matcher.by_path_key()
    matcher.by_moves([*active, *archived], evidence.moves)
    matcher.by_former_key(evidence.moves)
    matcher.by_name()
    matcher.by_text(evidence)
    matcher.by_children()
    matcher.by_name()
    matcher.step(archived, path_of)
    while matcher.by_text(evidence):  # what came back is no longer a rival of what is left
        continue
    while matcher.again():
        continue
    matcher.name_unsure(archived)
    unclear = {i: those for i, those in matcher.unclear.items() if i not in matcher.pairs}
    return Matching(matcher.pairs, matcher.certainty.held, matcher.shares, unclear)


class _Matcher:
    """The state of one matching.

    ``taken`` are rows, which modules and lessons share; ``named`` are those of whom names say nothing, and
    ``unsure`` are wanted ones of whom nobody can say who they are. ``shares`` and ``unclear`` are what texts
    told.
    """

    def __init__(
        self, wanted: Sequence[Node], active: Sequence[Node], certainty: Certainty
    ) -> None:
        self.wanted = wanted
        self.active = active
        self.certainty = certainty
        rows = {node.row: node for node in active}
        self.pairs = {index: rows[node.row] for index, node in enumerate(wanted) if node.row}
        self.taken = {node.row for node in self.pairs.values()}
        self.left = [index for index, node in enumerate(wanted) if not node.row]
        self.named: set[int] = set()
        self.unsure: set[int] = set()
        self.shares: dict[int, float] = {}
        self.unclear: Mapping[int, Candidates] = {}

    @cached_property
    def aside(self) -> Sequence[Node]:
        return [node for node in self.active if "~" in node.path and path_of(node) != node.path]

    @cached_property
    def standing(self) -> Sequence[Node]:
        """Nearly always all: then the active ones themselves, as they are many."""
        aside = {node.row for node in self.aside}
        return [node for node in self.active if node.row not in aside] if aside else self.active

    @cached_property
    def modules(self) -> Mapping[str, Node]:
        return {node.key: node for node in self.active if node.kind is Kind.MODULE}

    def step(self, current: Iterable[Node], by: By, wanted_by: By | None = None) -> None:
        """Pair what has the same value, where exactly one on each side has it."""
        if not self.left:
            return
        free = (node for node in current if node.row not in self.taken)
        here = unique(((node.kind, by(node)), node) for node in free)
        if not here:
            return
        left = ((index, self.wanted[index]) for index in self.left)
        there = unique(((node.kind, (wanted_by or by)(node)), index) for index, node in left)
        for value, index in there.items():
            self._pair(index, here.get(value))
        self.left = [index for index in self.left if index not in self.pairs]

    def leave_out_guesses(self) -> None:
        """From here on names decide: leave out who had an id, and who may be another when it is mended."""
        waiting = {node.row for i, node in self.pairs.items() if i in self.certainty.held}
        self.unsure = self.certainty.unsure(self.left, self.taken - waiting)
        self.taken |= self.certainty.hidden_rows
        self.named = {node.row for node in self.active if node.id is not None}

    def by_path_key(self) -> None:
        """Pair what has the same path without numbers, after what has its name in a module with its id."""
        self._within_modules(self.active)
        self.step(self._unnamed(self.active), _path_key)

    def by_moves(self, current: Sequence[Node], moves: Moves) -> None:
        """Pair what the author says was renamed."""
        if not moves.before:
            return
        old = {index: moves.old_paths(self.wanted[index].path) for index in self.left}
        for times in range(max(map(len, old.values()), default=0)):
            paths = {self.wanted[i].path: those[times] for i, those in old.items() if those[times:]}
            self.step(current, path_of, _looked_up(paths))

    def by_former_key(self, moves: Moves) -> None:
        """Pair what got as its id what it was called by before, wherever it stands now."""
        there = (node for node in self._unnamed(self.active) if not moves.is_gone(path_of(node)))
        self.step(there, lambda node: node.key, lambda node: node.id)

    def by_name(self) -> None:
        """Pair what has another path but the same name, within a module or in the whole course."""
        for current in (self.standing, self.aside):
            self._within_modules(current)
            self.step(self._unnamed(current), _path_key)
            self._within_modules(current)

    def by_text(self, evidence: Evidence) -> bool:
        """Pair lessons that say the same, as far as every lesson could be read; whether there were any."""
        new = {i: self.wanted[i] for i in self.left if self.wanted[i].kind is Kind.LESSON}
        lessons = [node for node in self.active if node.kind is Kind.LESSON]
        free = [n for n in lessons if n.row not in self.taken and not self.certainty.is_claimed(n)]
        if not new or not free:
            return False
        if self.unsure & new.keys() or not self.certainty.may_compare_texts(new):
            self._let_wait(free)
            return False
        missing = [node for node in free if not evidence.moves.is_gone(path_of(node))]
        staying = [node for node in lessons if node.row in self.taken]
        found = renames(new, missing, staying, evidence.texts, self._homes(new))
        for index, (node, _) in found.found.items():
            self._pair(index, node)
        self.left = [index for index in self.left if index not in self.pairs]
        self.shares |= found.shares
        self.unclear = found.unclear
        return bool(found.found)

    def _let_wait(self, free: Sequence[Node]) -> None:
        """Leave out whose text might tell who it was, were all of them readable and in their places.

        And modules, which are recognised by their lessons; ``free`` are lessons that one may have been.
        """
        missing = [*free, *(one for one in self.modules.values() if one.row not in self.taken)]
        for index in self.left:
            node = self.wanted[index]
            if index in self.unsure or node.is_broken:
                continue
            if any(one.kind is node.kind and may_be(node, one) for one in missing):
                self.certainty.held[index] = say("no texts are compared before all is mended")
                self.unsure.add(index)

    def _homes(self, indexes: Iterable[int]) -> Mapping[int, str]:
        """The key that the module of each wanted lesson has now, where it is known."""
        modules = {n.key: index for index, n in enumerate(self.wanted) if n.kind is Kind.MODULE}
        found: dict[int, str] = {}
        for index in indexes:
            above = self.wanted[index].parent
            was = self.pairs.get(modules[above]) if above else None
            if was is None and not above:
                found[index] = ""
            elif was is not None and self.modules.get(was.key) is was:
                found[index] = was.key  # an archived module may have the key of one that is there
        return found

    def by_children(self) -> None:
        """Pair modules of which most lessons are the same: a folder may get any other name."""
        missing = [n for n in self.active if n.kind is Kind.MODULE and n.row not in self.taken]
        left = [i for i in self.left if self.wanted[i].kind is Kind.MODULE and i not in self.unsure]
        new = {self.wanted[index].key: index for index in left}
        while missing and new:
            found = successors(self.wanted, self.pairs, new, missing)
            for key, node in found.items():
                self._pair(new.pop(key), node)
            missing = [node for node in missing if node.row not in self.taken] if found else []
        self.left = [index for index in self.left if index not in self.pairs]

    def _unnamed(self, current: Sequence[Node]) -> Iterable[Node]:
        return (node for node in current if node.row not in self.named)

    def _within_modules(self, current: Sequence[Node]) -> None:
        """Pair what has the same name in the same module: a renamed module keeps its lessons."""
        for name_of in NAMES:
            if not self.left or not current:
                return
            free = [node for node in self._unnamed(current) if node.row not in self.taken]
            for index, node in namesakes(
                name_of, self.wanted, self.left, free, modules=self.modules, pairs=self.pairs
            ):
                self._pair(index, node)
            self.left = [index for index in self.left if index not in self.pairs]

    def again(self) -> bool:
        """Look once more at what errors keep from being made, now that all the rest has its place.

        The next plan would find the same; so this one leaves nothing for it to do. Whoever's text could not
        be read waits: it may say what a name does not.
        """
        if self.certainty.held:
            return False  # who waits may be anybody that is left
        self._keep_unmade()
        before = len(self.pairs)
        self.by_name()
        return len(self.pairs) > before

    def name_unsure(self, archived: Iterable[Node]) -> None:
        """Say what those would bring back that are withheld in any case."""
        self.left, self.unsure = sorted(self.unsure), set()
        self.step(archived, path_of)

    def _keep_unmade(self) -> None:
        unmade: set[str] = set()
        left: list[int] = []
        for index in self.left:
            node = self.wanted[index]
            if node.is_broken or node.parent in unmade:
                left.append(index)
                self.unsure.update([index] if is_illegible(node) else [])
                unmade.update([node.key] if node.kind is Kind.MODULE else [])
        self.left = left

    def _pair(self, index: int, node: Node | None) -> None:
        if node is None or node.row in self.taken or not may_be(self.wanted[index], node):
            return
        if index not in self.unsure and self.certainty.may_pair(index, node):
            self.pairs[index] = node
            self.taken.add(node.row)


def _file_without_id(node: Node) -> Hashable | None:
    """The place and file of one without an id: of an archived one, that a rollback took its id from."""
    return (path_of(node), node.source) if node.id is None and node.source else None


def _file_with_id(node: Node) -> Hashable | None:
    return (node.path, node.source) if node.id is not None and node.source else None


def _looked_up(paths: Mapping[str, str]) -> By:
    return lambda node: paths.get(node.path)


def _path_key(node: Node) -> str:
    return names.path_key(path_of(node))
