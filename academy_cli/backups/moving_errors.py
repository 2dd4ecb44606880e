"""What can keep an academy from being copied to another database, each with its own sentence."""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class SameDatabaseError(AcademyError):
    """A database that would be copied to itself."""

    def __init__(self, source: str, target: str) -> None:
        other = say("itself") if source == target else say("“{}”, which is the same one", target)
        super().__init__(
            Kind.CONFLICT,
            "database.same",
            say("“{}” cannot be copied to {}.", source, other),
            "Name another database: academy db copy --to URL",
        )


class OccupiedError(AcademyError):
    """A place where another academy is, which nobody has said to replace."""

    def __init__(self, url: str, what: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "database.occupied",
            say("There is an academy in “{}” already: {}.", url, what),
            "Name another database, or put the copy in its place: --replace",
        )
