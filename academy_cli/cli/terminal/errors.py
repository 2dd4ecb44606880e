"""What can go wrong in a conversation.

Knows the sentences; refuses to know what the question was about.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class ConfirmationNeededError(AcademyError):
    """A question nobody is there to answer."""

    def __init__(self, question: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "confirmation.needed",
            say("There is no terminal to ask: {}", question),
            "Run it again with --yes, or with --dry-run to see what it would do.",
        )


class DeclinedError(AcademyError):
    """A question answered with no."""

    def __init__(self) -> None:
        super().__init__(Kind.REFUSED, "confirmation.declined", "Nothing was changed.")


class MissingValueError(AcademyError):
    """A value that was not given, and was not asked for or not answered."""

    def __init__(self, name: str, *, is_asked: bool = False) -> None:
        hint = "Give it on the command line; it is asked for only on a terminal."
        super().__init__(
            Kind.USAGE,
            "value.missing",
            say("{} is missing.", name),
            "The question was left without an answer; nothing was changed." if is_asked else hint,
        )


class UnequalSecretsError(AcademyError):
    """Two texts, typed unseen, that should have been the same."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "value.unequal",
            "What was typed the second time is something else.",
            "Run the same command again.",
        )
