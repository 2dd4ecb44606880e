"""A revision's manifest: a tree of texts named by their digests, as git keeps its trees.

Every module is one text that lists its children; a module in which nothing changed keeps its digest, so
a revision costs what changed and its ancestors. Knows the form; refuses to know where texts are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import CourseDocument, Kind, Node
from academy_cli.authoring.merge import children_of
from academy_cli.authoring.page import digest
from academy_cli.kit.jsontext import canonical

MANIFEST_FORMAT = 1


class Manifest(NamedTuple):
    """A manifest's texts by digest.

    ``root`` names the text of the whole; ``trees`` gives the digest of each module that was written anew.
    """

    root: str
    texts: Mapping[str, str]
    trees: Mapping[str, str]


class _Writer:
    def __init__(self, children: Mapping[str, Sequence[Node]], known: Mapping[str, str]) -> None:
        self.children, self.known = children, known
        self.texts: dict[str, str] = {}
        self.trees: dict[str, str] = {}

    def store(self, text: str) -> str:
        """Keep a text; returns its digest."""
        name = digest(text.encode())
        self.texts[name] = text
        return name

    def tree(self, module: str) -> str:
        """The digest of a module's list of children; known modules are not written again."""
        if module in self.known:
            return self.known[module]
        self.trees[module] = self.store(canonical([*map(self._entry, self.children[module])]))
        return self.trees[module]

    def _entry(self, node: Node) -> list[str | None]:
        said = [node.kind.value, node.key, node.id, node.path, node.title, node.fields]
        tree = self.tree(node.key) if node.kind is Kind.MODULE else ""
        return [*said, node.source, node.body, tree]


def manifest(
    document: CourseDocument,
    known: Mapping[str, str],
    children: Mapping[str, Sequence[Node]] | None = None,
) -> Manifest:
    """Make the manifest of a course.

    ``known`` gives the digests of the modules in which nothing changed, by key; ``children`` is
    ``children_of(document.contents)``, where the caller has it already.
    """
    writer = _Writer(children_of(document.contents) if children is None else children, known)
    root = document.root
    text = {
        "format": MANIFEST_FORMAT,
        "course": [root.key, root.title, root.fields, root.source, root.body],
        "contents": writer.tree(""),
        "assets": writer.store(canonical([[x.path, x.fields, x.source] for x in document.assets])),
    }
    name = writer.store(canonical(text))
    return Manifest(name, writer.texts, {key: tree for key, tree in writer.trees.items() if key})


def touched_modules(modules: Iterable[Node], changes: Collection[Change]) -> frozenset[str]:
    """The keys of modules whose manifest changes: with a changed child, and all above; "" is the top."""
    parents = {node.key: node.parent for node in modules}
    touched: set[str] = set()
    for change in changes:
        if change.kind not in (Kind.MODULE, Kind.LESSON):
            continue
        touched.add("")
        for start in _modules_of(change):
            above = start
            while above and above not in touched:
                touched.add(above)
                above = parents.get(above, "")
    return frozenset(touched)


def _modules_of(change: Change) -> list[str]:
    """The modules whose list of children a change rewrites."""
    found = [change.parent, *([change.was.parent] if change.was else [])]
    return [*found, change.node.key] if change.node and change.kind is Kind.MODULE else found
