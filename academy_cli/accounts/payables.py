"""What erasing somebody asks of payments: to let nobody pay an order any more.

Only the shape: the slice of payments, which accounts do not know, knows the provider.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from academy_cli.kit.saying import say

Close: TypeAlias = "Callable[[str], str | None]"
"""Lets nobody pay an order any more, by its reference; why it can be paid still, if it can."""


def nobody_asks(_: str) -> str | None:
    """Close nothing: for an academy without a provider."""
    return say("no payment provider was asked")
