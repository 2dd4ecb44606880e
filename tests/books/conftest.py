"""Fixtures for the books: an academy that sells, and a Stripe on this machine.

Knows where those of payments are; refuses to know what a test damages.
"""

from __future__ import annotations

import pytest

from tests.books.ledgers import Ledgers
from tests.payments.conftest import booth
from tests.payments.standin.provider import Standin
from tests.payments.till import Booth

__all__ = ["booth", "ledgers"]


@pytest.fixture
def ledgers(booth: Booth, stripe_standin: Standin) -> Ledgers:
    """The books of a booth, and what may become of them."""
    return Ledgers(booth, stripe_standin.control)
