"""Mail by SendGrid's API: one request a letter, on a connection that is kept.

Knows ``POST /v3/mail/send``; refuses to send anything twice by itself, because the provider knows no key by
which it would notice.
Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING

from academy_cli.mail.gateway import DownError, LaterError, NotSentError, UnsureError, idle
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.sendgrid_answers import ACCEPTED, Answer, meaning
from academy_cli.mail.transports.sendgrid_request import body

if TYPE_CHECKING:
    import httpx

URL = "https://api.sendgrid.com"
"""For everybody; those whose mail stays in the European Union have ``https://api.eu.sendgrid.com``."""
PATH = "/v3/mail/send"


@dataclass(frozen=True, slots=True)
class SendGridAccount:
    """Whom letters are handed to, and the key that lets us in."""

    key: str = field(repr=False)
    url: str = URL
    timeout_s: float = 30


class SendGridTransport:
    """Hands letters to SendGrid."""

    name = "sendgrid"

    def __init__(self, account: SendGridAccount) -> None:
        self._account = account

    @contextmanager
    def opened(self) -> Iterator[SendGridSender]:
        """A connection that is kept for all letters, and made with the first."""
        import httpx

        account = self._account
        if not account.key.isascii() or not account.key.isprintable() or " " in account.key:
            raise DownError("the key holds what no key of SendGrid's does")
        try:
            url = httpx.URL(account.url)
        except httpx.InvalidURL as error:
            raise DownError(f"“{account.url}” is no address: {error}") from error
        if url.scheme != "https" and not (url.scheme == "http" and _is_here(url.host)):
            raise DownError(
                f"“{account.url}” does not begin with https: the key has to stay secret"
            )
        headers = {"Authorization": f"Bearer {account.key}"}
        with httpx.Client(base_url=url, headers=headers, timeout=account.timeout_s) as client:
            yield SendGridSender(client, account.key)


class SendGridSender:
    """One connection."""

    def __init__(self, client: httpx.Client, key: str) -> None:
        self._client = client
        self._key = key

    def announce(self, letter: Letter) -> None:
        """Nobody has to be told."""

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Hand a letter over and give SendGrid's number for it."""
        answer = self._asked(letter)
        if answer.code == ACCEPTED:
            return answer.headers.get("x-message-id", "")
        raise meaning(answer)

    def _asked(self, letter: Letter) -> Answer:
        """What is answered to a letter; a body that is cut off takes nothing from the code before it."""
        import httpx

        said = ""
        try:
            with self._client.stream("POST", PATH, json=body(letter)) as answer:
                with suppress(httpx.TransportError, httpx.DecodingError):
                    said = answer.read().decode("utf-8", "replace")
                return Answer(
                    answer.status_code,
                    {name.lower(): value for name, value in answer.headers.items()},
                    said.replace(self._key, "…") if self._key else said,
                )
        except httpx.TransportError as error:
            raise _lost(error, self._client.base_url.host) from error


def _lost(error: httpx.TransportError, host: str) -> NotSentError:
    """What it means that there is no answer.

    Without a connection nothing was said. A request that could not be written to its end is none (RFC 9112,
    8). After that it may have been carried out, and it is not to be repeated unasked (RFC 9110, 9.2.2).
    """
    import httpx

    reason = f"{host}: {str(error) or type(error).__name__}"
    never_begun = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
    if isinstance(error, (*never_begun, httpx.UnsupportedProtocol)):
        return DownError(reason)
    return LaterError(reason) if isinstance(error, httpx.WriteTimeout) else UnsureError(reason)


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"
