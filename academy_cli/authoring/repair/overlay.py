"""A tree with some files changed and renamed, held in memory over the one that is there.

Knows repairs as edits and moves; refuses to write any.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Move, Repair, applied
from academy_cli.authoring.tree import Tree, too_large
from academy_cli.formats.problems import Problem


class Overlay:
    """A tree with some files changed and renamed; the tree itself stays as it is."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.changed: dict[str, bytes] = {}
        self.origin: dict[str, str] = {}
        self._paths: dict[str, None] = dict.fromkeys(tree.paths)

    @property
    def paths(self) -> Collection[str]:
        """Every file's name, the new ones among them."""
        return self._paths.keys()

    @property
    def unreadable(self) -> frozenset[str]:
        """What could not be listed."""
        return self.tree.unreadable

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why not."""
        return self.tree.problems

    def size(self, path: str) -> int:
        """The size of a file in bytes."""
        known = self.changed.get(path)
        return len(known) if known is not None else self.tree.size(self.origin.get(path, path))

    def load(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises UnreadableError."""
        known = self.changed.get(path)
        if known is None:
            return self.tree.load(self.origin.get(path, path), limit)
        if len(known) > limit:
            raise too_large(path, len(known), limit)
        return known

    def with_repairs(self, repairs: Iterable[Repair], bench: Bench) -> Overlay:
        """The same with some repairs made."""
        made = Overlay(self.tree)
        made.changed, made.origin = dict(self.changed), dict(self.origin)
        made._paths = dict(self._paths)
        edits: dict[str, list[Edit]] = {}
        moves: list[Move] = []
        for repair in repairs:
            moves += repair.mended.moves
            for edit in repair.mended.edits:
                edits.setdefault(edit.file, []).append(edit)
        for file, some in edits.items():
            made.changed[file] = applied(bench.data(file), some)
        for move in moves:
            made.rename(move.old, move.new)
        return made

    def rename(self, old: str, new: str) -> None:
        """Give a file, or all that is in a folder, another path."""
        paths: dict[str, None] = {}
        for path in self._paths:
            if path != old and not path.startswith(f"{old}/"):
                paths[path] = None
                continue
            to = new + path[len(old) :]
            paths[to] = None
            self.origin[to] = self.origin.pop(path, path)
            if path in self.changed:
                self.changed[to] = self.changed.pop(path)
        self._paths = paths
