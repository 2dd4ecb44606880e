"""A revision's manifest: a tree of texts named by their digests, as git keeps its trees.

Every module is one text that lists its children; a module in which nothing changed keeps its digest, so
a revision costs what changed and its ancestors. Knows the form; refuses to know where texts are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import CourseDocument, Kind, Node
from academy_cli.authoring.page import digest
from academy_cli.kit.jsontext import canonical

MANIFEST_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest's texts by digest.

    ``root`` names the text of the whole; ``trees`` gives the digest of each module that was written anew.
    """

    root: str
    texts: Mapping[str, str]
    trees: Mapping[str, str]


def manifest(
    document: CourseDocument, known: Mapping[str, str], changes: Collection[Change]
) -> Manifest:
    """Make the manifest of a course.

    ``known`` gives the digest of each module's text before the changes, by the module's key; it is used
    for modules that no change touches.
    """
    children: dict[str, list[Node]] = defaultdict(list)
    for node in document.contents:
        children[node.parent].append(node)
    touched = _touched(document, changes)
    texts: dict[str, str] = {}
    trees: dict[str, str] = {}

    def store(text: str) -> str:
        name = digest(text.encode())
        texts[name] = text
        return name

    def tree(parent: str) -> str:
        if parent and parent not in touched and parent in known:
            return known[parent]
        entries = [
            _entry(node, tree(node.key) if node.kind is Kind.MODULE else "")
            for node in children[parent]
        ]
        name = store(canonical(entries))
        trees[parent] = name
        return name

    assets = store(canonical([[node.path, node.fields, node.source] for node in document.assets]))
    contents = tree("")
    root = document.root
    course = [root.key, root.title, root.fields, root.source, root.body]
    name = store(
        canonical(
            {"format": MANIFEST_FORMAT, "course": course, "contents": contents, "assets": assets}
        )
    )
    return Manifest(name, texts, {key: value for key, value in trees.items() if key})


def _entry(node: Node, tree: str) -> list[str | None]:
    return [
        node.kind.value,
        node.key,
        node.id,
        node.path,
        node.title,
        node.fields,
        node.source,
        node.body,
        tree,
    ]


def _touched(document: CourseDocument, changes: Collection[Change]) -> set[str]:
    """The keys of modules whose text changes: those with a changed child, and all above them."""
    parents = {node.key: node.parent for node in document.contents if node.kind is Kind.MODULE}
    touched: set[str] = set()
    for change in changes:
        for start in _modules_of(change):
            above = start
            while above and above not in touched:
                touched.add(above)
                above = parents.get(above, "")
    return touched


def _modules_of(change: Change) -> list[str]:
    """The modules whose list of children a change rewrites."""
    found = [change.parent, *([change.was.parent] if change.was else [])]
    return [*found, change.node.key] if change.node and change.kind is Kind.MODULE else found
