"""Fixtures for money: a Stripe on this machine, fresh for each test.

Knows how the stand-in is started and asked; refuses to know what a test buys.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from academy_cli.payments.standin.server import StandIn
from tests.payments.standin.provider import Standin, opened


@pytest.fixture(scope="session")
def standin_server() -> Iterator[StandIn]:
    """The one server of this worker."""
    with StandIn() as server:
        yield server


@pytest.fixture
def stripe_standin(standin_server: StandIn) -> Iterator[Standin]:
    """A fresh world: its address, what may be let happen in it, and Stripe's client for it."""
    with opened(standin_server.url) as standin:
        yield standin
