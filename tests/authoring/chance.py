"""How often a property is tried: some examples in every run, the same each time, very many under torture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.reliability.chance import SHARE

T = TypeVar("T", bound=Callable[..., Any])


def often(examples: int, *, torture: int) -> Callable[[T], T]:
    """Try a property with so many examples; ``make torture`` tries other ones every time."""
    chosen = settings(
        max_examples=max(examples, int(torture * SHARE)),
        derandomize=not SHARE,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=[*HealthCheck],
        phases=[phase for phase in Phase if phase is not Phase.explain],
    )

    def marked(test: T) -> T:
        return pytest.mark.torture(chosen(test)) if SHARE else chosen(test)

    return marked
