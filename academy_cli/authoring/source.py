"""A course folder on disk: its names, its bytes, the digests of its assets.

Knows file systems and their traps; refuses to know what the files mean.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from mimetypes import guess_type
from pathlib import Path
from typing import NoReturn

from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.problems import Problem
from academy_cli.authoring.tree import Limits, UnreadableError, too_large
from academy_cli.kit.jsontext import canonical

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
        walk.enter(str(folder), "", 0)
    return FolderTree(folder, walk.paths.keys(), frozenset(walk.unreadable), tuple(walk.problems))


class _TooManyError(Exception):
    """It is pointless to look any further."""


class _Walk:
    def __init__(self, folder: Path, limits: Limits) -> None:
        self.root = os.path.realpath(folder)
        self.limits = limits
        self.paths: dict[str, None] = {}
        self.folders = 0
        self.unreadable: set[str] = set()
        self.problems: list[Problem] = []

    def enter(self, folder: str, prefix: str, depth: int) -> None:
        """List one folder and those in it."""
        if depth > self.limits.depth:
            self._refuse(
                prefix.rstrip("/"),
                "source.too-deep",
                f"folders are nested deeper than {self.limits.depth}",
            )
            return
        self.folders += 1
        if self.folders > self.limits.files:
            self._stop("folders")
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name not in PRUNED:
                        self._entry(entry, prefix, depth)
        except OSError as error:
            self.unreadable.add(prefix.rstrip("/"))
            self.problems.append(_unreadable(prefix.rstrip("/") or ".", error))

    def _entry(self, entry: os.DirEntry[str], prefix: str, depth: int) -> None:
        name = entry.name
        path = prefix + name
        if not name.isprintable() and _UNUSABLE.search(name):
            shown = path.encode("utf-8", errors="replace").decode()
            self.problems.append(problem("source.bad-name", shown, value=shown))
            self.unreadable.add(path)
            return
        if len(path) * 4 > LONGEST_PATH_BYTES and len(path.encode()) > LONGEST_PATH_BYTES:
            self._refuse(path, "source.long-name", f"the path has {len(path.encode())} bytes")
            return
        is_file = entry.is_file(follow_symlinks=False)  # nearly all are: one question is enough
        if not is_file and entry.is_symlink():
            if not self._is_within(entry, path):
                return
            is_file = entry.is_file()
        if is_file:
            self.paths[path] = None
            if len(self.paths) > self.limits.files:
                self._stop("files")
        elif entry.is_dir():
            self.enter(entry.path, path + "/", depth + 1)
        else:
            self._refuse(path, "source.unreadable", f"“{path}” is neither a file nor a folder")

    def _stop(self, what: str) -> NoReturn:
        message = f"the folder holds more than {self.limits.files} {what}"
        self._refuse("", "source.too-many-files", message)
        raise _TooManyError

    def _is_within(self, entry: os.DirEntry[str], path: str) -> bool:
        """Whether a symbolic link leads to something in the course that is not above itself."""
        target = os.path.realpath(entry.path)
        if Path(target).is_symlink():
            reason = "leads in a circle"
        elif not Path(target).exists():
            reason = "leads nowhere"
        elif target != self.root and not target.startswith(self.root + os.sep):
            reason = "leaves the course"
        elif any(_is_in(above, target) for above in self._above(path)):
            reason = "leads in a circle"
        else:
            return True
        self._refuse(path, "source.symlink", f"the symbolic link “{path}” {reason}")
        return False

    def _above(self, path: str) -> Iterator[str]:
        """The folders a path was reached through, as they really are."""
        while path:
            path = path.rpartition("/")[0]
            yield os.path.realpath(f"{self.root}/{path}")

    def _refuse(self, path: str, code: str, message: str) -> None:
        self.unreadable.add(path)
        self.problems.append(problem(code, path or COURSE_FILE, value=path, message=message))


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def read_assets(
    tree: FolderTree, paths: Iterable[str]
) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Hash assets, and say which could not be read."""
    nodes: list[Node] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            with (tree.folder / path).open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            problems.append(_unreadable(path, error))
            nodes.append(Node(Kind.ASSET, path, path, is_broken=True))
            continue
        media_type = guess_type(path)[0] or "application/octet-stream"
        fields = canonical({"media_type": media_type, "size": tree.size(path)})
        nodes.append(Node(Kind.ASSET, path, path, fields=fields, source=sha256))
    return tuple(nodes), tuple(problems)


def _unreadable(path: str, error: OSError) -> Problem:
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    return problem(
        "source.unreadable", path, value=path, message=f"“{path}” could not be opened: {reason}"
    )
