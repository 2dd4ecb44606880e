"""Mail by SMTP (RFC 5321), one connection for many letters.

Knows the dialogue about one letter, and when a connection is made anew; refuses to say that a letter was not
taken where that was not heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from smtplib import SMTP, SMTPException, SMTPServerDisconnected
from ssl import SSLContext

from academy_cli.mail.gateway import LaterError, NeverError, NotSentError, UnsureError
from academy_cli.mail.letter import Letter, mime
from academy_cli.mail.transports.smtp_replies import (
    CLOSING,
    Reply,
    Step,
    is_accepted,
    meaning,
    words,
)
from academy_cli.mail.transports.smtp_server import Security, SmtpServer, connected, trust

__all__ = ["Security", "SmtpSender", "SmtpServer", "SmtpTransport"]

MOST_PER_CONNECTION = 100
"""Letters; fewer than any usual server takes (Exim: smtp_accept_max_per_connection, 1000)."""
FAREWELL_S = 5.0
"""How long a server may take to say goodbye; all letters have been answered then (RFC 5321, 4.1.1.10)."""


class SmtpTransport:
    """Hands letters to one server."""

    name = "smtp"

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    @contextmanager
    def opened(self) -> Iterator[SmtpSender]:
        """A connection that is made with the first letter."""
        sender = SmtpSender(self._server)
        try:
            yield sender
        finally:
            sender.close()


class SmtpSender:
    """A connection, made anew where the server ended it."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._trusted: SSLContext | None = None
        self._smtp: SMTP | None = None
        self._sent = 0

    def send(self, letter: Letter) -> str:
        """Hand a letter over and give the server's words for it."""
        if self._sent >= MOST_PER_CONNECTION:
            self.close()
        is_old = self._smtp is not None
        smtp = self._smtp or self._connected()
        try:
            return self._handed(smtp, letter)
        except _GoneError as error:
            self._drop()
            if not is_old:
                raise LaterError(error.reason) from error
        except NotSentError:
            raise
        except (
            BaseException
        ):  # in the middle of a letter nothing else can be said (RFC 5321, 4.1.1.4)
            self._drop()
            raise
        # An idle connection that the server has closed says so only now: nothing of the letter left.
        return self.send(letter)

    def _connected(self) -> SMTP:
        if self._trusted is None:
            self._trusted = trust(self._server)
        self._smtp = connected(self._server, self._trusted)
        return self._smtp

    def close(self) -> None:
        """Say goodbye, if anybody is there."""
        if self._smtp is not None and self._smtp.sock is not None:
            with suppress(SMTPException, OSError):
                self._wait_at_most(min(FAREWELL_S, self._server.timeout_s))
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._sent = None, 0

    def _handed(self, smtp: SMTP, letter: Letter) -> str:
        sender, recipient = letter.sender.travelling, letter.recipient.travelling
        content = mime(letter)
        is_usual = (sender + recipient).isascii()
        options = _options(smtp, len(content), is_usual=is_usual)
        step = Step.SENDER if is_usual else Step.SENDER_BEYOND_ASCII
        self._ask(lambda: smtp.mail(sender, options), step)
        self._ask(lambda: smtp.rcpt(recipient), Step.RECIPIENT)
        self._ask(lambda: smtp.docmd("DATA"), Step.BEGIN)
        said = self._delivered(smtp, dotted(content))
        self._sent += 1
        return said.text

    def _ask(self, ask: Callable[[], tuple[int, bytes]], step: Step) -> None:
        """Go on where the server does; else leave the dialogue so that a new one can begin."""
        try:
            said = Reply.of(ask())
        except (SMTPException, OSError) as error:
            raise _GoneError(words(error)) from error
        if not is_accepted(said, step):
            if said.code == CLOSING and step in (Step.SENDER, Step.SENDER_BEYOND_ASCII):
                raise _GoneError(str(said))
            self._begin_anew(said)
            raise meaning(said, step)

    def _delivered(self, smtp: SMTP, content: bytes) -> Reply:
        """Send a letter's content and hear what becomes of it.

        Where its end could not be sent the server has to throw it away (RFC 5321, 4.1.1.4); where it was
        sent and no answer came, or none that can be understood, it may have been taken (RFC 1047).
        """
        try:
            smtp.send(content)
        except (SMTPServerDisconnected, OSError) as error:
            self._drop()
            raise LaterError(f"the connection was lost in the letter: {words(error)}") from error
        try:
            self._wait_at_most(self._server.answer_timeout_s)
            said = Reply.of(smtp.getreply())
            self._wait_at_most(self._server.timeout_s)
        except (SMTPException, OSError) as error:
            self._drop()
            raise UnsureError(
                f"the connection was lost after the letter: {words(error)}"
            ) from error
        if not is_accepted(said, Step.END):
            self._begin_anew(said)
            raise meaning(said, Step.END)
        return said

    def _wait_at_most(self, seconds: float) -> None:
        if self._smtp is not None and self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)

    def _begin_anew(self, said: Reply) -> None:
        """Be ready for another letter; a connection that has ended, or is out of step, is dropped."""
        is_usable = 400 <= said.code < 600 and said.code != CLOSING and self._smtp is not None
        try:
            if is_usable and self._smtp is not None and self._smtp.rset()[0] == 250:
                return
        except (SMTPException, OSError):
            pass
        self._drop()


class _GoneError(NotSentError):
    """The connection ended before anything of the letter was sent."""


def dotted(content: bytes) -> bytes:
    """A message as DATA wants it: a dot more where a line begins with one, and one alone at the end.

    Source: RFC 5321, 4.5.2.
    """
    body = content.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return (body if body.endswith(b"\r\n") else body + b"\r\n") + b".\r\n"


def _options(smtp: SMTP, size: int, *, is_usual: bool) -> list[str]:
    """What MAIL says of a letter: its size (RFC 1870), and that an address is not ASCII (RFC 6531)."""
    options = [f"SIZE={size}"] if smtp.has_extn("size") else []
    if is_usual:
        return options
    if not smtp.has_extn("smtputf8"):
        raise NeverError("the server takes no address with letters beyond ASCII before the @")
    return [*options, "SMTPUTF8", "BODY=8BITMIME"]
