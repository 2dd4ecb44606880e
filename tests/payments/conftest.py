"""Fixtures for money: an academy at which nothing was sold yet, and processes that may be killed there.

Knows how they are opened on a Stripe of this machine; refuses to know what a test buys.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.db.service import Database
from tests.payments.counter import Counter
from tests.payments.mortal import Mortals, Parent, parent
from tests.payments.shop import Shop
from tests.payments.standin.provider import Standin
from tests.payments.till import Booth, paid_order


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


@pytest.fixture
def counter(database_url: str, tmp_path: Path, stripe_standin: Standin) -> Iterator[Counter]:
    """A counter that sells `python` for 49 euro to Ann, once on each engine."""
    opened = Counter(database_url, tmp_path, stripe_standin)
    opened.sells("python")
    opened.shop.school.person("ann")
    yield opened
    opened.shop.school.academy.close()


@pytest.fixture
def shop(booth: Booth, stripe_standin: Standin) -> Shop:
    """A booth that sells by Stripe alone."""
    return Shop(booth, stripe_standin)
