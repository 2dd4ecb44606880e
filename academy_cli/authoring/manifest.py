"""A revision's manifest: a tree of texts named by their digests, as git keeps its trees.

Every module is one text that names lists of its children; a module in which nothing changed keeps its
digest, and so does a list, so a revision costs what changed and its ancestors. Knows the form; refuses to
know where texts are kept.
"""

from __future__ import annotations

import json
from binascii import crc32
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import (
    CourseDocument,
    Kind,
    Node,
    children_of,
    digest,
    quizzes_in,
)
from academy_cli.kit.batches import batches
from academy_cli.kit.jsontext import canonical

MANIFEST_FORMAT = 2
USUAL_LIST, LONGEST_LIST = 16, 64
"""How many entries a list has in the mean, and at most."""

Texts = Callable[[Collection[str]], Mapping[str, str]]
"""Gives the texts of some digests; one that is not there is left out."""


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

    def store(self, said: Any) -> str:
        """Keep a value as canonical JSON; returns its digest."""
        text = canonical(said)
        name = digest(text.encode())
        self.texts[name] = text
        return name

    def tree(self, module: str) -> str:
        """The digest of a module's lists of children; known modules are not written again."""
        if module in self.known:
            return self.known[module]
        lists = _cut([self._entry(node) for node in self.children.get(module, ())])
        self.trees[module] = self.store([*map(self.store, lists)])
        return self.trees[module]

    def assets(self, nodes: Iterable[Node]) -> str:
        """The digest of the lists of assets."""
        entries = [[node.path, node.path, node.fields, node.source] for node in nodes]
        return self.store([*map(self.store, _cut(entries))])

    def translations(self, nodes: Sequence[Node]) -> Mapping[str, str]:
        """The digest of the lists of translations, where there are any."""
        entries = [
            [node.parent, node.key, node.path, node.title, node.fields, node.source, node.body]
            for node in nodes
        ]
        return {"translations": self.store([*map(self.store, _cut(entries))])} if entries else {}

    def _entry(self, node: Node) -> list[Any]:
        said = [node.kind.value, node.key, node.id, node.path, node.title, node.fields]
        tree = self.tree(node.key) if node.kind is Kind.MODULE else ""
        return [*said, node.source, node.body, tree]


def _cut(entries: Sequence[list[Any]]) -> Iterator[Sequence[list[Any]]]:
    """Cut a list after entries that their keys choose, so that one more entry changes one part only."""
    begin = 0
    for index, entry in enumerate(entries, 1):
        is_end = crc32(entry[1].encode()) % USUAL_LIST == 0 or index - begin == LONGEST_LIST
        if is_end or index == len(entries):
            yield entries[begin:index]
            begin = index


def manifest(
    document: CourseDocument,
    known: Mapping[str, str],
    children: Mapping[str, Sequence[Node]] | None = None,
) -> Manifest:
    """Make the manifest of a course.

    ``known`` gives the digests of the modules in which nothing changed, by key; ``children`` is
    ``children_of(document.contents)``, where the caller has it already.
    """
    children = children_of(document.contents) if children is None else children
    writer = _Writer(children, known)
    root = document.root
    text = {
        "format": MANIFEST_FORMAT,
        "course": [root.key, root.title, root.fields, root.source, root.body],
        "contents": writer.tree(""),
        "assets": writer.assets(document.assets),
        **writer.translations(document.translations),
    }
    name = writer.store(text)
    return Manifest(name, writer.texts, {key: tree for key, tree in writer.trees.items() if key})


class UnreadableManifestError(Exception):
    """A manifest of another format, or one of which texts are missing."""


def document_of(root: str, texts: Texts) -> CourseDocument:
    """The course that a manifest describes; its nodes have neither rows nor pages.

    Raises UnreadableManifestError.
    """
    text = json.loads(_all([root], texts)[root])
    if not isinstance(text, dict) or text.get("format") != MANIFEST_FORMAT:
        raise UnreadableManifestError(root)
    key, title, fields, source, body = text["course"]
    course = Node(Kind.COURSE, key, "course.yaml", title, key, "", fields, source, body)
    trees = _trees(text["contents"], texts)
    assets = (
        Node(Kind.ASSET, path, path, fields=said, source=sha256)
        for path, _, said, sha256 in _entries([text["assets"]], texts)[text["assets"]]
    )
    contents = tuple(_nodes(text["contents"], "", trees))
    return CourseDocument(course, contents, tuple(assets), (*_translations(text, texts),))


