"""What becomes of every asset: stored, replaced, archived, or kept while somebody may refer to it.

Assets are identified by their paths. Knows digests; refuses to touch the files.
"""

from __future__ import annotations

from collections.abc import Iterator

from academy_cli.authoring.changes import (
    UNARCHIVED,
    Action,
    Change,
    Withheld,
    differences,
    made,
)
from academy_cli.authoring.document import Applied, CourseDocument, Kind, Node


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
        for node in wanted.assets:
            self._place(node)
        self._part_with({node.path for node in wanted.assets}, is_certain=is_certain)
        self.result = tuple(sorted(self._result, key=lambda node: node.path))

    def _place(self, node: Node) -> None:
        active = self._active.get(node.path)
        was = active or self._archived.get(node.path)
        if node.is_broken:
            action = Action.UPDATE if was else Action.CREATE
            self._withhold(action, node, "it could not be read")
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
                self._withhold(Action.ARCHIVE, node, "a lesson with an error may refer to it")
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
        yield made(Action.UPDATE, node, was, fields)
