"""A new course folder, filled whole or not at all.

Knows how files get into a folder safely; refuses to know what is in them.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from academy_cli.authoring.errors import FolderNotEmptyError, FolderUnwritableError, NoSpaceError
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.errors import AcademyError
from academy_cli.kit.flock import folder_locked
from academy_cli.kit.paths import NO_SPACE, is_taken, is_there
from academy_cli.kit.systemwords import system_words

TOLERATED = frozenset({".git", ".DS_Store"})
"""What a folder may hold and still be called empty: a repository that was just made."""
_STAGING = ".academy-new-"


@contextmanager
def filled(folder: Path) -> Iterator[Path]:
    """Give a place beside what will be in the folder; what the block writes there is then moved in.

    Everything is undone on failure. Raises FolderUnwritableError and NoSpaceError.
    """
    with _folder_made(folder), _staging(folder) as staging:
        yield staging
        _move_in(staging, folder)


def insist_on_empty(folder: Path) -> None:
    """Refuse a folder that holds something. Raises FolderNotEmptyError and FolderUnwritableError."""
    if is_taken(folder):
        try:
            found = sorted(
                entry.name for entry in folder.iterdir() if not _is_tolerated(entry.name)
            )
        except OSError as error:
            raise refusal(error, folder) from error
        if found:
            raise FolderNotEmptyError(folder, found[0])


def _is_tolerated(name: str) -> bool:
    return name in TOLERATED or name.startswith(_STAGING)  # a crash may have left the latter


def _move_in(staging: Path, folder: Path) -> None:
    """Move everything, course.yaml last: a folder without it is no course yet."""
    moved: list[Path] = []
    try:
        for entry in sorted(staging.iterdir(), key=lambda path: (path.name == COURSE_FILE, path)):
            target = folder / entry.name
            entry.rename(target)
            moved.append(target)
    except BaseException:
        for target in moved:
            target.rename(staging / target.name)
        raise


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    _remove_abandoned(folder)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        with folder_locked(staging):
            yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove_abandoned(folder: Path) -> None:
    """Remove what a crash left; whoever is at work holds a lock."""
    for left in folder.glob(f"{_STAGING}*"):
        with folder_locked(left) as is_abandoned:
            if is_abandoned:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _folder_made(folder: Path) -> Iterator[None]:
    """Make a folder and those above it, and take back on failure those that were not there before."""
    made = [path for path in (folder, *folder.absolute().parents) if not is_there(path)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException as error:
        for path in made:
            with suppress(OSError):
                path.rmdir()
        if isinstance(error, OSError):
            raise refusal(error, folder) from error
        raise


def refusal(error: OSError, folder: Path) -> AcademyError:
    """The sentence for a folder that cannot be written or listed."""
    if error.errno in NO_SPACE:
        return NoSpaceError(folder)
    reason = system_words(error)
    return FolderUnwritableError(folder, reason)
