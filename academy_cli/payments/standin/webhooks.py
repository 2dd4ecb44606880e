"""Webhooks: events sent to an address, signed, and again until they are taken.

Knows https://docs.stripe.com/webhooks; refuses to send by itself, for tests say when.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from academy_cli.payments.standin.events import shown
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import Endpoint, Waiting, World

TIMEOUT_S = 10
FIRST_RETRY_S, MOST_ATTEMPTS = 3600, 8
"""https://docs.stripe.com/webhooks#automatic-retries: for up to three days, at growing distances. How many
that makes is not said."""


@dataclass(frozen=True)
class Sent:
    """One attempt: the event, and the status that came back, or nothing if no answer came."""

    event: str
    status: int | None


def deliver(world: World, *, signed_ago_s: int = 0, is_due: bool = False) -> list[Sent]:
    """Send what waits, in order, once each; what is not taken waits for its next time.

    ``is_due`` sends what has to wait, too. The signature has the machine's time, not the world's, less
    ``signed_ago_s``.
    """
    return [
        _send(world, endpoint, waiting, signed_ago_s)
        for endpoint in world.endpoints
        for waiting in tuple(endpoint.waiting)
        if is_due or waiting.not_before <= world.now()
    ]


def signature(payload: str, secret: str, at: int) -> str:
    """The ``Stripe-Signature`` of a body: https://docs.stripe.com/webhooks#verify-manually."""
    code = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={code}"


def _send(world: World, endpoint: Endpoint, waiting: Waiting, signed_ago_s: int) -> Sent:
    with world.lock:
        payload = json.dumps(shown(world, world.find("event", waiting.event)), indent=2)
    status = _post(endpoint, payload, int(time.time()) - signed_ago_s)
    with world.lock:
        _note(world, endpoint, waiting, is_taken=status is not None and 200 <= status < 300)
    return Sent(waiting.event, status)


def _note(world: World, endpoint: Endpoint, waiting: Waiting, *, is_taken: bool) -> None:
    event = world.find("event", waiting.event)
    attempts = waiting.attempts + 1
    place = endpoint.waiting.index(waiting)
    if is_taken:
        event["pending_webhooks"] -= 1
    later = world.now() + FIRST_RETRY_S * 2**waiting.attempts
    again = replace(waiting, attempts=attempts, not_before=later)
    is_over = is_taken or attempts >= MOST_ATTEMPTS
    endpoint.waiting[place : place + 1] = [] if is_over else [again]


def _post(endpoint: Endpoint, payload: str, at: int) -> int | None:
    address = urlsplit(endpoint.url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_S)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature(payload, endpoint.secret, at),
    }
    try:
        connection.request("POST", address.path or "/", payload.encode(), headers)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def listen(world: World, url: str, types: tuple[str, ...]) -> Json:
    """Send events of some types to an address from now on; gives the secret of its signatures."""
    endpoint = Endpoint(url, world.name("whsec", 32), types)
    world.endpoints.append(endpoint)
    return {"url": url, "secret": endpoint.secret}
