"""What is wrong with an academy or its machine as a whole; the parts were shown before.

Knows how much it is; refuses to know what each thing was.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_so_many


class NoAcademyError(AcademyError):
    """Nothing to look at: there is no database yet."""

    def __init__(self, url: str) -> None:
        super().__init__(
            Kind.MISSING,
            "status.no-academy",
            say("There is no academy at “{}” yet.", url),
            "Make one: academy init; or see it all on a course of its own: academy demo",
        )


class NeedsPersonError(AcademyError):
    """Things that somebody has to look at."""

    def __init__(self, count: int, first: str) -> None:
        said = say_so_many("{} thing needs a person.", "{} things need a person.", count)
        super().__init__(Kind.ATTENTION, "status.needs-person", said, say("Begin with: {}", first))


class UnsoundError(AcademyError):
    """Checks that failed."""

    def __init__(self, failing: int, warnings: int) -> None:
        failed = say_so_many("{} check failed", "{} checks failed", failing)
        warned = say_so_many("{} check warned", "{} checks warned", warnings)
        said = say("{} and {}.", failed, warned)
        if not failing or not warnings:
            said = say("{}.", failed if failing else warned)
        super().__init__(
            Kind.ATTENTION,
            "doctor.unsound",
            said,
            "Do what is said below each, then: academy doctor",
        )


class UnknownCheckError(AcademyError):
    """A word that names no check."""

    def __init__(self, name: str, known: tuple[str, ...], near: str | None) -> None:
        super().__init__(
            Kind.USAGE,
            "doctor.unknown-check",
            say("There is no check “{}”.", name),
            say("Did you mean `{}`?", near)
            if near
            else say("The checks are {}.", ", ".join(known)),
        )
