"""Many values, some at a time: as many as one statement of any database takes.

Knows how sequences are cut; refuses to know what is in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
AT_ONCE = 500
"""Fewer than any driver allows parameters in one statement, and no burden to hold in memory."""


def batches(values: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The values in their order, ``size`` at a time; the last ones may be fewer."""
    return (values[begin : begin + size] for begin in range(0, len(values), size))
