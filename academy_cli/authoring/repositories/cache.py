"""Where what was fetched of one repository is kept, and how two at once keep out of each other's way.

    address              what it is, for people
    lock                 held while anything here is written
    tips.json            what each branch was when it was asked for last
    bare/                git's own: the newest commit of what was fetched, without history
    trees/NAME/          a commit's folder, written down whole; NAME is the commit and a digest of the folder
    trees/NAME.json      how every file in it looked when it was written

Knows these files; refuses to know git.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from academy_cli.authoring.repositories.address import Address
from academy_cli.kit import flock
from academy_cli.kit.clock import iso
from academy_cli.kit.paths import is_file

PARTIAL = ".partial"
MOST_PACKS = 20
"""Git keeps one for each fetch; so many are slower than fetching anew."""


class Known(NamedTuple):
    """What a branch or tag was at a moment."""

    commit: str
    branch: str | None
    at: datetime


class Shelf:
    """The folder of one repository in the cache."""

    def __init__(self, root: Path, address: Address) -> None:
        self.address = address
        self.folder = root / address.key
        self.bare = self.folder / "bare"
        self._trees, self._tips = self.folder / "trees", self.folder / "tips.json"

    @contextmanager
    def locked(self) -> Iterator[bool]:
        """Keep everybody else from writing here; the block is told whether it had to wait."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._trees.mkdir(exist_ok=True)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _waited(descriptor)
        finally:
            os.close(descriptor)

    # -- trees ------------------------------------------------------------------------------------

    def tree(self, commit: str) -> Path:
        """The folder of a commit, whether it is there or not; its own name is the repository's."""
        return self._box(commit) / self.address.name

    def holds(self, commit: str) -> bool:
        """Whether a commit's folder is there and every file in it as it was written; it counts as used."""
        said = _read(self._seal(commit))
        if said is None or said.get("files") != _digest_of(self._box(commit)):
            return False
        with suppress(OSError):
            os.utime(self._seal(commit))
        return True

    @contextmanager
    def new_tree(self, commit: str) -> Iterator[Path]:
        """A folder to be written, which is the commit's once the block has ended well; else it is gone."""
        box, seal = self._box(commit), self._seal(commit)
        partial = box.with_name(f"{box.name}.{secrets.token_hex(4)}{PARTIAL}")
        try:
            yield partial / self.address.name
            seal.unlink(missing_ok=True)
            remove(box)
            partial.rename(box)
            _write(seal, {"files": _digest_of(box), "address": str(self.address)})
        finally:
            remove(partial)

    def _box(self, commit: str) -> Path:
        about = hashlib.sha256(self.address.path.encode("utf-8", "surrogateescape")).hexdigest()
        return self._trees / f"{commit}-{about[:12]}"

    def _seal(self, commit: str) -> Path:
        box = self._box(commit)
        return box.with_name(f"{box.name}.json")

    # -- git's own --------------------------------------------------------------------------------

    @property
    def is_worn(self) -> bool:
        """Whether git's own has grown by so many fetches that a new one is better."""
        packs = self.bare / "objects" / "pack"
        return sum(1 for _ in packs.glob("*.pack")) > MOST_PACKS

    @contextmanager
    def new_bare(self) -> Iterator[Path]:
        """A folder for git's own, which takes the place of the one that is kept once the block ends well."""
        partial = self.folder / f"bare.{secrets.token_hex(4)}{PARTIAL}"
        try:
            yield partial
            remove(self.bare)
            partial.rename(self.bare)
        finally:
            remove(partial)

    # -- tips -------------------------------------------------------------------------------------

    def known(self) -> Known | None:
        """What the address meant when it was fetched last."""
        try:
            said = (_read(self._tips) or {})[self.address.ref]
            return Known(said["commit"], said["branch"], datetime.fromisoformat(said["at"]))
        except (TypeError, KeyError, ValueError):
            return None

    def remember(self, known: Known) -> None:
        """Note what the address means now."""
        said = {"commit": known.commit, "branch": known.branch, "at": iso(known.at)}
        _write(self._tips, {**(_read(self._tips) or {}), self.address.ref: said})
        (self.folder / "address").write_text(f"{self.address.url}\n", errors="backslashreplace")


def prune(root: Path, before: datetime) -> None:
    """Remove what nobody used since a moment, and what was left half written; what is locked stays."""
    for folder in root.iterdir() if root.is_dir() else ():
        with suppress(OSError), _free(folder) as is_free:
            if is_free:
                _prune(folder, before.timestamp())


def _prune(folder: Path, before: float) -> None:
    trees = folder / "trees"
    seals = list(trees.glob("*.json"))
    old = {seal.stem for seal in seals if seal.stat().st_mtime < before}
    kept = {seal.stem for seal in seals} - old
    for box in (*trees.iterdir(), *folder.glob(f"bare.*{PARTIAL}")):
        if box.is_dir() and box.name not in kept:
            remove(box)
    for name in old:
        (trees / f"{name}.json").unlink(missing_ok=True)
    if not kept and (folder / "tips.json").stat().st_mtime < before:
        remove(folder)


@contextmanager
def _free(folder: Path) -> Iterator[bool]:
    """Lock a repository's folder if nobody has it."""
    if not is_file(folder / "lock"):
        yield False
        return
    descriptor = os.open(folder / "lock", os.O_RDWR)
    try:
        try:
            flock.take(descriptor, wait=False)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def _waited(descriptor: int) -> bool:
    try:
        flock.take(descriptor, wait=False)
    except BlockingIOError:
        flock.take(descriptor, wait=True)
        return True
    except OSError:
        return (
            False  # there are no locks here; what is written is renamed into its place all the same
        )
    return False


def remove(folder: Path) -> None:
    """Remove a folder and all in it, or what has its name, as far as that is possible."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.unlink(missing_ok=True)


def _digest_of(folder: Path) -> str:
    """A digest of the names, sizes and times of all files of a folder: git's way of telling a changed one."""
    found: list[str] = []
    left = [str(folder)]
    while left:
        here = left.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        left.append(entry.path)
                        continue
                    stat = entry.stat(follow_symlinks=False)
                    found.append(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}")
        except OSError:
            return ""
    whole = "\0".join(sorted(found)).encode("utf-8", "surrogateescape")
    return hashlib.sha256(whole).hexdigest()


def _read(file: Path) -> Mapping[str, Any] | None:
    try:
        said = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _write(file: Path, said: Mapping[str, Any]) -> None:
    partial = file.with_name(f"{file.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        partial.write_text(json.dumps(said), encoding="utf-8")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
