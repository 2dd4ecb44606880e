"""What can be refused about mail, each with its own sentence.

Knows messages and transports by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind


class MailDownError(AcademyError):
    """A way for mail that nothing leaves by at present."""

    def __init__(self, transport: str, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "mail.down",
            f"No mail leaves by “{transport}” now: {reason.rstrip('.')}.",
            "What waits is kept. Check the settings of mail (academy config show), and run it again.",
        )


class UnknownMessageError(AcademyError):
    """A number that no message has."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Kind.MISSING,
            "mail.unknown",
            f"There is no message “{number}”.",
            "See which there are: academy mail list",
        )


class MailNeedsSomebodyError(AcademyError):
    """Messages that nobody gets unless a person looks after them."""

    def __init__(self, dead: int, unsure: int) -> None:
        told = [f"{dead:,} given up"] * bool(dead) + [f"{unsure:,} that may have left"] * bool(
            unsure
        )
        super().__init__(
            Kind.ATTENTION,
            "mail.needs-somebody",
            f"Some mail needs a person: {', '.join(told)}.",
            "See why (academy mail list --state dead), and bring it back: academy mail retry",
        )


class NotSuppressedError(AcademyError):
    """An address that is written to as it is."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.MISSING,
            "mail.not-suppressed",
            f"“{email}” is not on the list of addresses that are not written to.",
            "See who is: academy mail suppress list",
        )
