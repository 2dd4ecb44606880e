"""Mail by SMTP (RFC 5321), one connection for many letters.

Knows the dialogue about one letter, and when a connection is made anew; refuses to say that a letter was not
taken where that was not heard.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from smtplib import SMTP, SMTPException, SMTPServerDisconnected
from ssl import SSLContext

from academy_cli.kit.saying import say
from academy_cli.mail.gateway import LaterError, NeverError, NotSentError, UnsureError, idle
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.smtp_opening import GoneError, Opening
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
PATIENCE_S = 120.0
"""How long it may take until a letter may come: whoever is answered later has it no longer to send."""
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
        self._opening: Opening | None = None
        """What was begun, and whose letter did not leave yet."""
        self._asked: Letter | None = None
        """The letter that the server waits for."""
        self._sent = 0
        self._begun_at = 0.0

    def announce(self, letter: Letter) -> None:
        """Begin the dialogue about a letter, where a connection is open; ``send`` says what goes wrong."""
        if self._opening is not None:
            self._drop()
        if self._smtp is None or self._sent >= MOST_PER_CONNECTION:
            return
        with suppress(NeverError):
            opening = Opening(self._smtp, letter)
            try:
                opening.begin()
                self._opening = opening
            except GoneError:
                self._drop()

    def ask(self, letter: Letter, meanwhile: Callable[[], object] = idle) -> None:
        """Say who writes and to whom, on a connection made anew where need be, and hear the answers."""
        if self._asked is letter:
            return
        self._begun_at = time.monotonic()
        self._asked_on(letter, meanwhile)
        self._asked = letter

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Hand a letter over and give the server's words for it."""
        self.ask(letter)
        smtp, opening = self._smtp, self._opening
        assert smtp is not None
        assert opening is not None
        self._opening = self._asked = None
        if time.monotonic() - self._begun_at > PATIENCE_S:
            self._drop()
            raise LaterError(say("the server took too long to make ready"))
        try:
            said = self._delivered(smtp, dotted(opening.content), meanwhile)
        except NotSentError:
            raise
        except (
            BaseException
        ):  # in the middle of a letter nothing else can be said (RFC 5321, 4.1.1.4)
            self._drop()
            raise
        self._sent += 1
        return said.text

    def _asked_on(self, letter: Letter, meanwhile: Callable[[], object]) -> None:
        if self._opening is not None and self._opening.letter is not letter:
            self._drop()
        if self._sent >= MOST_PER_CONNECTION:
            self.close()
        is_old = self._smtp is not None
        try:
            self._opened(self._smtp or self._connected(), letter, meanwhile)
        except GoneError as error:
            self._drop()
            if not is_old:
                raise LaterError(error.reason) from error
        except NotSentError:
            raise
        except BaseException:  # nobody knows which answer comes next
            self._drop()
            raise
        else:
            return
        # An idle connection that the server has closed says so only now: nothing of the letter left.
        self._asked_on(letter, meanwhile)

    def _opened(self, smtp: SMTP, letter: Letter, meanwhile: Callable[[], object]) -> None:
        """Begin the dialogue about a letter if that was not done, and hear it to where the letter comes."""
        if self._opening is None:
            opening = Opening(smtp, letter)
            opening.begin()
            self._opening = opening
        opening = self._opening
        try:
            opening.finish(meanwhile)
        except GoneError:
            raise
        except NotSentError:
            self._opening = None
            self._begin_anew(is_in_step=opening.is_in_step)
            raise

    def _connected(self) -> SMTP:
        if self._trusted is None:
            self._trusted = trust(self._server)
        self._smtp = connected(self._server, self._trusted)
        return self._smtp

    def close(self) -> None:
        """Say goodbye, if anybody is there and nothing else was begun."""
        if self._opening is not None:
            self._drop()
        if self._smtp is not None and self._smtp.sock is not None:
            with suppress(SMTPException, OSError):
                self._wait_at_most(min(FAREWELL_S, self._server.timeout_s))
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._opening, self._asked, self._sent = None, None, None, 0

    def _delivered(self, smtp: SMTP, content: bytes, meanwhile: Callable[[], None]) -> Reply:
        """Send a letter's content and hear what becomes of it.

        Where its end could not be sent the server has to throw it away (RFC 5321, 4.1.1.4); where it was
        sent and no answer came, or none that can be understood, it may have been taken (RFC 1047).
        """
        try:
            smtp.send(content)
        except (SMTPServerDisconnected, OSError) as error:
            self._drop()
            raise LaterError(
                say("the connection was lost in the letter: {}", words(error))
            ) from error
        meanwhile()
        try:
            self._wait_at_most(self._server.answer_timeout_s)
            said = Reply.of(smtp.getreply())
            self._wait_at_most(self._server.timeout_s)
        except (SMTPException, OSError) as error:
            self._drop()
            raise UnsureError(
                say("the connection was lost after the letter: {}", words(error))
            ) from error
        if not is_accepted(said, Step.END):
            self._begin_anew(is_in_step=400 <= said.code < 600 and said.code != CLOSING)
            raise meaning(said, Step.END)
        return said

    def _wait_at_most(self, seconds: float) -> None:
        if self._smtp is not None and self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)

    def _begin_anew(self, *, is_in_step: bool) -> None:
        """Be ready for another letter; a connection that has ended, or is out of step, is dropped."""
        try:
            if is_in_step and self._smtp is not None and self._smtp.rset()[0] == 250:
                return
        except (SMTPException, OSError):
            pass
        self._drop()


def dotted(content: bytes) -> bytes:
    """A message as DATA wants it: a dot more where a line begins with one, and one alone at the end.

    Source: RFC 5321, 4.5.2.
    """
    body = content.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return (body if body.endswith(b"\r\n") else body + b"\r\n") + b".\r\n"
