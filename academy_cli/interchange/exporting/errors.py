"""What can be refused when a course is exported to another format, each with its own sentence.

Knows formats by their words; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say


class FaultyCourseError(AcademyError):
    """A course with errors: whoever got the package could not sync it."""

    def __init__(self, course: str, errors: int, hint: str) -> None:
        super().__init__(
            Kind.INVALID,
            "export.faulty-course",
            say("The course “{}” has {}. Nothing was written.", course, amount(errors, "error")),
            hint,
        )


class NotTranslatedError(AcademyError):
    """A language that a course is not in."""

    def __init__(self, course: str, language: str, languages: Sequence[str]) -> None:
        super().__init__(
            Kind.MISSING,
            "export.not-translated",
            say("The course “{}” is not in “{}”.", course, language),
            say("It is in {}.", ", ".join(languages)),
        )


class PackageTakenError(AcademyError):
    """A file, or a folder with something in it, that a package would take the place of."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "export.exists",
            say("“{}” is there already.", path),
            "Name another file with --out, or put the new one in its place: --replace",
        )


class PackageIsFolderError(AcademyError):
    """A folder where a package should go, which nothing takes the place of."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "export.exists",
            say("“{}” is a folder. Nothing was written.", path),
            say("Name a file in it: --out {}", quote(str(path / name))),
        )


class PackageUnwritableError(AcademyError):
    """A file that cannot be written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "export.unwritable",
            say("“{}” cannot be written: {}.", path, why),
            "Name another file: --out FILE",
        )


class PackageInsideError(AcademyError):
    """A package within the course that is exported: the next sync would look at it."""

    def __init__(self, path: Path, folder: Path) -> None:
        super().__init__(
            Kind.REFUSED,
            "export.inside-course",
            say("“{}” is within the course “{}”. Nothing was written.", path, folder),
            say("Name a file beside the course: --out {}", quote(str(Path("..") / path.name))),
        )
