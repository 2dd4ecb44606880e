"""A course folder on disk: its names, its bytes, the digests of its assets.

Knows file systems and their traps; refuses to know what the files mean.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from mimetypes import guess_type
from pathlib import Path
from typing import NamedTuple

from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.symlinks import CIRCLE, MOST_NESTED, Targets, Way
from academy_cli.authoring.tree import LFS_POINTER, Limits, UnreadableError, lfs_pointer, too_large
from academy_cli.formats.problems import Problem
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

PRUNED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"})
"""Folders that are never looked into."""
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and bytes that are not UTF-8; other invisible characters are letters to somebody."""
CHUNK_BYTES = 1 << 16
"""Holds nearly every lesson whole, and is still cheap to set aside for a small one."""
LONGEST_PATH_BYTES = 1000
"""In UTF-8; PostgreSQL indexes no value of more than 2,700."""


@dataclass(frozen=True)
class FolderTree:
    """A course folder as it was when it was scanned; bytes are read when they are asked for."""

    folder: Path
    paths: Collection[str]
    unreadable: frozenset[str]
    problems: tuple[Problem, ...]

    def size(self, path: str) -> int:
        """The size of a file in bytes; 0 when it is gone."""
        try:
            return (self.folder / path).stat().st_size
        except OSError:
            return 0

    def load(self, path: str, limit: int) -> bytes:
        """The bytes of a file. Raises UnreadableError with the reason as a finding."""
        try:
            descriptor = os.open(self._prefix + path, os.O_RDONLY)
            try:
                return _read(descriptor, path, limit)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise UnreadableError(_unreadable(path, error)) from error

    @cached_property
    def _prefix(self) -> str:
        return f"{self.folder}/"


def _read(descriptor: int, path: str, limit: int) -> bytes:
    """All of an open file, also one that grows or comes over a network: up to a read that gives nothing.

    Asking for its size first would cost more than that second read.
    """
    data = os.read(descriptor, CHUNK_BYTES)
    while len(data) <= limit and (more := os.read(descriptor, CHUNK_BYTES)):
        data += more
    if len(data) > limit:
        raise too_large(path, max(len(data), os.fstat(descriptor).st_size), limit)
    return data


def scan(folder: Path, *, limits: Limits = Limits()) -> FolderTree:
    """List every file of a course folder; a symbolic link counts as what it leads to, within the course."""
    walk = _Walk(folder, limits)
    with suppress(_TooManyError):
        walk.run()
    return FolderTree(folder, walk.paths.keys(), frozenset(walk.unreadable), tuple(walk.problems))


class _TooManyError(Exception):
    """It is pointless to look any further."""


class _Here(NamedTuple):
    """A folder on the walk: where it is listed, what the paths in it begin with, and where it really is."""

    folder: str
    prefix: str
    depth: int
    way: Way


