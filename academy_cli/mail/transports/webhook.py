"""Notices for operators, posted to a channel: Slack's incoming webhooks, and whoever takes the same.

Mattermost, Rocket.Chat and, below ``/slack``, Discord do. Knows the request and what its answers mean;
refuses to say the address, which is a secret.
Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from academy_cli.kit.saying import say
from academy_cli.mail.gateway import DownError, NeverError, idle
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.http_answers import asked, require_private, usual_meaning

if TYPE_CHECKING:
    import httpx

LONGEST_TEXT = 3500
"""Characters, with those that are written as several: Slack cuts what is longer than 4,000 off."""
_OF_THE_NOTICE = frozenset({400, 413})
"""Invalid payload, and too large."""
_ESCAPED = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
"""What would begin a mention or a link.

Source: https://docs.slack.dev/messaging/formatting-message-text (Escaping text)
"""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where notices are posted."""

    url: str = field(repr=False)
    timeout_s: float = 30


class WebhookTransport:
    """Posts each letter's subject and text."""

    name = "webhook"

    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook

    @contextmanager
    def opened(self) -> Iterator[WebhookSender]:
        """A connection that is kept for all notices, and made with the first."""
        import httpx

        try:
            url = httpx.URL(self._webhook.url)
        except httpx.InvalidURL:
            raise DownError(say("mail.webhook_url is no address")) from None
        require_private(url, say("it has to stay secret"))
        with httpx.Client(timeout=self._webhook.timeout_s) as client:
            yield WebhookSender(client, self._webhook.url, url.raw_path.decode("ascii"))


class WebhookSender:
    """One connection."""

    def __init__(self, client: httpx.Client, url: str, secret: str) -> None:
        self._client, self._url, self._secret = client, url, secret

    def announce(self, letter: Letter) -> None:
        """Nobody has to be told."""

    def ask(self, letter: Letter, meanwhile: Callable[[], object] = idle) -> None:
        """Nobody has to be asked."""

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Post a notice."""
        answer = asked(self._client, self._url, message(letter), self._secret)
        if 200 <= answer.code < 300:
            return ""
        reason = f"{answer.code} {answer.text}"
        raise (
            NeverError(reason) if answer.code in _OF_THE_NOTICE else usual_meaning(answer, reason)
        )


def message(letter: Letter) -> Mapping[str, str]:
    """What is posted: the subject in bold, and the text below it."""
    text = _escaped(letter.text.strip())
    kept = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    return {"text": f"*{_escaped(letter.subject)}*\n{kept}"}


def _escaped(text: str) -> str:
    for plain, written in _ESCAPED:
        text = text.replace(plain, written)
    return text
