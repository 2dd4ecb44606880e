"""Mail by SendGrid's API: one request a letter.

Knows ``POST /v3/mail/send`` and what its answers mean; refuses to send anything twice by itself, because the
provider knows no key by which it would notice.
Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from academy_cli.mail.gateway import DownError, LaterError, NeverError, UnsureError
from academy_cli.mail.letter import Letter, Mailbox

URL = "https://api.sendgrid.com"
ACCEPTED = 202
NOT_LET_IN = frozenset({401, 403})
TOO_MANY = 429
"""Answers that are about us and not about the letter."""


@dataclass(frozen=True, slots=True)
class SendGridAccount:
    """Whom letters are handed to, and the key that lets us in."""

    key: str
    url: str = URL
    timeout_s: float = 30


class SendGridTransport:
    """Hands letters to SendGrid."""

    name = "sendgrid"

    def __init__(self, account: SendGridAccount) -> None:
        self._account = account

    @contextmanager
    def opened(self) -> Iterator[SendGridSender]:
        """A connection that is kept for all letters."""
        account = self._account
        headers = {"Authorization": f"Bearer {account.key}"}
        with httpx.Client(
            base_url=account.url, headers=headers, timeout=account.timeout_s
        ) as client:
            yield SendGridSender(client)


class SendGridSender:
    """One connection."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def send(self, letter: Letter) -> str:
        """Hand a letter over and give SendGrid's number for it."""
        try:
            answer = self._client.post("/v3/mail/send", json=_body(letter))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise DownError(f"{self._client.base_url.host}: {error}") from error
        except httpx.TransportError as error:
            raise UnsureError(f"no answer: {type(error).__name__}") from error
        if answer.status_code == ACCEPTED:
            return str(answer.headers.get("X-Message-Id", ""))
        reason = f"{answer.status_code} {_said(answer)}"
        if answer.status_code in NOT_LET_IN:
            raise DownError(reason)
        if answer.status_code == TOO_MANY:
            raise LaterError(reason, _wait_s(answer))
        if answer.status_code >= 500:
            raise LaterError(reason)
        raise NeverError(reason)


def _body(letter: Letter) -> Mapping[str, Any]:
    texts = [("text/plain", letter.text), *([("text/html", letter.html)] if letter.html else [])]
    found: dict[str, Any] = {
        "personalizations": [
            {"to": [_box(letter.recipient)], "custom_args": {"outbox_id": letter.key}}
        ],
        "from": _box(letter.sender),
        "subject": letter.subject,
        "content": [{"type": kind, "value": text} for kind, text in texts],
        "headers": {"Message-ID": f"<{letter.message_id}>", **letter.headers},
    }
    if letter.attachments:
        found["attachments"] = [
            {
                "content": base64.b64encode(file.content).decode("ascii"),
                "filename": file.name,
                "type": file.media_type,
                "disposition": "attachment",
            }
            for file in letter.attachments
        ]
    return found


def _box(box: Mailbox) -> Mapping[str, str]:
    return {"email": box.email, "name": box.name} if box.name else {"email": box.email}


def _said(answer: httpx.Response) -> str:
    """The provider's own words for a refusal."""
    try:
        errors = answer.json()["errors"]
        return "; ".join(str(one["message"]) for one in errors)
    except (ValueError, KeyError, TypeError):
        return answer.reason_phrase


def _wait_s(answer: httpx.Response) -> float | None:
    """How long to wait, where the answer says so (RFC 9110, 10.2.3)."""
    try:
        return max(0.0, float(answer.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None
