"""What can be wrong with a folder that is published to, each with its own sentence."""

from __future__ import annotations

from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class FolderTakenError(AcademyError):
    """A folder in which something else is."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "publish.taken",
            say("“{}” holds other files, and was not published to before.", path),
            "Name a new folder, or an empty one.",
        )


class UnwritableFolderError(AcademyError):
    """A folder that cannot be written to."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED, "publish.unwritable", say("“{}” cannot be written: {}.", path, why)
        )
