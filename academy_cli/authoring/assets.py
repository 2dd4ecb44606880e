"""What becomes of every asset: stored, replaced, archived, or kept while somebody may refer to it.

An asset is known by its path, then by what `moved:` says, then by its bytes. Knows digests; refuses to touch
the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from academy_cli.authoring.changes import (
    UNARCHIVED,
    Action,
    Change,
    Withheld,
    differences,
    made,
)
from academy_cli.authoring.document import Applied, CourseDocument, Kind, Node
from academy_cli.authoring.moves import Moves, moves_of
from academy_cli.authoring.namesakes import unique
from academy_cli.kit.saying import say


class AssetComparison:
    """The assets of a course as they are wanted, against those it has.

    ``result`` are the assets as they will be, by path; without ``is_certain`` none is archived.
    """

    def __init__(self, wanted: CourseDocument, current: Applied, *, is_certain: bool) -> None:
        self._active = {n.path: n for n in (current.document.assets if current.document else ())}
        archived = (node for node in current.archived if node.kind is Kind.ASSET)
        self._archived = {node.path: node for node in archived}
        self._result: list[Node] = []
        self.changes: list[Change] = []
        self.withheld: list[Withheld] = []
        self._renamed = self._renames(wanted) if is_certain else {}
        for node in wanted.assets:
            self._place(node)
        kept = {node.path for node in wanted.assets} | {n.path for n in self._renamed.values()}
        self._part_with(kept, is_certain=is_certain)
        self.result = tuple(sorted(self._result, key=lambda node: node.path))

    def _renames(self, wanted: CourseDocument) -> Mapping[str, Node]:
        """What each asset was that stands at a path where none ever did, by that path."""
        here = {node.path for node in wanted.assets}
        known = self._active.keys() | self._archived.keys()
        new = [n for n in wanted.assets if n.path not in known and not n.is_broken]
        gone = {path: node for path, node in self._active.items() if path not in here}
        moves = moves_of(wanted.root.values.get("moved", ())) if new and gone else Moves()
        found: dict[str, Node] = {}
        for node in new:
            old = next((path for path in moves.old_paths(node.path) if path in gone), None)
            if old is not None:
                found[node.path] = gone.pop(old)
        left = [node for node in new if node.path not in found]
        return {
            **found,
            **_same_bytes(left, [n for n in gone.values() if not moves.is_gone(n.path)]),
        }

    def _place(self, node: Node) -> None:
        active = self._active.get(node.path) or self._renamed.get(node.path)
        was = active or self._archived.get(node.path)
        if node.is_broken:
            action = Action.UPDATE if was else Action.CREATE
            self._withhold(action, node, say("it could not be read"))
            self._result += [active] if active else []
            return
        placed = node._replace(row=was.row) if was else node
        self._result.append(placed)
        self.changes += _change(placed, was, is_back=active is None)

    def _part_with(self, wanted: set[str], *, is_certain: bool) -> None:
        """Archive what nothing refers to any more, unless a broken lesson might."""
        for path in sorted(self._active.keys() - wanted):
            node = self._active[path]
            if is_certain:
                self.changes.append(made(Action.ARCHIVE, node, node))
            else:
                self._withhold(Action.ARCHIVE, node, say("a lesson with an error may refer to it"))
                self._result.append(node)

    def _withhold(self, action: Action, node: Node, reason: str) -> None:
        self.withheld.append(Withheld(action, node.kind, node.key, node.path, "", reason))


def _change(node: Node, was: Node | None, *, is_back: bool) -> Iterator[Change]:
    if was is None:
        yield made(Action.CREATE, node, None)
    elif is_back:
        fields = differences(was, node) or {"archived": UNARCHIVED}
        yield made(Action.RESTORE, node, was, fields)
    elif fields := differences(was, node):
        action = Action.RENAME if was.path != node.path else Action.UPDATE
        yield made(action, node, was, fields)


def _same_bytes(new: Sequence[Node], gone: Sequence[Node]) -> Mapping[str, Node]:
    """What has the bytes of one that is missing, where exactly one on each side has them, by the new path."""
    old = unique(((node.source,), node) for node in gone)
    now = unique(((node.source,), node) for node in new)
    return {node.path: old[source] for source, node in now.items() if source in old}
