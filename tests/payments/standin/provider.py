"""Who is asked: the stand-in, or Stripe itself with an owner's key; and Stripe's own client for either.

Knows addresses and keys; refuses to know what is asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import stripe

from academy_cli.payments.standin.control import Control

KEY = "sk_test_standin"
TIMEOUT_S = 20
PAUSE_S = 0.01
"""Before Stripe's library asks once more; nothing here becomes well by being waited for."""


class Sessions:
    """Clients of one test, whose connections are closed after it."""

    def __init__(self) -> None:
        self._open: list[requests.Session] = []

    def client(
        self, url: str | None, key: str, *, retries: int, timeout_s: float
    ) -> stripe.StripeClient:
        """Stripe's client; every try has a connection of its own only where the last was cut."""
        session = requests.Session()
        session.trust_env = False
        self._open.append(session)
        return stripe.StripeClient(
            key,
            base_addresses={"api": url} if url else {},
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=timeout_s, session=session),
        )

    def close(self) -> None:
        """Close all connections."""
        for session in self._open:
            session.close()


@dataclass(frozen=True)
class Provider:
    """Somebody who answers as Stripe does."""

    client: stripe.StripeClient

    @property
    def api(self) -> Any:
        """The requests of version 1."""
        return self.client.v1


@dataclass(frozen=True)
class Standin(Provider):
    """The stand-in, in which more may be let happen than requests can ask for."""

    url: str
    control: Control
    sessions: Sessions = field(repr=False)

    def another(
        self, key: str = KEY, *, retries: int = 0, timeout_s: float = TIMEOUT_S
    ) -> stripe.StripeClient:
        """One more client."""
        return self.sessions.client(self.url, key, retries=retries, timeout_s=timeout_s)


@contextmanager
def opened(url: str) -> Iterator[Standin]:
    """A fresh world of a stand-in; its client tries once, so that a test sees what is answered."""
    stripe.enable_telemetry = False
    sessions = Sessions()
    control = Control(url)
    control.reset()
    client = sessions.client(url, KEY, retries=0, timeout_s=TIMEOUT_S)
    try:
        yield Standin(client, url, control, sessions)
    finally:
        control.clear()
        sessions.close()


@contextmanager
def live() -> Iterator[Provider]:
    """Stripe itself in test mode; without an owner's key the test is skipped, and says so."""
    key = os.environ.get("STRIPE_TEST_KEY", "")
    if not key.startswith(("sk_test_", "rk_test_")):
        pytest.skip("STRIPE_TEST_KEY has no test key of an owner's account")
    sessions = Sessions()
    try:
        yield Provider(sessions.client(None, key, retries=2, timeout_s=80))
    finally:
        sessions.close()
