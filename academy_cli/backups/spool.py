"""Where archives are written that go elsewhere, and read aside: a folder that nobody else can look into.

Knows what a dead process left there, which is removed first; refuses a folder that somebody else could have
put in its place.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from academy_cli.backups.errors import TargetError, UnwritableError
from academy_cli.backups.targets import PARTIAL, FolderTarget, is_abandoned
from academy_cli.kit import flock
from academy_cli.kit.ownership import exposure
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

WORK = "work-"


def place(name: str) -> Path:
    """A new file for an archive, which its owner alone can read. Raises UnwritableError."""
    folder = _own()
    try:
        return FolderTarget(folder).place(name)
    except TargetError as error:
        raise UnwritableError(str(folder), error.why) from error


@contextmanager
def working() -> Iterator[Path]:
    """A new folder for a block, after which it is gone; whoever dies meanwhile leaves it to ``tidy``.

    Raises UnwritableError.
    """
    folder = _own()
    with telling(folder), folder_held(folder):  # nobody tidies before it is held
        made = Path(tempfile.mkdtemp(prefix=WORK, dir=folder))
        held = os.open(made, os.O_RDONLY)
        with suppress(OSError):  # a file system without locks
            flock.take(held, wait=False)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(held)


def tidy() -> None:
    """Remove what dead processes left; nothing is said where that is not possible."""
    folder = _folder()
    with suppress(OSError, UnwritableError):
        _require_own(folder)
        with folder_held(folder):
            for left in folder.glob(f"{WORK}*"):
                with flock.folder_locked(left) as is_nobodys:
                    if is_nobodys:
                        shutil.rmtree(left, ignore_errors=True)
            for left in folder.glob(f".*{PARTIAL}"):
                if is_abandoned(left.name) and f".{os.getpid()}." not in left.name:
                    left.unlink(missing_ok=True)


@contextmanager
def folder_held(folder: Path) -> Iterator[None]:
    """Let nobody else begin or remove anything in a folder, where there are locks."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            flock.take(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"academy-backups-{os.getuid()}"


def _own() -> Path:
    folder = _folder()
    with telling(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        _require_own(folder)
    return folder


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Say why a folder does not take what the block writes. Raises UnwritableError."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(str(folder), system_words(error)) from error


@contextmanager
def placed(name: str) -> Iterator[Path]:
    """The same for a block, after which it is gone."""
    path = place(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _require_own(folder: Path) -> None:
    """Temporary folders are everybody's: whoever made this one could change what is in it."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise UnwritableError(str(folder), say("it is no folder"))
    if reached := exposure(folder, found, "700"):
        raise UnwritableError(str(folder), say("it {}", reached.why))
