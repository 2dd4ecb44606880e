"""What becomes of every translation: new, changed, gone, or kept because its file cannot be read.

A translation is known by what it translates and by its language. Knows values; refuses to decide what
becomes of lessons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from academy_cli.authoring.changes import Action, Change, Withheld, differences, made
from academy_cli.authoring.document import CourseDocument, Kind, Node
from academy_cli.authoring.translations.targets import key_of, language_of, target_of
from academy_cli.kit.saying import say

_WITHHELD = {
    Kind.COURSE: say("its course is withheld"),
    Kind.MODULE: say("its module is withheld"),
    Kind.LESSON: say("its lesson is withheld"),
    Kind.ASSET: say("its asset is withheld"),
}


class TranslationComparison:
    """The translations of a course as they are wanted, against those it has.

    ``contents`` are modules and lessons as they will be, with their rows; ``result`` are the translations as
    they will be, by key. Without ``is_certain`` none is removed.
    """

    def __init__(
        self,
        wanted: CourseDocument,
        current: CourseDocument | None,
        contents: Sequence[Node],
        *,
        is_certain: bool,
    ) -> None:
        self.changes: list[Change] = []
        self.withheld: list[Withheld] = []
        self.result: tuple[Node, ...] = ()
        before = current.translations if current else ()
        if not wanted.translations and not before:
            return
        self._root = wanted.root
        self._staying = {(node.kind, node.path): node for node in contents}
        self._by_row = {(node.kind, node.row): node for node in contents if node.row}
        rows = _rows(current) if current else {}
        self._has = {(_row_of(node, rows), language_of(node)): node for node in before}
        self._result: dict[tuple[str, str], Node] = {}
        self._wanted(wanted)
        self._part_with(is_certain=is_certain)
        self.result = tuple(sorted(self._result.values(), key=lambda node: node.key))

    def _wanted(self, wanted: CourseDocument) -> None:
        originals = {(node.kind, node.key): node for node in wanted.contents}
        for node in wanted.translations:
            kind, key = target_of(node)
            original = self._root if kind is Kind.COURSE else originals[kind, key]
            there = original if kind is Kind.COURSE else self._staying.get((kind, original.path))
            if there is None:
                self._withhold(Action.CREATE, node, _WITHHELD[kind])
            else:
                self._place(node, there)

    def _place(self, node: Node, original: Node) -> None:
        kind, language = original.kind, language_of(node)
        row = original.row if kind is not Kind.COURSE else 0
        was = self._has.pop(((kind, row), language), None) if row or kind is Kind.COURSE else None
        if node.is_broken:
            self._withhold(
                Action.UPDATE if was else Action.CREATE, node, say("“{}” has an error", node.path)
            )
            if was is not None:
                self._keep(was, original)
            return
        placed = self._keep(node._replace(row=was.row if was else 0), original)
        if was is None:
            self.changes.append(made(Action.CREATE, placed, None))
        elif fields := differences(was, placed):
            action = Action.RENAME if was.path != placed.path else Action.UPDATE
            self.changes.append(made(action, placed, was, fields))

    def _keep(self, node: Node, original: Node) -> Node:
        """A translation in the result, called after what it translates is called now."""
        parent = "" if original.kind is Kind.COURSE else original.key
        kept = node._replace(key=key_of(original, language_of(node)), parent=parent)
        self._result[original.kind.value, kept.key] = kept
        return kept

    def _part_with(self, *, is_certain: bool) -> None:
        """Remove what is not wanted; unless something was illegible, and its lesson stays."""
        for ((kind, row), _), node in sorted(self._has.items(), key=lambda one: one[1].key):
            original = self._root if kind is Kind.COURSE else self._by_row.get((kind, row))
            if is_certain or original is None:
                self.changes.append(made(Action.ARCHIVE, node, node))
            else:
                self._withhold(
                    Action.ARCHIVE, node, say("a file that cannot be read may stand for it")
                )
                self._keep(node, original)

    def _withhold(self, action: Action, node: Node, reason: str) -> None:
        title = node.title or node.key
        self.withheld.append(Withheld(action, node.kind, node.key, node.path, title, reason))


def _row_of(node: Node, rows: Mapping[tuple[Kind, str], int]) -> tuple[Kind, int]:
    """What a translation that there is translates, as a kind and a row; the course has none here."""
    kind, key = target_of(node)
    return kind, 0 if kind is Kind.COURSE else rows.get((kind, key), -1)


def _rows(document: CourseDocument) -> Mapping[tuple[Kind, str], int]:
    return {(node.kind, node.key): node.row for node in document.contents}
