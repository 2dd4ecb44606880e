"""What storing an asset can meet, each with its own sentence.

Knows files and folders; refuses to know courses.
"""

from __future__ import annotations

from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import NO_SPACE
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words


class ChangedAssetError(AcademyError):
    """A file is no longer what the plan says it is."""

    def __init__(self, source: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "asset.changed",
            say("“{}” changed after the plan was made.", source),
            "Make the plan again: academy course plan",
        )


class UnreadableAssetError(AcademyError):
    """A file that cannot be read."""

    def __init__(self, source: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "asset.unreadable",
            say("“{}” cannot be read: {}.", source, why),
            "Check that the file is there and readable, then make the plan again.",
        )


class StorageFullError(AcademyError):
    """No space is left for assets."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "storage.full",
            say("There is no space left in the storage folder “{}”.", folder),
            "Free some space, then run the same command again; what is stored already is kept.",
        )


class StorageRefusedError(AcademyError):
    """The storage folder cannot be written."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "storage.read-only",
            say("The storage folder “{}” cannot be written: {}.", folder, why),
            "Check who may write it, or name another in storage.folder; see: academy config show",
        )


def refusal(error: OSError, folder: Path) -> AcademyError:
    """The sentence for a storage folder that will not take a file."""
    if error.errno in NO_SPACE:
        return StorageFullError(folder)
    return StorageRefusedError(folder, system_words(error))


class AlreadyStoredError(AcademyError):
    """Something has this key, and what is stored is never replaced."""

    def __init__(self, store: str, key: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "storage.exists",
            say("“{}” is in “{}” already.", key, store),
            "What is stored under a new key never replaces anything; nothing was changed.",
        )


class MissingObjectError(AcademyError):
    """Nothing has this key, or there is no such bucket."""

    def __init__(self, store: str, key: str) -> None:
        super().__init__(
            Kind.MISSING,
            "storage.missing",
            say("There is no “{}” in “{}”.", key, store),
            "See what is missing: academy storage check",
        )


class NoBucketError(AcademyError):
    """A bucket or container that is not there."""

    def __init__(self, store: str) -> None:
        super().__init__(
            Kind.MISSING,
            "storage.no-bucket",
            say("There is no bucket or container at “{}”.", store),
            "Make it at your provider, or name another in storage.url; see: academy config show",
        )


class StoreUnavailableError(AcademyError):
    """A store that does not answer, answers with an error of its own, or breaks off."""

    def __init__(self, store: str, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "storage.unavailable",
            say("“{}” cannot be reached now: {}.", store, why),
            "Run the same command again later; what is stored already is kept.",
        )


class StoreDeniedError(AcademyError):
    """A store that refuses whoever asks, or what they ask for."""

    def __init__(self, store: str, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "storage.denied",
            say("“{}” refused: {}.", store, why),
            "Check the keys, the region and what they may do; see: academy config show",
        )


class BadStoreAddressError(AcademyError):
    """An address that names no place to store anything in."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "storage.bad-address",
            say("“{}” is no address of a store: {}.", address, why),
            "Write a folder, or s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or az://CONTAINER/PREFIX.",
        )


class BadKeyError(AcademyError):
    """A key that no store has: empty, absolute, with dots, or one that a file system cannot hold."""

    def __init__(self, key: str) -> None:
        super().__init__(
            Kind.INVALID,
            "storage.bad-key",
            say("“{}” cannot be the key of anything stored.", key),
            "Keys are names parted by single slashes, without “.” and “..”.",
        )
