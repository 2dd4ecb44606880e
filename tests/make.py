"""Builders: a small valid course to start from, and what the compiler says about a changed one.

Knows one course in memory; a test breaks one thing in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Applied, CourseDocument, Kind, Node, State
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.examine import examine
from academy_cli.authoring.parts import split
from academy_cli.authoring.read import Reading
from academy_cli.authoring.tree import Limits, MemoryTree
from academy_cli.formats.problems import Problem, ordered
from academy_cli.kit.jsontext import canonical

COURSE = "id: python\ntitle: Python\n"
FILES: Mapping[str, str] = {
    "course.yaml": COURSE,
    "01-basics/01-intro.md": "# Introduction\n\nWelcome. See [loops](02-loops.md).\n",
    "01-basics/02-loops.md": "# Loops\n\n![A loop](images/loop.png)\n",
    "01-basics/images/loop.png": "a picture",
    "02-more/01-files.md": "# Files\n\nRead and write.\n",
}
"""A valid course: two modules, three lessons, one asset, nothing to find."""

_BODIES: dict[str, str] = {}


class Bodies:
    """The text of every lesson that was ever compiled here, as the academy would have it by digest."""

    def bodies(self, digests: Collection[str]) -> Mapping[str, str]:
        """Texts by their sha256."""
        return {digest: _BODIES[digest] for digest in digests if digest in _BODIES}


TEXTS = Bodies()

Changes = Mapping[str, str | bytes | None]
"""Files by path; None takes a file away."""


def files(changes: Changes | None = None) -> dict[str, bytes]:
    """The valid course's files with some of them changed."""
    found = {**FILES, **(changes or {})}
    return {
        path: data.encode() if isinstance(data, str) else data
        for path, data in found.items()
        if data is not None
    }


def tree(
    changes: Changes | None = None,
    *,
    unreadable: Collection[str] = (),
    problems: tuple[Problem, ...] = (),
) -> MemoryTree:
    """The valid course with some files changed."""
    return MemoryTree(files(changes), frozenset(unreadable), problems)


def bare(texts: Changes) -> MemoryTree:
    """A course of a valid course.yaml and nothing but these files."""
    return tree({**dict.fromkeys(FILES), "course.yaml": COURSE, **texts})


def folder(path: Path, changes: Changes | None = None) -> Path:
    """The valid course on disk, or what is there already, with some files changed."""
    for gone in (name for name, data in (changes or {}).items() if data is None):
        (path / gone).unlink(missing_ok=True)
    for name, data in files(changes).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


@dataclass(frozen=True)
class Compiled:
    """A tree, read and checked."""

    reading: Reading
    problems: tuple[Problem, ...]
    document: CourseDocument | None

    @property
    def codes(self) -> list[str]:
        """The code of each finding, in order."""
        return [problem.code for problem in self.problems]

    @property
    def course(self) -> CourseDocument:
        """The document, which must be there."""
        assert self.document is not None
        return self.document

    @property
    def doubts(self) -> Doubts:
        """What could not be read."""
        return self.reading.doubts


def compiled(course: MemoryTree, *, strict: bool = False, limits: Limits = Limits()) -> Compiled:
    """Read and check a course in memory, assets included."""
    found = examine(course, limits=limits)
    for node in found.reading.draft.of_kind(Kind.LESSON):
        if node.page is not None and not node.page.is_unreadable:
            _BODIES[node.body] = split(course.files[node.path]).body.decode()
    problems = ordered(found.problems, strict=strict)
    named = found.reading.document
    if named is None:
        return Compiled(found.reading, problems, None)
    assets = tuple(asset(course, path) for path in found.assets)
    return Compiled(found.reading, problems, replace(named, assets=assets))


def findings(
    changes: Changes | None = None, *, strict: bool = False, limits: Limits = Limits()
) -> tuple[Problem, ...]:
    """What is found in the valid course with some files changed."""
    return compiled(tree(changes), strict=strict, limits=limits).problems


def asset(course: MemoryTree, path: str) -> Node:
    """An asset's node."""
    data = course.files[path]
    fields = canonical({"media_type": "image/png", "size": len(data)})
    return Node(Kind.ASSET, path, path, fields=fields, source=sha256(data).hexdigest())


def applied(document: CourseDocument, before: Applied | None = None) -> Applied:
    """What the database would hold after a document was applied: every node has a row of its own.

    Nodes that were there before and are no longer in the document are archived, as apply does it.
    """
    before = before or Applied()
    known = (*before.archived, *(nodes(before.document) if before.document else ()))
    number = max((node.row for node in known), default=0)
    rows: list[Node] = []
    for node in (*document.contents, *document.assets):
        number += not node.row
        rows.append(node._replace(row=node.row or number, page=None))
    kept = {(node.kind is Kind.ASSET, node.row) for node in rows}
    archived = [node for node in known if (node.kind is Kind.ASSET, node.row) not in kept]
    contents = tuple(node for node in rows if node.kind is not Kind.ASSET)
    assets = tuple(node for node in rows if node.kind is Kind.ASSET)
    root = document.root._replace(row=1, is_broken=False)
    state = State(before.state.revision + 1)
    return Applied(CourseDocument(root, contents, assets), tuple(archived), state)


def nodes(document: CourseDocument) -> tuple[Node, ...]:
    """Everything in a course but the course itself."""
    return (*document.contents, *document.assets)


def course(changes: Changes | None = None) -> Applied:
    """The valid course, applied."""
    return applied(compiled(tree(changes)).course)


def resynced(before: Applied, after: MemoryTree) -> Applied:
    """What the database holds after another state of the folder was applied."""
    wanted = compiled(after)
    return applied(compare(wanted.course, before, wanted.doubts, TEXTS).result, before)
