"""Events are let in with Stripe's signature alone, and applied as those that are read."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import urlsplit

import pytest

from academy_cli.db.service import Database
from academy_cli.models import Order, Payment, StripeEvent
from academy_cli.payments.errors import NoWebhookSecretError
from academy_cli.payments.standin.webhooks import signature as signed
from academy_cli.payments.stripe import signature
from academy_cli.payments.sync.listening import Heard, Webhooks
from academy_cli.payments.sync.webhook import LARGEST, Door
from tests.payments.standin.provider import Standin
from tests.payments.test_sync import Shop
from tests.payments.till import Booth, rows

SECRET = "whsec_mine"


@pytest.fixture
def shop(booth: Booth, stripe_standin: Standin) -> Iterator[Shop]:
    """A booth that sells by Stripe alone."""
    database = Database(booth.url)
    yield Shop(replace(booth, database=database), stripe_standin)
    database.close()


@contextmanager
def opened(shop: Shop, *secrets: str) -> Iterator[Door]:
    """A door that takes what some secrets have signed."""
    verify = partial(signature.event, secrets=secrets)
    with Door(shop.booth.till(), verify, 0) as door:
        yield door


def answered(
    door: Door, body: bytes, headers: dict[str, str], path: str = "/stripe", verb: str = "POST"
) -> int:
    """The status of a request."""
    connection = http.client.HTTPConnection("127.0.0.1", door.server_port, timeout=10)
    try:
        connection.request(verb, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def event(number: str = "evt_1", *, is_live: bool = False) -> bytes:
    """An event as it is sent."""
    about = {"id": "ch_none", "payment_intent": "pi_none"}
    told = {"id": number, "type": "charge.succeeded", "created": int(time.time())}
    return json.dumps({**told, "livemode": is_live, "data": {"object": about}}).encode()


def sent(door: Door, body: bytes, secret: str = SECRET, ago_s: int = 0) -> int:
    """The status of a body that somebody signed some time ago."""
    header = signed(body.decode(), secret, int(time.time()) - ago_s)
    return answered(door, body, {"Stripe-Signature": header})


def test_what_stripe_sends_is_kept_answered_and_applied(shop: Shop) -> None:
    with opened(shop) as door:
        secret = shop.control.webhook(door.url)
        door.verify = partial(signature.event, secrets=(secret,))
        reference, _ = shop.paid()

        statuses = {one["status"] for one in shop.control.deliver()}

        assert statuses == {200}
        assert door.rang.is_set()
    kept = rows(shop.booth, StripeEvent)
    assert {one["source"] for one in kept} == {"webhook"}
    assert {one["type"] for one in kept} == {"charge.succeeded", "payment_intent.succeeded"}
    shop.sync()
    assert [one["state"] for one in rows(shop.booth, Order, reference=reference)] == ["paid"]


def test_an_event_that_comes_twice_is_kept_once(shop: Shop) -> None:
    with opened(shop, SECRET) as door:
        body = event()

        assert [sent(door, body), sent(door, body)] == [200, 200]

    assert len(rows(shop.booth, StripeEvent)) == 1


@pytest.mark.parametrize(("ago_s", "status"), [(200, 200), (400, 400)])
def test_a_signature_that_is_too_old_is_refused(shop: Shop, ago_s: int, status: int) -> None:
    with opened(shop, SECRET) as door:
        assert sent(door, event(), ago_s=ago_s) == status


def test_while_a_secret_is_replaced_both_are_taken_and_others_are_not(shop: Shop) -> None:
    with opened(shop, "whsec_old", "whsec_new") as door:
        some = [sent(door, event(), one) for one in ("whsec_old", "whsec_new", "whsec_other")]

    assert some == [200, 200, 400]


@pytest.mark.parametrize(
    "headers", [{}, {"Stripe-Signature": ""}, {"Stripe-Signature": "t=x,v1=y"}]
)
def test_what_is_not_signed_is_refused(shop: Shop, headers: dict[str, str]) -> None:
    with opened(shop, SECRET) as door:
        assert answered(door, event(), headers) == 400

    assert rows(shop.booth, StripeEvent) == []


@pytest.mark.parametrize("body", [b"{}", b"no json", b"[]", b"\xff\xfe", b'{"id": "evt_1"}'])
def test_what_is_no_event_is_refused_whoever_signed_it(shop: Shop, body: bytes) -> None:
    with opened(shop, SECRET) as door:
        header = signed(body.decode(errors="replace"), SECRET, int(time.time()))

        assert answered(door, body, {"Stripe-Signature": header}) == 400


def test_a_body_that_is_too_large_is_refused_before_it_is_read(shop: Shop) -> None:
    with opened(shop, SECRET) as door:
        assert answered(door, b"x", {"Content-Length": str(LARGEST + 1)}) == 413


def test_nothing_else_is_served(shop: Shop) -> None:
    with opened(shop, SECRET) as door:
        statuses = [
            answered(door, b"", {}, path=path, verb=verb)
            for verb, path in (("POST", "/"), ("POST", "/stripe/"), ("GET", "/stripe"))
        ]

    assert statuses == [404, 404, 501]


def test_an_event_of_real_money_is_refused_where_money_is_not(shop: Shop) -> None:
    shop.sync()
    with opened(shop, SECRET) as door:
        assert sent(door, event(is_live=True)) == 400

    assert rows(shop.booth, StripeEvent) == []


@dataclass
class Evening:
    """Somebody who listens until enough was heard."""

    shop: Shop
    secret: str
    heard: list[Heard] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def listen(self, ready: Callable[[str], None]) -> None:
        """Listen until it is over."""
        webhooks = Webhooks(self.shop.booth.till(), [self.secret])
        webhooks.listen(0, ready=ready, is_over=self.stop.is_set, told=self.told)

    def told(self, heard: Heard) -> None:
        """Keep what came of a round; one that applied something is the last."""
        self.heard.append(heard)
        if heard.synced is not None and heard.synced.applied:
            self.stop.set()


def test_whoever_listens_applies_what_comes_until_it_is_over(shop: Shop) -> None:
    evening = Evening(shop, SECRET)

    def ready(url: str) -> None:
        shop.paid()
        body = json.dumps(
            next(one for one in shop.control.dump(events=True)["event"]
                 if one["type"] == "charge.succeeded")
        )  # fmt: skip
        header = signed(body, SECRET, int(time.time()))
        port = urlsplit(url).port
        assert port is not None
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("POST", "/stripe", body.encode(), {"Stripe-Signature": header})
        assert connection.getresponse().status == 200
        connection.close()

    evening.listen(ready)

    assert len(rows(shop.booth, Payment)) == 1
    assert evening.heard[-1].synced is not None
    assert threading.active_count() >= 1


def test_without_a_secret_nobody_listens(shop: Shop) -> None:
    webhooks = Webhooks(shop.booth.till(), [])

    with pytest.raises(NoWebhookSecretError):
        webhooks.listen(0, ready=print, is_over=lambda: True, told=print)
