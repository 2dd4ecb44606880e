"""What can be refused when a course of another format is imported, each with its own sentence.

Knows formats by their words; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.interchange.recognising import FAMILIES, Sign
from academy_cli.kit.saying import say


class NoSourceError(AcademyError):
    """A source that is neither a folder nor a cartridge."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.MISSING,
            "import.no-source",
            say("“{}” is neither a folder nor a cartridge (.imscc or .zip).", path),
            "Name the folder that the course's repository was cloned to.",
        )


class UnknownFormatError(AcademyError):
    """A folder that shows no sign of any format."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.INVALID,
            "import.unknown-format",
            say("Nothing in “{}” says which format it is in.", path),
            say("Name it: --from {}", "|".join(FAMILIES)),
        )


class SeveralFormatsError(AcademyError):
    """A folder that shows signs of several formats."""

    def __init__(self, path: Path, signs: Sequence[Sign]) -> None:
        found = ", ".join(f"{sign.family} ({sign.file})" for sign in signs)
        super().__init__(
            Kind.INVALID,
            "import.several-formats",
            say("“{}” may be in several formats: {}.", path, found),
            say("Say which: --from {}", signs[0].family),
        )


class NothingToImportError(AcademyError):
    """A source without a lesson in the format that was named."""

    def __init__(self, path: Path, family: str, why: str = "") -> None:
        said = say("There is no lesson in “{}” as {}", path, family)
        super().__init__(
            Kind.INVALID,
            "import.nothing-found",
            say("{}: {}.", said, why) if why else say("{}.", said),
            "Name the folder with the course, or another format: --from FORMAT",
        )


class UnsafeCartridgeError(AcademyError):
    """A cartridge that is damaged, or larger unpacked than settings allow."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "import.unsafe-cartridge",
            say("“{}” was not unpacked: {}.", path, why),
            "Get the file once more from where it was made; raise limits in academy.yaml if it is sound.",
        )


class InsideSourceError(AcademyError):
    """A folder for the course that lies in the source, or around it."""

    def __init__(self, folder: Path, source: Path) -> None:
        super().__init__(
            Kind.USAGE,
            "import.inside-source",
            say("“{}” and the source “{}” lie in each other. Nothing was written.", folder, source),
            say("Name a folder beside it, like {}", quote(f"{source}-course")),
        )
