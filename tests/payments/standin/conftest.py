"""The provider that a contract is proved with: the stand-in always, Stripe itself where there is a key.

Knows which tests are contracts; refuses to know what they say.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from academy_cli.payments.standin.server import StandIn
from tests.payments.standin.provider import Provider, live, opened


@pytest.fixture(params=["standin", pytest.param("stripe", marks=pytest.mark.live_stripe)])
def provider(request: pytest.FixtureRequest, standin_server: StandIn) -> Iterator[Provider]:
    """The stand-in, then Stripe."""
    with opened(standin_server.url) if request.param == "standin" else live() as found:
        yield found
