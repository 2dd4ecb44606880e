"""What a mail server's replies mean for a letter (RFC 5321, 4.2; RFC 3463).

Pure: knows codes and at which step they came; refuses to know a connection.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words
from academy_cli.mail.gateway import DownError, LaterError, NeverError, NotSentError, UnsureError

CLOSING = 421
"""The server ends the connection (RFC 5321, 3.8 and 4.2.2)."""
_SIGN_IN_FIRST = 530
"""To any command: authentication is required (RFC 4954, 6)."""
_TOO_LARGE = 552
"""To MAIL: the size it names is more than the server takes (RFC 1870, 6.1)."""
_OF_THE_LETTER = re.compile(r"5\.(3\.4|6\.7)\b")
"""Too large, or an address beyond ASCII that is not wanted (RFC 3463, 3.4; RFC 6531, 3.5)."""


class Step(Enum):
    """What a reply is to."""

    SENDER = "MAIL"
    SENDER_BEYOND_ASCII = "MAIL with SMTPUTF8"
    RECIPIENT = "RCPT"
    BEGIN = "DATA"
    END = "the end of the letter"


_GOES_ON = {
    Step.SENDER: frozenset({250}),
    Step.SENDER_BEYOND_ASCII: frozenset({250}),
    Step.RECIPIENT: frozenset({250, 251, 252}),
    Step.BEGIN: frozenset({354}),
    Step.END: frozenset({250}),
}
"""Codes by which a server goes on; 251 and 252: it will be forwarded, or tried (RFC 5321, 3.4, 3.5.3)."""


class Reply(NamedTuple):
    """A code, and the words beside it."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @classmethod
    def of(cls, said: tuple[int, bytes]) -> Reply:
        """A reply as smtplib gives it."""
        return cls(said[0], words(said[1]))


def is_accepted(said: Reply, step: Step) -> bool:
    """Whether the dialogue goes on."""
    return said.code in _GOES_ON[step]


def meaning(said: Reply, step: Step) -> NotSentError:
    """What a refusal means.

    4yz may be tried again and 5yz not (RFC 5321, 4.2.1), with two exceptions. Who has to sign in first, and a
    sender that is refused, are the same for every letter, unless MAIL says more than usual of this one. 552
    from a recipient is a full mailbox: that it may be tried again (RFC 5321, 4.5.3.1.10) is said of too many
    recipients, and a letter has one. A reply that is none (RFC 5321, 4.3.2) is one that was not heard.
    """
    if not 400 <= said.code < 600:
        strange = say("an answer that is none: {}", str(said))
        return UnsureError(strange) if step is Step.END else LaterError(strange)
    if said.code < 500:
        return LaterError(str(said))
    is_about_us = said.code == _SIGN_IN_FIRST or (
        step is Step.SENDER and said.code != _TOO_LARGE and not _OF_THE_LETTER.match(said.text)
    )
    return DownError(str(said)) if is_about_us else NeverError(str(said))


def words(said: object) -> str:
    """An answer or an error as text."""
    code, error = getattr(said, "smtp_code", None), getattr(said, "smtp_error", None)
    if code is not None:
        return f"{code} {words(error)}"
    if isinstance(said, OSError) and said.strerror:
        return system_words(said)
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
