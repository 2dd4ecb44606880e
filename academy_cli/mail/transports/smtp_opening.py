"""What is said to a mail server before a letter: who writes, to whom, and that it comes.

Said at once where the server takes that (RFC 2920), which saves two of four ways there and back. Knows MAIL,
RCPT and DATA (RFC 5321, 4.1.1); refuses to send anything of the letter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from smtplib import SMTP, SMTPException

from academy_cli.kit.saying import say
from academy_cli.mail.gateway import NeverError, NotSentError, idle
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.smtp_replies import (
    CLOSING,
    Reply,
    Step,
    is_accepted,
    meaning,
    words,
)


class GoneError(NotSentError):
    """The connection ended before anything of the letter was sent."""


class Opening:
    """The beginning of one letter's dialogue, on one connection. Raises NeverError for what it cannot carry.

    ``is_in_step`` says whether the connection can be used after a refusal: not where the server waits for a
    letter all the same.
    """

    def __init__(self, smtp: SMTP, letter: Letter) -> None:
        self._smtp, self.letter, self.content = smtp, letter, letter.message
        self.is_in_step = True
        self._unsaid = deque(_commands(smtp, letter, len(self.content)))
        self._unheard = deque[Step]()

    def begin(self) -> None:
        """Say the first, or all where that is taken; waits for nothing. Raises GoneError."""
        many = len(self._unsaid) if self._smtp.has_extn("pipelining") else 1
        some = [self._unsaid.popleft() for _ in range(many)]
        try:
            self._smtp.send("".join(f"{said}\r\n" for said, _ in some).encode())
        except (SMTPException, OSError) as error:
            raise GoneError(words(error)) from error
        self._unheard.extend(step for _, step in some)

    def finish(self, meanwhile: Callable[[], object] = idle) -> None:
        """Say the rest, and hear that the letter may come. Raises what a refusal means, and GoneError.

        ``meanwhile`` is called once where the longest answer is waited for: that about the recipient.
        """
        refusal: NotSentError | None = None
        while self._unsaid or self._unheard:
            if not self._unheard:
                self.begin()
            step = self._unheard.popleft()
            if step is Step.RECIPIENT and refusal is None:
                meanwhile()
            try:
                said = Reply.of(self._smtp.getreply())
            except (SMTPException, OSError) as error:
                self.is_in_step = False
                raise refusal or GoneError(words(error)) from error
            if is_accepted(said, step):
                self.is_in_step = self.is_in_step and not (refusal and step is Step.BEGIN)
                continue
            self.is_in_step = self.is_in_step and 400 <= said.code < 600 and said.code != CLOSING
            refusal = refusal or _refusal(said, step)
            self._unsaid.clear()
        if refusal is not None:
            raise refusal


def _refusal(said: Reply, step: Step) -> NotSentError:
    """What it means; a connection that the server ends as the first thing it says is one that is gone."""
    if said.code == CLOSING and step in (Step.SENDER, Step.SENDER_BEYOND_ASCII):
        return GoneError(str(said))
    return meaning(said, step)


def _commands(smtp: SMTP, letter: Letter, size: int) -> list[tuple[str, Step]]:
    """What is said, and what each answer is to: the letter's size among it (RFC 1870)."""
    sender, recipient = letter.sender.travelling, letter.recipient.travelling
    options = f" SIZE={size}" if smtp.has_extn("size") else ""
    step = Step.SENDER
    if not (sender + recipient).isascii():
        if not smtp.has_extn("smtputf8"):
            raise NeverError(
                say("the server takes no address with letters beyond ASCII before the @")
            )
        options, step = f"{options} SMTPUTF8 BODY=8BITMIME", Step.SENDER_BEYOND_ASCII  # RFC 6531
    return [
        (f"MAIL FROM:<{sender}>{options}", step),
        (f"RCPT TO:<{recipient}>", Step.RECIPIENT),
        ("DATA", Step.BEGIN),
    ]
