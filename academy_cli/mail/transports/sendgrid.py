"""Mail by SendGrid's API: one request a letter, on a connection that is kept.

Knows ``POST /v3/mail/send``; refuses to send anything twice by itself, because the provider knows no key by
which it would notice.
Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from academy_cli.kit.saying import say
from academy_cli.mail.gateway import DownError, idle
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.http_answers import asked, require_private
from academy_cli.mail.transports.sendgrid_answers import ACCEPTED, meaning
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
        if not account.key:
            raise DownError(say("mail.sendgrid_key is empty"))
        if not account.key.isascii() or not account.key.isprintable() or " " in account.key:
            raise DownError(say("the key holds what no key of SendGrid's does"))
        try:
            url = httpx.URL(account.url)
        except httpx.InvalidURL as error:
            raise DownError(say("“{}” is no address: {}", account.url, str(error))) from error
        require_private(url, say("the key has to stay secret"))
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

    def ask(self, letter: Letter, meanwhile: Callable[[], object] = idle) -> None:
        """Nobody has to be asked."""

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Hand a letter over and give SendGrid's number for it."""
        answer = asked(self._client, PATH, body(letter), self._key)
        if answer.code == ACCEPTED:
            return answer.headers.get("x-message-id", "")
        raise meaning(answer)
