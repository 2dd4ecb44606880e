"""A package that course export wrote, as a source: the course's own files, as long as nobody changed any.

Knows the list that such a package carries. Refuses to trust it any further than digests prove: where one file
differs, is gone or came to it, the package is only what its format says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.sketch import Sketch
from academy_cli.authoring.tree import Limits, MemoryTree, Tree, UnreadableError
from academy_cli.interchange import marker
from academy_cli.interchange.converting import Converted
from academy_cli.interchange.marker import Marker
from academy_cli.interchange.notes import Fate, Note

FAMILY = "academy"
ORDER = "the course's own files"
_PLACE = re.compile(r"(?:^|/)academy/package\.json$")
_TEXTS = (".md", ".mdx", ".yaml", ".yml")
_MOST_TEXT = 1 << 30
"""In bytes: what is in memory at once; no course of people comes near it."""
_UNTRUSTED = "the package was changed since course export wrote it, so it is what its format says"
_UNWANTED = "its format was asked for, and not the course's own files"
_NO_SOURCE = "the course's own files are not in the package"


class Marked(NamedTuple):
    """A package's list, the folder that the package is in, and whatever is not as the list says."""

    marker: Marker
    root: str
    differing: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Where the list is."""
        return self.root + self.marker.path

    @property
    def home(self) -> str:
        """The folder in the package that is ours alone."""
        return self.path.removesuffix(marker.NAME)

    @property
    def is_whole(self) -> bool:
        """Whether the course's own files are in it, and every file is as it was written."""
        return not self.differing and marker.has_course(self.marker)


def marked(tree: Tree, digest: Callable[[str], str]) -> Marked | None:
    """The list of a package that course export wrote, compared with its files; None for any other source."""
    places = sorted(filter(_PLACE.search, tree.paths), key=lambda path: (path.count("/"), path))
    for path in places[:1]:
        try:
            found = marker.read(tree.load(path, marker.MOST_BYTES))
        except UnreadableError:
            return None
        if found is not None and path.endswith(found.path) and _PLACE.search(found.path):
            root = path.removesuffix(found.path)
            return Marked(found, root, tuple(_differing(tree, found, root, digest)))
    return None


def _differing(
    tree: Tree, found: Marker, root: str, digest: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Each file that is not as it was written, and how."""
    listed = {root + path: sha256 for path, sha256 in found.files.items()}
    there = set(tree.paths)
    for path in sorted(listed.keys() | there):
        if path == root + found.path:
            continue
        if path not in there:
            yield path, "course export wrote it, and it is gone"
        elif path not in listed:
            yield path, "course export did not write it"
        elif digest(path) != listed[path]:
            yield path, "it is not what course export wrote"
    for path in sorted({root + one for one in found.source.values()} - listed.keys()):
        yield path, "it should be a file of the course, and is not in the list"


def converted(tree: Tree, found: Marked, limits: Limits, course: str = "") -> Converted:
    """The course's own files out of a package that is whole, under another short name if it is named."""
    source = {path: found.root + one for path, one in sorted(found.marker.source.items())}
    files = dict(_texts(tree, source, limits))
    if course and COURSE_FILE in files:
        files[COURSE_FILE] = _renamed(files[COURSE_FILE], course)
    assets = {path: one for path, one in source.items() if path not in files}
    sketch = Sketch(MemoryTree({**dict.fromkeys(assets, b""), **files}), "", limits)
    notes = [Note(Fate.KEPT, "file", one, to=path) for path, one in source.items()]
    rest = sorted(set(tree.paths) - set(source.values()))
    why = "it was made of the course's own files, which are here as they were"
    notes += [Note(Fate.KEPT, "package", path, why=why) for path in rest]
    return Converted(
        sketch.root.key or found.marker.course,
        sketch.root.title,
        ORDER,
        files,
        assets,
        tuple(notes),
        len(sketch.lessons),
    )


def _texts(tree: Tree, source: Mapping[str, str], limits: Limits) -> Iterator[tuple[str, bytes]]:
    """What a check reads; one that is larger than settings allow is copied, and then found."""
    left = _MOST_TEXT
    for path, one in source.items():
        if path.lower().endswith(_TEXTS) and left > 0:
            with suppress(UnreadableError):
                data = tree.load(one, limits.text_bytes)
                left -= len(data)
                yield path, data


def _renamed(data: bytes, course: str) -> bytes:
    """The bytes of course.yaml with another id."""
    return re.sub(rb"(?m)^id\s*:.*$", f"id: {course}".encode(), data, count=1)


def without(tree: Tree, found: Marked) -> Tree:
    """A package without what is ours alone: what its format says."""
    kept = {path: None for path in tree.paths if not path.startswith(found.home)}
    return _Part(tree, kept)


class _Part:
    """Some files of a tree."""

    def __init__(self, tree: Tree, paths: dict[str, None]) -> None:
        self.paths = paths.keys()
        self.unreadable, self.problems = tree.unreadable, tree.problems
        self.size, self.load = tree.size, tree.load


def told(made: Converted, tree: Tree, found: Marked) -> Converted:
    """The same with notes on what was left of a package, and on each file that differs."""
    why = _UNWANTED if marker.has_course(found.marker) else _NO_SOURCE
    why = _UNTRUSTED if found.differing else why
    notes = [
        Note(Fate.DROPPED, "package", path, why=why)
        for path in sorted(tree.paths)
        if path.startswith(found.home)
    ]
    notes += [Note(Fate.APPROXIMATED, "changed", path, why=how) for path, how in found.differing]
    every = sorted((*made.notes, *notes), key=lambda note: (note.file, note.line))
    return replace(made, notes=tuple(every))
