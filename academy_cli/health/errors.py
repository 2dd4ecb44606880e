"""What is wrong with an academy or its machine as a whole; the parts were shown before.

Knows how much it is; refuses to know what each thing was.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind


class NoAcademyError(AcademyError):
    """Nothing to look at: there is no database yet."""

    def __init__(self, url: str) -> None:
        super().__init__(
            Kind.MISSING,
            "status.no-academy",
            f"There is no academy at “{url}” yet.",
            "Make one: academy init; or see it all on a course of its own: academy demo",
        )


class NeedsPersonError(AcademyError):
    """Things that somebody has to look at."""

    def __init__(self, count: int, first: str) -> None:
        said = "1 thing needs a person." if count == 1 else f"{count} things need a person."
        super().__init__(Kind.ATTENTION, "status.needs-person", said, f"Begin with: {first}")


class UnsoundError(AcademyError):
    """Checks that failed."""

    def __init__(self, failing: int, warnings: int) -> None:
        told = [
            f"{count} {'check' if count == 1 else 'checks'} {what}"
            for count, what in ((failing, "failed"), (warnings, "warned"))
            if count
        ]
        super().__init__(
            Kind.ATTENTION,
            "doctor.unsound",
            f"{' and '.join(told)}.",
            "Do what is said below each, then: academy doctor",
        )


class UnknownCheckError(AcademyError):
    """A word that names no check."""

    def __init__(self, name: str, known: tuple[str, ...], near: str | None) -> None:
        super().__init__(
            Kind.USAGE,
            "doctor.unknown-check",
            f"There is no check “{name}”.",
            f"Did you mean `{near}`?" if near else f"The checks are {', '.join(known)}.",
        )
