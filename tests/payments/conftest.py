"""Fixtures for money: a Stripe on this machine, fresh for each test.

Knows how the stand-in is started and asked; refuses to know what a test buys.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from academy_cli.db.service import Database
from academy_cli.payments.standin.server import StandIn
from tests.payments.mortal import Mortals, Parent, parent
from tests.payments.standin.provider import Standin, opened
from tests.payments.till import Booth, paid_order


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


@pytest.fixture
def booth(database_url: str, stripe_standin: Standin) -> Iterator[Booth]:
    """An academy at which nothing was sold yet, once on each engine."""
    database = Database(database_url)
    yield Booth(database_url, stripe_standin.url, database=database)
    database.close()


@pytest.fixture(scope="session")
def forker() -> Iterator[Parent]:
    """What forks for this worker."""
    with parent() as found:
        yield found


@pytest.fixture
def at_work(booth: Booth, forker: Parent) -> Mortals:
    """Processes at the booth, which have refunded one order already."""
    found = Mortals(forker, booth)
    reference, _ = paid_order(booth, 0)
    found.one("create", about=reference, key="warm", warm=True)
    return found
