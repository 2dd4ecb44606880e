"""What can be refused about mail, each with its own sentence.

Knows messages and transports by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined, say_so_many, unstopped


class MailDownError(AcademyError):
    """A way for mail that nothing leaves by at present."""

    def __init__(self, transport: str, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "mail.down",
            say("No mail leaves by “{}” now: {}.", transport, unstopped(reason)),
            "What waits is kept. Check the settings of mail (academy config show), and run it again.",
        )


class AlarmDownError(AcademyError):
    """A notice for operators that left by no way; nothing keeps it."""

    def __init__(self, transport: str, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "mail.alarm-down",
            say(
                "Operators were not told: “{}” does not work now: {}.",
                transport,
                unstopped(reason),
            ),
            "Nothing waits to be sent later. Check mail.webhook_url and mail: academy config show",
        )


class NobodyReachedError(AcademyError):
    """A notice for operators that stayed on this machine."""

    def __init__(self, transports: Sequence[str]) -> None:
        ways = say_joined(" and ", (say("“{}”", one) for one in transports))
        super().__init__(
            Kind.ATTENTION,
            "mail.nobody-reached",
            say("Nobody was told: {} leaves the notice on this machine.", ways),
            "Set mail.webhook_url, or mail.transport to smtp or sendgrid, and try it again.",
        )


class UnknownMessageError(AcademyError):
    """A number that no message has."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Kind.MISSING,
            "mail.unknown",
            say("There is no message “{}”.", number),
            "See which there are: academy mail list",
        )


class NotStuckError(AcademyError):
    """A message that nobody has to bring back, or that nobody can."""

    def __init__(self, number: int, state: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "mail.not-stuck",
            say("Message “{}” is {}: only what is dead or unsure is tried again.", number, state),
            say("See what became of it: academy mail show {}", number),
        )


class NotTakenError(AcademyError):
    """A letter of trial that the other side did not take, or may not have."""

    def __init__(self, transport: str, recipient: str, reason: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "mail.not-taken",
            say(
                "“{}” did not take the letter to “{}”: {}.",
                transport,
                recipient,
                unstopped(reason),
            ),
            "Check mail.sender and the address, or try another one: academy mail send --test EMAIL",
        )


class NobodyToldError(AcademyError):
    """Something that operators have to know, and no way to tell them."""

    def __init__(self, about: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "mail.nobody-told",
            say("Nobody can be told that {}.", about),
            "Set mail.webhook_url, or say who is written to: --mail-to EMAIL",
        )


class EmptiedError(AcademyError):
    """A message that has left, so that nobody but its recipient has what it said."""

    def __init__(self, number: int, template: str, recipient: str) -> None:
        whose = f" --for {recipient}" if "@" in recipient else ""
        super().__init__(
            Kind.MISSING,
            "mail.emptied",
            say("Message “{}” has left, and what it was filled with was emptied.", number),
            say("See its words with samples: academy mail preview {}{}", template, whose),
        )


class MailNeedsSomebodyError(AcademyError):
    """Messages that nobody gets unless a person looks after them."""

    def __init__(self, dead: int, unsure: int) -> None:
        told = [say("{:,} given up", dead)] * bool(dead) + [
            say("{:,} that may have left", unsure)
        ] * bool(unsure)
        super().__init__(
            Kind.ATTENTION,
            "mail.needs-somebody",
            say("Some mail needs a person: {}.", say_joined(", ", told)),
            say(
                "See why (academy mail list --state {}), and bring it back: academy mail retry",
                "dead" if dead else "unsure",
            ),
        )


class NotSuppressedError(AcademyError):
    """An address that is written to as it is."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.MISSING,
            "mail.not-suppressed",
            say("“{}” is not on the list of addresses that are not written to.", email),
            "See who is: academy mail suppress list",
        )


class NoBrowserError(AcademyError):
    """No browser that draws a picture."""

    def __init__(self, reason: str, browsers: Sequence[str]) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "mail.no-browser",
            say("No browser drew the picture ({}): {}.", ", ".join(browsers), reason),
            "Install Chromium, or look at it with --html FILE.",
        )


class TemplateFindingsError(AcademyError):
    """Templates of the academy's own that could not be sent as they are."""

    def __init__(self, findings: int) -> None:
        super().__init__(
            Kind.INVALID,
            "mail.templates-wrong",
            say_so_many(
                "Your templates have {:,} finding.", "Your templates have {:,} findings.", findings
            ),
            "Mend the files that are named above, then look again: academy mail preview --check",
        )