class _Walk:
    def __init__(self, folder: Path, limits: Limits) -> None:
        root = os.path.realpath(folder)
        self.limits = limits
        self.pending = [_Here(str(folder), "", 0, Way(root))]
        self.targets = Targets(root)
        self.paths: dict[str, None] = {}
        self.folders = self.nested = 0
        self.astray: set[str] = set()
        self.unreadable: set[str] = set()
        self.problems: list[Problem] = []

    def run(self) -> None:
        """List the folder and everything below, however deep."""
        while self.pending:
            here = self.pending.pop()
            self._count(self.folders + 1, "folders")
            self.folders += 1
            try:
                with os.scandir(here.folder) as entries:
                    for entry in entries:
                        if entry.name not in PRUNED:
                            self._entry(entry, here)
            except OSError as error:
                self.unreadable.add(here.prefix.rstrip("/"))
                self.problems.append(_unreadable(here.prefix.rstrip("/") or ".", error))

    def _entry(self, entry: os.DirEntry[str], here: _Here) -> None:
        name = entry.name
        path = here.prefix + name
        if not name.isprintable() and _UNUSABLE.search(name):
            shown = path.encode("utf-8", errors="replace").decode()
            self._refuse(path, "source.bad-name", shown=shown)
        elif len(path) * 4 > LONGEST_PATH_BYTES and len(path.encode()) > LONGEST_PATH_BYTES:
            self._refuse(path, "source.long-name", say("the path has {} bytes", len(path.encode())))
        elif entry.is_file(follow_symlinks=False):  # nearly all are: one question is enough
            self._add(path)
        elif not entry.is_symlink():
            self._take(entry, path, here)
        elif (target := self._target(path, name, here)) is not None:
            self._take(entry, path, here, target)

    def _add(self, path: str) -> None:
        self.paths[path] = None
        if len(self.paths) + len(self.unreadable) > self.limits.files:
            self._count(len(self.paths) + len(self.unreadable), "files")

    def _take(
        self, entry: os.DirEntry[str], path: str, here: _Here, target: str | None = None
    ) -> None:
        """Note a file, or a folder to be listed; ``target`` is what a link leads to."""
        if entry.is_file():
            self._add(path)
        elif not entry.is_dir():
            self._refuse(
                path, "source.unreadable", say("“{}” is neither a file nor a folder", path)
            )
        elif here.depth >= self.limits.depth:
            message = say("folders are nested deeper than {}", self.limits.depth)
            self._refuse(path, "source.too-deep", message)
        elif target is None or self._may_nest(path, here):
            way = here.way.below(entry.name) if target is None else here.way.along(target)
            self.pending.append(_Here(entry.path, f"{path}/", here.depth + 1, way))

    def _count(self, number: int, what: str) -> None:
        """Stop at more than are allowed; what was refused counts, or there would be no end to it."""
        if number > self.limits.files:
            message = say("the folder holds more than {} {}", self.limits.files, what)
            self.problems.append(problem("source.too-many-files", COURSE_FILE, message=message))
            self.unreadable.add("")
            raise _TooManyError

    # -- symbolic links -------------------------------------------------------------------------

    def _target(self, path: str, name: str, here: _Here) -> str | None:
        """What a link leads to; None, with a finding, when that is nothing in the course or above itself."""
        link = here.way.below(name).real
        target = self.targets.of(link)
        is_circle = not target.astray and here.way.leads_through(target.real)
        if not target.astray and not is_circle:
            return target.real
        if link in self.astray:  # told where it was met first, in however many ways it is reached
            self._doubt(path)
        else:
            self.astray.add(link)
            message = say("the symbolic link “{}” {}", path, target.astray or CIRCLE)
            self._refuse(path, "source.symlink", message)
        return None

    def _may_nest(self, path: str, here: _Here) -> bool:
        """Whether a link to a folder may still be followed within what another link led to."""
        self.nested += bool(here.way.through)
        if self.nested <= MOST_NESTED or not here.way.through:
            return True
        if self.nested == MOST_NESTED + 1:
            message = say(
                "“{}” is one of more than {} symbolic links within others", path, MOST_NESTED
            )
            self._refuse(path, "source.symlink", message)
        self._doubt(here.prefix.rstrip("/"))
        return False

    def _refuse(self, path: str, code: str, message: str = "", *, shown: str = "") -> None:
        """Find something that is no part of the course, so that nobody knows what would be there."""
        value = shown or path
        self.problems.append(problem(code, value or COURSE_FILE, value=value, message=message))
        self._doubt(path)

    def _doubt(self, path: str) -> None:
        self.unreadable.add(path)
        self._count(len(self.paths) + len(self.unreadable), "files")


def read_assets(
    tree: FolderTree, paths: Iterable[str]
) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Hash assets, and say which could not be read."""
    nodes: list[Node] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            with (tree.folder / path).open("rb") as file:
                is_pointer = file.read(len(LFS_POINTER)) == LFS_POINTER
                file.seek(0)
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                size = file.tell()
        except OSError as error:
            problems.append(_unreadable(path, error))
            nodes.append(Node(Kind.ASSET, path, path, is_broken=True))
            continue
        if is_pointer:
            problems.append(lfs_pointer(path))
            nodes.append(Node(Kind.ASSET, path, path, is_broken=True))
            continue
        media_type = guess_type(path)[0] or "application/octet-stream"
        fields = canonical({"media_type": media_type, "size": size})
        nodes.append(Node(Kind.ASSET, path, path, fields=fields, source=sha256))
    return tuple(nodes), tuple(problems)


def _unreadable(path: str, error: OSError) -> Problem:
    reason = system_words(error)
    return problem(
        "source.unreadable",
        path,
        value=path,
        message=say("“{}” could not be opened: {}", path, reason),
    )
