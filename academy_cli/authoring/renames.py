"""Which lessons were renamed and edited: those that say the same, and which of several nobody can tell.

Knows how sure a likeness must be to decide whose progress it is; refuses to know where texts are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol, TypeAlias

from academy_cli.authoring import names
from academy_cli.authoring.certainty import may_be
from academy_cli.authoring.document import Node, digest, path_of
from academy_cli.authoring.likeness import ENOUGH, Alike, alike, share

CLEAR = 0.15
"""By how much a likeness must exceed the next one, so that it is no matter of taste."""
_SAMPLE = 48
"""So many lessons that stay show what is boilerplate in this course."""
_MANY = 30
"""So many of one text are not told apart one by one."""
_BLANK = frozenset(digest(text) for text in (b"", b"\n", b"\r\n", b"\n\n"))
"""Texts that say nothing about whose they are."""


Trait: TypeAlias = Callable[[str | None, Node], Hashable]
"""What tells a lesson apart, of the key of its module and of itself."""
Candidates: TypeAlias = Sequence[tuple[Node, float]]
"""Lessons that one may have been, with the share of passages they have in common; the likeliest first."""


class Texts(Protocol):
    """The texts of lessons, wherever they are."""

    def bodies(self, digests: Collection[str]) -> Mapping[str, str]:
        """Texts by their sha256; one that is not to be had is left out."""
        ...


class NoTexts:
    """No texts: lessons are known by ids and names alone."""

    def bodies(self, digests: Collection[str]) -> Mapping[str, str]:
        """Nothing."""
        return {}


NO_TEXTS = NoTexts()


@dataclass(frozen=True, slots=True)
class Renames:
    """What texts say about identity, by the wanted node's index.

    ``found`` gives the lesson each was and the share of its passages; ``unclear`` gives those it may have
    been, the likeliest first.
    """

    found: Mapping[int, tuple[Node, float]] = field(default_factory=dict)
    unclear: Mapping[int, Candidates] = field(default_factory=dict)

    @property
    def shares(self) -> Mapping[int, float]:
        """How much of each text that was found is the same, 0 to 1."""
        return {index: same for index, (_, same) in self.found.items()}


def renames(
    wanted: Mapping[int, Node],
    missing: Sequence[Node],
    staying: Sequence[Node],
    texts: Texts,
    homes: Mapping[int, str],
) -> Renames:
    """Find which new lessons are missing ones under another name.

    The same text first, then texts of which 60 percent are the same; of several candidates one wins that
    is clearly more alike, or else the only one in the same module, or with the same title or name.
    ``staying`` lessons show what is boilerplate; ``homes`` gives the current key of new lessons' modules.
    """
    new = {index: node for index, node in wanted.items() if says_something(node)}
    old = {node.row: node for node in missing if says_something(node)}
    if not new or not old:
        return Renames()
    finder = _Finder(new, old, homes)
    finder.same_text()
    finder.alike(texts, staying)
    return Renames(finder.found, finder.unclear)


class _Finder:
    """The state of one search; whoever is found or unclear is out of it."""

    def __init__(
        self, new: Mapping[int, Node], old: Mapping[int, Node], homes: Mapping[int, str]
    ) -> None:
        self.new, self.old, self.homes = dict(new), dict(old), homes
        self.found: dict[int, tuple[Node, float]] = {}
        self.unclear: dict[int, Candidates] = {}

    def same_text(self) -> None:
        """Pair what has the same text, where module, name or title tell several of them apart."""
        self._pair_unique(lambda _, node: node.body)
        self._pair_unique(lambda home, node: (node.body, home, _name(node)))
        self._pair_unique(lambda home, node: (node.body, home, node.title))
        self._pair_unique(lambda home, node: (node.body, home))
        self._pair_unique(lambda _, node: (node.body, _name(node)))
        self._pair_unique(lambda _, node: (node.body, node.title))
        self._set_twins_aside()

    def _set_twins_aside(self) -> None:
        """Leave those open that several others equal in every respect: nothing can tell them apart."""
        same: dict[str, list[Node]] = defaultdict(list)
        for node in self.old.values():
            same[node.body].append(node)
        for index, node in [*self.new.items()]:
            twins = [(other, 1.0) for other in same.get(node.body, ()) if may_be(node, other)]
            if twins:
                self.unclear[index] = twins
                del self.new[index]
        for row in {node.row for twins in self.unclear.values() for node, _ in twins}:
            del self.old[row]

    def _pair_unique(self, by: Trait) -> None:
        here = _grouped({row: by(node.parent, node) for row, node in self.old.items()})
        there = _grouped({i: by(self.homes.get(i), node) for i, node in self.new.items()})
        for value in there.keys() & here.keys():
            for index, row in self._only_pairs(there[value], here[value]):
                self._settle(index, row, 1.0)

    def _only_pairs(self, new: Sequence[int], old: Sequence[int]) -> Sequence[tuple[int, int]]:
        """Of those that are the same, the pairs in which neither can be another one."""
        if len(new) > _MANY or len(old) > _MANY:
            return ()
        pairs = [(i, row) for i in new for row in old if may_be(self.new[i], self.old[row])]
        times = Counter(chain.from_iterable((("new", i), ("old", row)) for i, row in pairs))
        return [(i, row) for i, row in pairs if times["new", i] == times["old", row] == 1]

    def alike(self, texts: Texts, staying: Sequence[Node]) -> None:
        """Pair what is clearly a version of the other, and note what may be."""
        if not self.new or not self.old:
            return
        others = staying[:: len(staying) // _SAMPLE + 1]
        nodes = (*self.new.values(), *self.old.values(), *others)
        bodies = texts.bodies({node.body for node in nodes if node.body})
        before = {row: bodies[n.body] for row, n in self.old.items() if n.body in bodies}
        after = {index: bodies[n.body] for index, n in self.new.items() if n.body in bodies}
        boilerplate = [bodies[node.body] for node in others if node.body in bodies]
        pairs = [
            pair
            for pair in alike(before, after, boilerplate)
            if may_be(self.new[pair.new], self.old[pair.old])
        ]
        for is_meant in (_is_clear, self._is_at_home, self._is_named):
            while self._settle_some(pairs, is_meant):
                continue
        for by in (_title_at_home, _title):
            self._by_title(before, after, {by(node.parent, node) for node in staying}, by, pairs)
        self._note_unclear(pairs)

    def _by_title(
        self,
        before: Mapping[int, str],
        after: Mapping[int, str],
        others: Container[Hashable],
        by: Trait,
        pairs: Iterable[Alike[int, int]],
    ) -> None:
        """Pair what is alike, be it only in boilerplate, where a title that no other has tells it apart."""
        here = _only({row: by(n.parent, n) for row, n in self.old.items() if row in before})
        there = _only({i: by(self.homes.get(i), n) for i, n in self.new.items() if i in after})
        closest: dict[tuple[str, int], float] = defaultdict(float)
        for pair in pairs:
            if pair.old in self.old and pair.new in self.new:
                for end in (("old", pair.old), ("new", pair.new)):
                    closest[end] = max(closest[end], pair.share)
        for title, index in there.items():
            row = here.get(title)
            if row is None or title in others or not may_be(self.new[index], self.old[row]):
                continue
            same = share(before[row], after[index])
            if same >= max(ENOUGH, closest["old", row], closest["new", index]):
                self._settle(index, row, same)

    def _settle_some(
        self, pairs: Sequence[Alike[int, int]], is_meant: Callable[[_Rivals], bool]
    ) -> bool:
        """Settle the pairs that stand out among those still open; whether there was one."""
        rivals = _rivals([p for p in pairs if p.old in self.old and p.new in self.new])
        meant = [one.pair for one in rivals if is_meant(one)]
        for pair in meant:
            self._settle(pair.new, pair.old, pair.share)
        return bool(meant)

    def _is_at_home(self, rivals: _Rivals) -> bool:
        """Whether a pair is the only one among its rivals that stayed in its module, and none is closer."""
        return _is_closest(rivals) and _is_only(rivals, self._has_same_home)

    def _has_same_home(self, pair: Alike[int, int]) -> bool:
        return self.old[pair.old].parent == self.homes.get(pair.new)

    def _is_named(self, rivals: _Rivals) -> bool:
        """Whether a pair is the only one among its rivals with the same name or title, and none is closer."""
        return _is_closest(rivals) and _is_only(rivals, self._has_same_name)

    def _has_same_name(self, pair: Alike[int, int]) -> bool:
        old, new = self.old[pair.old], self.new[pair.new]
        return old.title == new.title or _name(old) == _name(new)

    def _note_unclear(self, pairs: Iterable[Alike[int, int]]) -> None:
        found: dict[int, list[tuple[Node, float]]] = defaultdict(list)
        for pair in pairs:
            if pair.new in self.new and pair.old in self.old:
                found[pair.new].append((self.old[pair.old], pair.share))
        self.unclear.update(found)

    def _settle(self, index: int, row: int, share: float) -> None:
        self.found[index] = self.old.pop(row), share
        del self.new[index]


@dataclass(frozen=True, slots=True)
class _Rivals:
    """A pair, and every other pair that has its old or its new lesson."""

    pair: Alike[int, int]
    others: Sequence[Alike[int, int]]


def _rivals(pairs: Sequence[Alike[int, int]]) -> list[_Rivals]:
    by_old: dict[int, list[Alike[int, int]]] = defaultdict(list)
    by_new: dict[int, list[Alike[int, int]]] = defaultdict(list)
    for pair in pairs:
        by_old[pair.old].append(pair)
        by_new[pair.new].append(pair)
    return [
        _Rivals(pair, [p for p in (*by_old[pair.old], *by_new[pair.new]) if p is not pair])
        for pair in pairs
    ]


def _is_clear(rivals: _Rivals) -> bool:
    own = rivals.pair.own
    return _is_closest(rivals) and all(own - other.own >= CLEAR for other in rivals.others)


def _is_closest(rivals: _Rivals) -> bool:
    """Whether no rival has more of the text, by the share that people are shown."""
    return all(rivals.pair.share >= other.share for other in rivals.others)


def _is_only(rivals: _Rivals, has_it: Callable[[Alike[int, int]], bool]) -> bool:
    return has_it(rivals.pair) and not any(map(has_it, rivals.others))


def says_something(node: Node) -> bool:
    """Whether a lesson has a text that tells whose it is."""
    return bool(node.body) and node.body not in _BLANK


def _title_at_home(home: str | None, node: Node) -> Hashable:
    return home, node.title


def _title(_: str | None, node: Node) -> Hashable:
    return node.title


def _name(node: Node) -> str:
    return names.path_key(path_of(node)).rpartition("/")[2]


def _grouped(values: Mapping[int, Hashable]) -> dict[Hashable, list[int]]:
    """The numbers that have each value."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    for number, value in values.items():
        found[value].append(number)
    return found


def _only(values: Mapping[int, Hashable]) -> dict[Hashable, int]:
    """Each value that one number alone has, with that number."""
    return {value: those[0] for value, those in _grouped(values).items() if len(those) == 1}
