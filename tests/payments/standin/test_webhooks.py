"""Webhooks: signed, in order, and again until they are taken."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import stripe

from tests.payments.standin.buying import paid, refunded
from tests.payments.standin.provider import Standin


class Listener:
    """Whoever gets events: what came, and what is answered."""

    def __init__(self) -> None:
        self.got: list[tuple[bytes, str]] = []
        self.status = 200
        self.url = ""

    @property
    def types(self) -> list[str]:
        """What came, by its type."""
        return [json.loads(body)["type"] for body, _ in self.got]


@contextmanager
def listening() -> Iterator[Listener]:
    """A server of the academy's, as its webhook would be."""
    listener = Listener()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.got.append((body, self.headers["Stripe-Signature"]))
            self.send_response(listener.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Taking)
    listener.url = f"http://127.0.0.1:{server.server_port}/stripe"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


def test_an_event_comes_signed(stripe_standin: Standin, listener: Listener) -> None:
    secret = stripe_standin.control.webhook(listener.url, ("charge.succeeded",))
    paid(stripe_standin)

    stripe_standin.control.deliver()

    ((body, signature),) = listener.got
    event = stripe.Webhook.construct_event(body, signature, secret)
    assert event.type == "charge.succeeded"


def test_another_secret_does_not_fit(stripe_standin: Standin, listener: Listener) -> None:
    stripe_standin.control.webhook(listener.url, ("charge.succeeded",))
    paid(stripe_standin)

    stripe_standin.control.deliver()

    ((body, signature),) = listener.got
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, "whsec_x")


def test_an_old_signature_does_not_fit(stripe_standin: Standin, listener: Listener) -> None:
    secret = stripe_standin.control.webhook(listener.url, ("charge.succeeded",))
    paid(stripe_standin)

    stripe_standin.control.deliver(signed_ago_s=600)

    ((body, signature),) = listener.got
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, secret)


def test_events_come_in_order_and_once(stripe_standin: Standin, listener: Listener) -> None:
    stripe_standin.control.webhook(listener.url, ("charge.*", "refund.*"))
    refunded(stripe_standin, paid(stripe_standin).id)

    for _ in range(2):
        stripe_standin.control.deliver()

    assert listener.types == ["charge.succeeded", "refund.created", "charge.refunded"]


def test_what_is_not_taken_comes_again_later(stripe_standin: Standin, listener: Listener) -> None:
    stripe_standin.control.webhook(listener.url, ("charge.succeeded",))
    paid(stripe_standin)
    listener.status = 500
    first = stripe_standin.control.deliver()
    at_once = stripe_standin.control.deliver()
    listener.status = 200

    stripe_standin.control.advance(3600)
    later = stripe_standin.control.deliver()

    assert [[one["status"] for one in sent] for sent in (first, at_once, later)] == [
        [500], [], [200],
    ]  # fmt: skip


def test_what_cannot_be_reached_comes_again(stripe_standin: Standin) -> None:
    with listening() as gone:
        stripe_standin.control.webhook(gone.url, ("charge.succeeded",))
    paid(stripe_standin)

    (lost,) = stripe_standin.control.deliver()
    (again,) = stripe_standin.control.deliver(is_due=True)

    assert lost == again == {"event": lost["event"], "status": None}


def test_an_event_says_how_many_have_still_to_get_it(
    stripe_standin: Standin, listener: Listener
) -> None:
    stripe_standin.control.webhook(listener.url)
    paid(stripe_standin)
    before = stripe_standin.api.events.list().data[0].pending_webhooks

    stripe_standin.control.deliver()

    assert (before, stripe_standin.api.events.list().data[0].pending_webhooks) == (1, 0)
