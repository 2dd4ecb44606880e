"""What can keep a new key from being written."""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class KeyExistsError(AcademyError):
    """A file for a new key that holds something already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "backup.key-exists",
            say("“{}” is there already, and may be the only key to old backups.", name),
            "Give another file: --out FILE",
        )


class KeyFolderError(AcademyError):
    """A place where a new key cannot be written."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.key-file",
            say("“{}” cannot be written: {}.", name, why),
            "Give another file: --out FILE",
        )


class KeyNoSpaceError(AcademyError):
    """A disk that is full where a new key is to be."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "backup.key-no-space",
            say("There is no space left for “{}”. Nothing was written.", name),
            "Free some space, then run the same command again; or give another file: --out FILE",
        )