def _translations(text: Mapping[str, Any], texts: Texts) -> Iterator[Node]:
    name = text.get("translations")
    entries = _entries([name], texts)[name] if name else ()
    for parent, key, path, title, fields, source, body in entries:
        yield Node(Kind.TRANSLATION, key, path, title, None, parent, fields, source, body)


def _trees(top: str, texts: Texts) -> Mapping[str, Sequence[list[Any]]]:
    """The entries of every module's lists by their digest, fetched level by level."""
    found: dict[str, Sequence[list[Any]]] = {}
    level = [top]
    while level:
        here = _entries(level, texts)
        found |= here
        below = (entry[8] for entries in here.values() for entry in entries)
        level = [*{tree: None for tree in below if tree and tree not in found}]
    return found


def _entries(trees: Collection[str], texts: Texts) -> dict[str, Sequence[list[Any]]]:
    lists = {tree: json.loads(text) for tree, text in _all(trees, texts).items()}
    parts = _all({name for names in lists.values() for name in names}, texts)
    return {
        tree: [entry for name in names for entry in json.loads(parts[name])]
        for tree, names in lists.items()
    }


def _all(digests: Collection[str], texts: Texts) -> Mapping[str, str]:
    found = texts(digests)
    if any(name not in found for name in digests):
        raise UnreadableManifestError(next(name for name in digests if name not in found))
    return found


def _nodes(tree: str, parent: str, trees: Mapping[str, Sequence[list[Any]]]) -> Iterator[Node]:
    for kind, key, name, path, title, fields, source, body, below in trees[tree]:
        yield Node(Kind(kind), key, path, title, name, parent, fields, source, body)
        if below:
            yield from _nodes(below, key, trees)


class Referred(NamedTuple):
    """What some manifests refer to, as digests: texts of their own and of lessons, whole files, assets."""

    texts: frozenset[str]
    sources: frozenset[str]
    assets: frozenset[str]


def referred(roots: Collection[str], texts: Texts) -> Referred:
    """Everything that some manifests refer to; each text is read once. Raises UnreadableManifestError."""
    walk = _Walk(texts)
    for root, text in _all(roots, texts).items():
        walk.root(root, text)
    walk.trees()
    return Referred(frozenset(walk.seen), frozenset(walk.sources), frozenset(walk.files))


class _Walk:
    """The state of one walk through manifests that have most of their texts in common."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.seen: set[str] = set()
        self.sources: set[str] = set()
        self.files: set[str] = set()
        self.below: set[str] = set()
        self.assets: set[str] = set()
        self.translations: set[str] = set()

    def root(self, name: str, text: str) -> None:
        """Note a whole manifest; its lists are left for later."""
        said = json.loads(text)
        if not isinstance(said, dict) or said.get("format") != MANIFEST_FORMAT:
            raise UnreadableManifestError(name)
        *_, source, body = said["course"]
        self.seen |= {name, body} - {""}
        self.sources.add(source)
        self.below.add(said["contents"])
        self.assets.add(said["assets"])
        self.translations |= {said["translations"]} if "translations" in said else set()

    def trees(self) -> None:
        """Look at every list, level by level."""
        for entry in self._entries(self.assets):
            self.files.add(entry[3])
        for entry in self._entries(self.translations):
            self.sources.add(entry[5])
            self.seen.add(entry[6])
            self.seen.update(quizzes_in([entry[4]]))
        level = self.below
        while level:
            below: set[str] = set()
            for entry in self._entries(level):
                self.sources.add(entry[6])
                self.seen.add(entry[7])
                self.seen.update(quizzes_in([entry[5]]))
                below.add(entry[8])
            level = below - self.seen - {""}
        self.seen.discard("")

    def _entries(self, trees: Collection[str]) -> Iterator[list[Any]]:
        self.seen |= set(trees)
        lists = {name for text in _all(trees, self.texts).values() for name in json.loads(text)}
        fresh = sorted(lists - self.seen)
        self.seen |= lists
        for some in batches(fresh):
            for text in _all(some, self.texts).values():
                yield from json.loads(text)


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
