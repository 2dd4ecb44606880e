"""What storing an asset can meet, each with its own sentence.

Knows files and folders; refuses to know courses.
"""

from __future__ import annotations

from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import NO_SPACE


class ChangedAssetError(AcademyError):
    """A file is no longer what the plan says it is."""

    def __init__(self, source: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "asset.changed",
            f"“{source}” changed after the plan was made.",
            "Make the plan again: academy course plan",
        )


class UnreadableAssetError(AcademyError):
    """A file that cannot be read."""

    def __init__(self, source: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "asset.unreadable",
            f"“{source}” cannot be read: {why}.",
            "Check that the file is there and readable, then make the plan again.",
        )


class StorageFullError(AcademyError):
    """No space is left for assets."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "storage.full",
            f"There is no space left in the storage folder “{folder}”.",
            "Free some space, then run the same command again; what is stored already is kept.",
        )


class StorageRefusedError(AcademyError):
    """The storage folder cannot be written."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "storage.read-only",
            f"The storage folder “{folder}” cannot be written: {why}.",
            "Check who may write it, or name another in storage.folder; see: academy config show",
        )


def refusal(error: OSError, folder: Path) -> AcademyError:
    """The sentence for a storage folder that will not take a file."""
    if error.errno in NO_SPACE:
        return StorageFullError(folder)
    return StorageRefusedError(folder, error.strerror or "not permitted")
