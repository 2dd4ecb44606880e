"""A mail server: where it is, how it is known to be the right one, and being let in.

Knows TLS (RFC 8314), STARTTLS (RFC 3207) and AUTH (RFC 4954); refuses to send a password, or mail, where
somebody may read along, and to say a password again.
"""

from __future__ import annotations

import base64
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from ipaddress import ip_address
from smtplib import SMTP, SMTP_SSL, SMTPException

from academy_cli.kit.saying import say
from academy_cli.mail.gateway import DownError
from academy_cli.mail.transports.smtp_replies import words


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
    password: str = field(default="", repr=False)
    timeout_s: float = 30
    authorities: str | None = None
    """A file of certificates that are trusted beside the system's (PEM)."""
    answer_timeout_s: float = 150
    """For the answer to a whole letter: who gives up early may have it delivered twice, and RFC 5321,
    4.5.3.2.6, asks for ten minutes; but a sender has a message for five.
    """

    @property
    def is_here(self) -> bool:
        """Whether it is this machine, so that nobody can read along."""
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"


def trust(server: SmtpServer) -> ssl.SSLContext | None:
    """Whose word is taken for who a server is; costs 50 ms. None where nothing is encrypted.

    Raises DownError.
    """
    if server.security is Security.NONE:
        if not server.is_here:
            raise DownError(
                say("{} is another machine: mail to it has to be encrypted", server.host)
            )
        return None
    trusted = ssl.create_default_context()
    if server.authorities is not None:
        try:
            trusted.load_verify_locations(server.authorities)
        except (OSError, ValueError) as error:
            reason = words(error) if not isinstance(error, ssl.SSLError) else say("no certificate")
            raise DownError(say("{}: {}", server.authorities, reason)) from error
    return trusted


def connected(server: SmtpServer, trusted: ssl.SSLContext | None) -> SMTP:
    """A server that has greeted us, is who it says, and has let us in. Raises DownError.

    Until then nothing was said of any letter, so whatever goes wrong concerns all of them (RFC 5321, 3.1).
    """
    try:
        smtp = _greeted(server, trusted)
    except ssl.SSLCertVerificationError as error:
        reason = say(
            "the certificate of {} is not to be trusted: {}", server.host, error.verify_message
        )
        raise DownError(reason) from error
    except (SMTPException, OSError, ValueError) as error:
        raise DownError(say("{}:{}: {}", server.host, server.port, words(error))) from error
    try:
        _sign_in(smtp, server)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _greeted(server: SmtpServer, trusted: ssl.SSLContext | None) -> SMTP:
    place, timeout_s = (server.host, server.port), server.timeout_s
    if server.security is Security.TLS:
        smtp: SMTP = SMTP_SSL(*place, timeout=timeout_s, context=trusted)
    else:
        smtp = SMTP(*place, timeout=timeout_s)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            smtp.starttls(context=trusted)
            smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _sign_in(smtp: SMTP, server: SmtpServer) -> None:
    """Say who we are. No error has another as its cause here: those of others may hold what was sent."""
    if not server.user:
        return
    try:
        smtp.login(server.user, server.password)
    except ValueError:
        reason = say("user and password have to be in ASCII")
    except (SMTPException, OSError) as error:
        reason = _without_secrets(words(error), server)
    else:
        return
    raise DownError(say("{} does not let “{}” in: {}", server.host, server.user, reason))


def _without_secrets(said: str, server: SmtpServer) -> str:
    """A server's words, unless it repeats what it was told (RFC 4616: PLAIN, and each part by LOGIN)."""
    if not server.password:
        return said
    sent = (server.password, f"\0{server.user}\0{server.password}")
    written = (base64.b64encode(one.encode()).decode("ascii") for one in sent)
    return "…" if any(one in said for one in (server.password, *written)) else said
