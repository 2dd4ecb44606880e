"""Copying every asset from one store to another, so that it can be gone on with and never loses anything.

Knows that an asset's name is its digest; refuses to delete, and to replace what is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say
from academy_cli.storage.errors import AlreadyStoredError, ChangedAssetError
from academy_cli.storage.service import AssetStore, StoredFile, key_of
from academy_cli.storage.stores.store import Progress


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying came to: of so many files, how many were copied, were there, or are damaged."""

    source: str
    target: str
    files: int
    copied: int
    present: int
    damaged: int
    bytes: int
    """Of those that were copied, or would be."""
    is_dry_run: bool


class DamagedCopiesError(AcademyError):
    """Some files are not what their names say, here or there, and were left as they are."""

    def __init__(self, copied: Copied) -> None:
        super().__init__(
            Kind.PARTIAL,
            "storage.copy-damaged",
            say(
                "{} of “{}” could not be copied: damaged, here or there.",
                amount(copied.damaged, "file"),
                copied.source,
            ),
            "See which, and what they belong to: academy storage check --digests",
        )


class SameStoreError(AcademyError):
    """A store that would be copied onto itself."""

    def __init__(self, store: str) -> None:
        super().__init__(
            Kind.USAGE,
            "storage.same",
            say("“{}” cannot be copied to itself.", store),
            "Name another store: academy storage copy --to URL",
        )


def copy_assets(
    source: AssetStore,
    target: AssetStore,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Copied:
    """Copy what is not there, one file after the other; ``progress`` is told how many were looked at.

    Raises SameStoreError, and what the stores raise.
    """
    if source.store.url == target.store.url:
        raise SameStoreError(source.store.url)
    there = {one.sha256: one.size for one in target.files()}
    copied = present = damaged = size = number = 0
    for number, one in enumerate(source.files(), 1):
        if one.sha256 in there:
            is_same = there[one.sha256] == one.size
            present, damaged = present + is_same, damaged + (not is_same)
        elif dry_run or _copy(source, target, one):
            copied, size = copied + 1, size + one.size
        else:
            damaged += 1
        if progress is not None:
            progress(number)
    counts = (number, copied, present, damaged, size)
    return Copied(source.store.url, target.store.url, *counts, is_dry_run=dry_run)


def _copy(source: AssetStore, target: AssetStore, one: StoredFile) -> bool:
    """Copy a file, proving it by its digest; whether it is what its name says."""
    with _on_disk(source, one.sha256) as path:
        try:
            target.store.put_new(key_of(one.sha256), path, sha256=one.sha256)
        except ChangedAssetError:
            return False
        except AlreadyStoredError:
            return target.has(one.sha256, one.size)
    return True


@contextmanager
def _on_disk(source: AssetStore, sha256: str) -> Iterator[Path]:
    """A file with what is stored: where it is, or fetched for the block."""
    path = source.path(sha256)
    if path is not None:
        yield path
        return
    with TemporaryDirectory(prefix="academy-copy-") as folder:
        fetched = Path(folder) / sha256
        with fetched.open("wb") as out:
            source.copy_out(sha256, out)
        yield fetched
