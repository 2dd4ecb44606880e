"""Mail by SMTP (RFC 5321), over TLS from the start or begun with STARTTLS, one connection for many letters.

Knows the dialogue and what its codes mean; refuses to send a password, or mail, where nobody may read along,
and to say that a letter was not taken where that was not heard.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from typing import NamedTuple

from academy_cli.mail.gateway import DownError, LaterError, NeverError, NotSentError, UnsureError
from academy_cli.mail.letter import Letter, mime

MOST_PER_CONNECTION = 100
"""Letters; many servers close a connection after so many (Postfix: smtp_connection_reuse_count_limit)."""
CLOSING = 421
"""The server ends the connection (RFC 5321, 4.2.2)."""


class Security(Enum):
    """How the connection is kept from others' eyes."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over, and as whom; ``NONE`` is for a server on this machine."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    timeout_s: float = 30
    authorities: str | None = None
    """A file of certificates that are trusted beside the system's (PEM)."""

    @property
    def is_here(self) -> bool:
        """Whether it is this machine, so that nobody can read along."""
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"


class _Reply(NamedTuple):
    code: int
    text: str


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
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, letter: Letter) -> str:
        """Hand a letter over and give the server's words for it."""
        if self._smtp is not None and self._sent >= MOST_PER_CONNECTION:
            self.close()
        is_old = self._smtp is not None
        smtp = self._smtp or self._connected()
        try:
            return self._handed(smtp, letter)
        except _GoneError as error:
            self._drop()
            if not is_old:
                raise LaterError(error.reason) from error
        # An idle connection that the server has closed says so only now: nothing of the letter left.
        return self.send(letter)

    def close(self) -> None:
        """Say goodbye, if anybody is there."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._sent = None, 0

    def _handed(self, smtp: smtplib.SMTP, letter: Letter) -> str:
        said = _asked(lambda: smtp.mail(letter.sender.email, _options(smtp, letter)))
        self._require(said, letter, is_about_sender=True)
        self._require(_asked(lambda: smtp.rcpt(letter.recipient.email)), letter)
        content = mime(letter)
        self._require(_asked(lambda: smtp.docmd("DATA")), letter, wanted=354)
        try:
            smtp.send(_dotted(content))
            code, text = smtp.getreply()
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._drop()
            raise UnsureError(f"the connection was lost after the letter: {error}") from error
        self._require(_Reply(code, _words(text)), letter)
        self._sent += 1
        return _words(text)

    def _require(
        self, said: _Reply, letter: Letter, *, wanted: int = 250, is_about_sender: bool = False
    ) -> None:
        """Go on where the server does; else leave the dialogue as a new one can begin."""
        if said.code == wanted or (wanted == 250 and said.code == 251):
            return
        if said.code == CLOSING:
            self._drop()
            raise LaterError(f"{said.code} {said.text}")
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.rset()
        raise _refusal(said, is_about_sender=is_about_sender)

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        try:
            smtp = self._greeted()
        except ssl.SSLCertVerificationError as error:
            reason = (
                f"the certificate of {server.host} is not to be trusted: {error.verify_message}"
            )
            raise DownError(reason) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DownError(f"{server.host}:{server.port}: {_words(error)}") from error
        self._smtp, self._sent = smtp, 0
        return smtp

    def _greeted(self) -> smtplib.SMTP:
        server = self._server
        trusted = ssl.create_default_context(cafile=server.authorities)
        if server.security is Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout_s, context=trusted
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_s)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.security is Security.STARTTLS:
                smtp.starttls(context=trusted)
                smtp.ehlo()
            elif server.security is Security.NONE and not server.is_here:
                raise DownError(f"{server.host} is another machine: mail to it has to be encrypted")
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


class _GoneError(NotSentError):
    """The connection ended before anything of the letter was sent."""


def _asked(ask: Callable[[], tuple[int, bytes]]) -> _Reply:
    try:
        code, text = ask()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise _GoneError(_words(error)) from error
    return _Reply(code, _words(text))


def _options(smtp: smtplib.SMTP, letter: Letter) -> list[str]:
    if letter.recipient.email.isascii() and letter.sender.email.isascii():
        return []
    if not smtp.has_extn("smtputf8"):
        raise NeverError("the server takes no address with letters beyond ASCII (RFC 6531)")
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _refusal(said: _Reply, *, is_about_sender: bool) -> NotSentError:
    """What a code means (RFC 5321, 4.2.1): 4yz may be tried again, 5yz not."""
    reason = f"{said.code} {said.text}"
    if said.code < 500:
        return LaterError(reason)
    is_size = said.code == 552
    return DownError(reason) if is_about_sender and not is_size else NeverError(reason)


def _dotted(content: bytes) -> bytes:
    """A message as DATA wants it: a dot more where a line begins with one, and one alone at the end."""
    body = content.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return (body if body.endswith(b"\r\n") else body + b"\r\n") + b".\r\n"


def _words(said: object) -> str:
    """An answer or an error as one line of text."""
    if isinstance(said, smtplib.SMTPResponseException):
        return f"{said.smtp_code} {_words(said.smtp_error)}"
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())
