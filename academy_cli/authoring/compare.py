"""What would turn the course in the database into the course in the folder: value against value.

Knows how changes are found and named; refuses input and output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from academy_cli.authoring import ordering
from academy_cli.authoring.assets import AssetComparison
from academy_cli.authoring.changes import (
    UNARCHIVED,
    Action,
    Change,
    Comparison,
    FieldChange,
    Withheld,
    differences,
    made,
)
from academy_cli.authoring.document import (
    MODULE,
    Applied,
    CourseDocument,
    Kind,
    Node,
    children_of,
)
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.merge import Merged, merge, merge_by_rows
from academy_cli.authoring.questions import with_questions
from academy_cli.authoring.renames import NO_TEXTS, Texts
from academy_cli.authoring.translations.comparing import TranslationComparison
from academy_cli.kit.saying import say


def compare(
    wanted: CourseDocument,
    current: Applied,
    doubts: Doubts = Doubts(),
    texts: Texts = NO_TEXTS,
) -> Comparison:
    """Compare a course as it is wanted with the course as it is.

    ``texts`` are asked only where ids and names leave something open. Applying the changes gives
    ``result``; comparing with that again finds nothing to do.
    """
    if current.document is not None and wanted == current.document:
        return Comparison((), (), current.document)
    return _compared(wanted, current, merge(wanted, current, doubts, texts), texts)


def compare_by_rows(
    wanted: CourseDocument, current: Applied, texts: Texts = NO_TEXTS
) -> Comparison:
    """Compare with a course whose modules and lessons are known by their rows: an earlier revision.

    Nothing is in doubt and nothing is withheld; ``texts`` are asked for quizzes alone.
    """
    return _compared(wanted, current, merge_by_rows(wanted, current), texts)


def _compared(wanted: CourseDocument, current: Applied, merged: Merged, texts: Texts) -> Comparison:
    root, root_changes, root_withheld = _root(wanted.root, current)
    contents = with_questions(_Contents(merged, current).changes(), current.questions, texts)
    certain = merged.is_certain
    texts_in = TranslationComparison(wanted, current.document, merged.contents, is_certain=certain)
    assets = AssetComparison(wanted, current, is_certain=certain)
    return Comparison(
        (*root_changes, *contents, *texts_in.changes, *assets.changes),
        (*root_withheld, *merged.withheld, *texts_in.withheld, *assets.withheld),
        CourseDocument(root, merged.contents, assets.result, texts_in.result),
        merged.problems,
    )


# -- modules and lessons ------------------------------------------------------------------------


class _Contents:
    """Modules and lessons as they will be, against what they were."""

    def __init__(self, merged: Merged, current: Applied) -> None:
        self.merged = merged
        self.before = current.document.contents if current.document else ()
        self.archived = {node.row for node in current.archived if node.kind is not Kind.ASSET}
        self.rows_of_modules = {n.key: n.row for n in self.before if n.kind is MODULE}
        self.modules = {n.key: n for n in merged.contents if n.kind is MODULE}
        self.steady = {""} | {
            key for key, node in self.modules.items() if self.rows_of_modules.get(key) == node.row
        }
        """Modules that have the same key and row as before: what stays in them has not moved."""

    def changes(self) -> Iterator[Change]:
        """What happens to each node, in the order of the tree; then what is archived."""
        moved = self._moved()
        renamed: dict[str, tuple[str, str]] = {}
        for node in self._touched(moved):
            was = self.merged.was(node)
            if was is None:
                yield made(Action.CREATE, node, None)
            elif fields := self._fields(node, was, moved.get(node.row)):
                if node.kind is Kind.MODULE and "path" in fields:
                    renamed[node.key] = (was.path, node.path)
                follows = _explained(node, was, fields, renamed)
                share = self.merged.shares.get((node.kind, node.key))
                action = self._action(was, fields, share)
                yield made(action, node, was, fields, follows, similarity=share)
        rows = {node.row for node in self.merged.contents}
        for node in self.before:
            if node.row not in rows:
                yield made(Action.ARCHIVE, node, node)

    def _touched(self, moved: Mapping[int, FieldChange]) -> list[Node]:
        """All nodes but those that were taken over and stay where they were: in one sweep, they are many."""
        changed = (node.row for node in self.merged.changed.values())
        rows, steady = {0, *changed, *moved, *self.archived}, self.steady
        return [n for n in self.merged.contents if n.row in rows or n.parent not in steady]

    def _fields(self, node: Node, was: Node, place: FieldChange | None) -> dict[str, FieldChange]:
        if node is was and place is None and node.parent in self.steady:
            return {} if node.row not in self.archived else {"archived": UNARCHIVED}
        fields = {} if node is was else differences(was, node)
        if self._parent_row(node) != self._old_parent_row(was):
            fields["parent"] = FieldChange(was.parent, node.parent)
        elif place is not None:
            fields["position"] = place
        if not fields and was.row in self.archived:
            fields["archived"] = UNARCHIVED
        return fields

    def _action(self, was: Node, fields: Mapping[str, FieldChange], share: float | None) -> Action:
        if was.row in self.archived:
            return Action.RESTORE
        if share is not None:
            return Action.RENAME  # a guess about who it was is what people have to see
        if "parent" in fields or "position" in fields:
            return Action.MOVE
        return Action.RENAME if "path" in fields or "key" in fields else Action.UPDATE

    def _parent_row(self, node: Node) -> int:
        """The row of the module a node will be in; 0 at the top, -1 for a module still to be made."""
        return (self.modules[node.parent].row or -1) if node.parent else 0

    def _old_parent_row(self, was: Node) -> int:
        return self.rows_of_modules.get(was.parent, -2) if was.parent else 0

    def _moved(self) -> Mapping[int, FieldChange]:
        """Rows that changed places among the siblings they had before, with places from 0."""
        if [node.row for node in self.before] == [node.row for node in self.merged.contents]:
            return {}
        old = children_of(self.before)
        moved: dict[int, FieldChange] = {}
        for parent, siblings in children_of(self.merged.contents).items():
            was = self.merged.was(self.modules[parent]) if parent else None
            if parent and was is None:
                continue
            before = old.get(was.key if was else "", [])
            if before != siblings:
                moved |= _moves([node.row for node in before], [node.row for node in siblings])
        return moved


def _moves(before: Sequence[int], now: Sequence[int]) -> Mapping[int, FieldChange]:
    old = {row: index for index, row in enumerate(before)}
    new = {row: index for index, row in enumerate(now)}
    return {row: FieldChange(old[row], new[row]) for row in ordering.moved(before, now)}


def _explained(
    node: Node, was: Node, fields: Mapping[str, FieldChange], renamed: Mapping[str, tuple[str, str]]
) -> str:
    """The key of the module whose rename is all that happened to a node; empty when more did."""
    if not fields.keys() <= {"path", "key"} or node.parent not in renamed:
        return ""
    old, new = renamed[node.parent]
    follows = was.path.startswith(old) and node.path == new + was.path[len(old) :]
    return node.parent if follows else ""


# -- the course itself ----------------------------------------------------------------------------


def _root(wanted: Node, current: Applied) -> tuple[Node, list[Change], list[Withheld]]:
    if current.document is None:
        sound = wanted._replace(is_broken=False)
        return sound, [made(Action.CREATE, sound, None)], []
    was = current.document.root
    if wanted.is_broken:
        held = Withheld(
            Action.UPDATE,
            Kind.COURSE,
            wanted.key,
            wanted.path,
            wanted.title,
            say("“{}” has an error", wanted.path),
        )
        return was, [], [held]
    node = wanted._replace(row=was.row)
    fields = _with_status(differences(was, node), current.state.status)
    return node, ([made(Action.UPDATE, node, was, fields)] if fields else []), []


def _with_status(fields: dict[str, FieldChange], status: str) -> dict[str, FieldChange]:
    """Changed fields where a status that course.yaml begins to say comes after the one that holds."""
    said = fields.get("status")
    if said is None or said.before is not None or status in ("", said.after):
        return fields
    return {**fields, "status": FieldChange(status, said.after)}
