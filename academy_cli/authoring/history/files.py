"""The text files that a course was read from: where each belongs, and proof that it is what was applied.

Knows digests; refuses disk and database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

from academy_cli.authoring import names
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import LESSON, CourseDocument, Kind, Node, path_of


class File(NamedTuple):
    """A text file of a course: where it belongs, the digest of all of it, and of the body it ends with."""

    path: str
    source: str
    body: str

    @property
    def is_all_body(self) -> bool:
        """Whether nothing stands before the body."""
        return self.source == self.body

    def whole(self, heads: Mapping[str, str], bodies: Mapping[str, str]) -> bytes | None:
        """The file's bytes out of texts by digest; None when they are not what was applied."""
        head = "" if self.is_all_body else heads.get(self.source, "")
        data = (head + bodies.get(self.body, "")).encode()
        return data if sha256(data).hexdigest() == self.source else None


def files_of(document: CourseDocument) -> tuple[tuple[File, ...], Mapping[str, str]]:
    """Every text file of a course, and the new paths of those whose own is taken, by the path they had."""
    taken = {node.path for node in document.contents}
    files = [one for one in parts_of(document.root, "") if one.path and one.path not in taken]
    renamed: dict[str, str] = {}
    for node in document.contents:
        path = _free_path(node, taken)
        if path != node.path:
            renamed[path_of(node)] = path
            taken.add(path)
        files += parts_of(node, path)
    for node in document.translations:
        files += (one for one in parts_of(node, node.path) if one.path)
    return tuple(files), renamed


def parts_of(node: Node, path: str) -> Iterator[File]:
    """The files behind a node that stands at a path; an inline description is a file without one."""
    is_translation = node.kind is Kind.TRANSLATION
    of = Kind(node.values["of"]) if is_translation else node.kind
    if of is LESSON:
        yield File(path, node.source, node.body)
    elif is_translation:
        yield File(path, node.source, "")
    elif node.source:
        name = names.MODULE_FILE if path else names.COURSE_FILE
        yield File(join(path, name), node.source, "")
    if of is Kind.COURSE and node.body:
        said = str(node.values.get("description", ""))
        is_inline = node.body == sha256(said.encode()).hexdigest()
        yield File("" if is_inline else join(path.rpartition("/")[0], said), node.body, node.body)


def _free_path(node: Node, taken: set[str]) -> str:
    """A node's own path; for one that had to make way for another a name beside it."""
    own = path_of(node)
    if own == node.path or own not in taken:
        return own
    place = PurePosixPath(own)
    return str(place.with_name(f"{place.stem}~{node.row}{place.suffix}"))
