"""A commit written down as a folder: every file byte for byte as git has it, whole or not at all.

Knows git's objects and what names and links a stranger may have put in them; refuses git's own checkout, for
attributes and filters would change bytes, leave files out or run programs.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from academy_cli.authoring.repositories.address import Address, shown
from academy_cli.authoring.repositories.command import Child, Git, GitFailedError
from academy_cli.authoring.repositories.errors import NoPathError, TooLargeError, UnsafeNameError
from academy_cli.kit.saying import say

LINK, SUBMODULE = "120000", "160000"
OUTSIDE = "outside the repository"
"""What a link that leads out of a repository leads to instead: a name in it, which most likely is nothing."""
PIECE = 1 << 20
LONGEST_LINK = 4096
_GIT = frozenset({".git", "git~1"})
"""What git itself keeps its things in, also by the short name of Windows."""


class BrokenObjectError(Exception):
    """An object that is not there, or not what its number says."""


class Entry(NamedTuple):
    """A file of a commit: its mode, its object, its bytes and its name below the folder that is written."""

    mode: str
    number: str
    size: int
    name: bytes


class Exported(NamedTuple):
    """What was written, and the submodules that were left out."""

    files: int
    submodules: tuple[str, ...]


class Exporter:
    """Writes folders of commits out of a bare repository, within limits of files and of each one's bytes."""

    def __init__(self, address: Address, bare: Path, *, most_files: int, most_bytes: int) -> None:
        self._address, self._git, self._dir = address, Git(), f"--git-dir={bare}"
        self._most_files, self._most_bytes = most_files, most_bytes

    def write(self, commit: str, folder: Path) -> Exported:
        """Write a commit's folder to a new one.

        Raises NoPathError, UnsafeNameError, TooLargeError, BrokenObjectError and OSError.
        """
        entries = self._entries(commit)
        files = [one for one in entries if one.mode != SUBMODULE]
        for one in files:
            self._require_safe(one)
        folder.mkdir(parents=True)
        links: list[tuple[Path, bytes]] = []
        made = {folder}
        for entry, (path, stream) in zip(files, self._contents(files, folder), strict=True):
            if path.parent not in made:
                self._make(path.parent, entry)
                made.add(path.parent)
            if entry.mode == LINK:
                links.append((path, b"".join(stream)))
            else:
                self._write(path, stream, entry)
        self._link(folder, links)
        left_out = (shown(os.fsdecode(one.name)) for one in entries if one.mode == SUBMODULE)
        return Exported(len(files), tuple(left_out))

    # -- what there is ----------------------------------------------------------------------------

    def _entries(self, commit: str) -> Sequence[Entry]:
        tree = f"{commit}:{self._address.path}"
        try:
            kind = self._git.run(self._dir, "cat-file", "-t", commit)
        except GitFailedError as error:
            raise BrokenObjectError(error.said) from error
        if kind.strip() != b"commit":
            raise BrokenObjectError(say("{} is no commit", commit))
        try:
            kind = self._git.run(self._dir, "cat-file", "-t", tree)
        except GitFailedError as error:
            raise self._no_path(commit) from error
        if kind.strip() != b"tree":
            raise self._no_path(commit)
        try:
            listed = self._git.run(self._dir, "ls-tree", "-r", "-z", "-l", tree)
        except GitFailedError as error:
            raise BrokenObjectError(error.said) from error
        return list(self._within_limits(_parsed(listed)))

    def _no_path(self, commit: str) -> NoPathError:
        return NoPathError(self._address.url, self._address.path, commit)

    def _within_limits(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        for number, entry in enumerate(entries, 1):
            if number > self._most_files:
                raise TooLargeError(str(self._address), say("{} files", self._most_files))
            if entry.size > self._most_bytes:
                name = shown(os.fsdecode(entry.name))
                most = say("{} MB in one file (“{}”)", self._most_bytes // 1024**2, name)
                raise TooLargeError(str(self._address), most)
            if entry.mode == LINK and entry.size > LONGEST_LINK:
                raise UnsafeNameError(str(self._address), shown(os.fsdecode(entry.name)))
            yield entry

    def _require_safe(self, entry: Entry) -> None:
        for part in entry.name.split(b"/"):
            name = os.fsdecode(part)
            if name in ("", ".", "..") or name.lower() in _GIT or "\0" in name:
                raise UnsafeNameError(str(self._address), shown(os.fsdecode(entry.name)))
            if os.sep != "/" and (os.sep in name or ":" in name):
                raise UnsafeNameError(str(self._address), shown(os.fsdecode(entry.name)))

    # -- what is written --------------------------------------------------------------------------

    def _contents(
        self, files: Sequence[Entry], folder: Path
    ) -> Iterator[tuple[Path, Iterator[bytes]]]:
        """Where each file goes, with its bytes; each has to be read before the next."""
        with tempfile.TemporaryFile() as asked:
            asked.write(b"".join(one.number.encode() + b"\n" for one in files))
            asked.seek(0)
            with self._git.started(self._dir, "cat-file", "--batch", stdin=asked) as child:
                for one in files:
                    yield folder / os.fsdecode(one.name), _blob(child, one)
                try:
                    child.require_done()
                except GitFailedError as error:
                    raise BrokenObjectError(error.said) from error

    def _make(self, folder: Path, entry: Entry) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise UnsafeNameError(str(self._address), shown(os.fsdecode(entry.name))) from error

    def _write(self, path: Path, stream: Iterator[bytes], entry: Entry) -> None:
        """Write a new file, for reading only; a taken name differs from another in letter case alone."""
        try:
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        except FileExistsError as error:
            raise UnsafeNameError(str(self._address), shown(os.fsdecode(entry.name))) from error
        with os.fdopen(number, "wb") as file:
            for piece in stream:
                file.write(piece)

    def _link(self, folder: Path, links: Sequence[tuple[Path, bytes]]) -> None:
        """Make links last, so that nothing is written through one; those that lead out lead to nothing."""
        for path, target in links:
            try:
                path.symlink_to(os.fsdecode(target))
            except (OSError, ValueError) as error:
                name = shown(str(path.relative_to(folder)))
                raise UnsafeNameError(str(self._address), name) from error
        root = os.path.realpath(folder)
        out = [(path, target) for path, target in links if _leads_out(path, target, root)]
        for path, target in out:
            path.unlink()
            path.symlink_to(str(PurePosixPath(OUTSIDE, *_plain(os.fsdecode(target)))))


def _parsed(listed: bytes) -> Iterator[Entry]:
    for line in listed.split(b"\0"):
        if line:
            head, _, name = line.partition(b"\t")
            mode, _, number, size = head.decode("ascii").split()
            if not size.isdigit() and mode != SUBMODULE:
                raise BrokenObjectError(say("the object {} is missing", number))
            yield Entry(mode, number, int(size) if size.isdigit() else 0, name)


def _blob(child: Child, entry: Entry) -> Iterator[bytes]:
    """The bytes of the next object. Raises BrokenObjectError unless they are what its number says."""
    head = child.out.readline().split()
    if head[1:] != [b"blob", str(entry.size).encode()]:
        raise BrokenObjectError(say("the object {} is missing", entry.number))
    digest = hashlib.new("sha1" if len(entry.number) == 40 else "sha256", usedforsecurity=False)
    digest.update(b"blob %d\0" % entry.size)
    left = entry.size
    while left:
        piece = child.out.read(min(left, PIECE))
        if not piece:
            raise BrokenObjectError(say("the object {} is cut short", entry.number))
        digest.update(piece)
        left -= len(piece)
        yield piece
    child.out.read(1)
    if digest.hexdigest() != entry.number:
        raise BrokenObjectError(say("the object {} is damaged", entry.number))


def _leads_out(path: Path, target: bytes, root: str) -> bool:
    if target.startswith(b"/"):
        return True  # also into this folder, which is elsewhere tomorrow
    return os.path.commonpath([root, os.path.realpath(path)]) != root


def _plain(target: str) -> Iterator[str]:
    yield from (part for part in target.split("/") if part not in ("", ".", ".."))
