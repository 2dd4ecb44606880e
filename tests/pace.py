"""How long something takes, in multiples of a fixed piece of work that is done before and after it.

A machine that others use as well is slow for both, so a limit holds on any. Knows processor time alone;
refuses seconds, and the collector of garbage, whose time is for what other tests left behind.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

STEPS = 300_000
"""A tenth of a second of an ordinary processor."""


def paces(work: Callable[[], object]) -> float:
    """How many times as long some work takes as the slower of two fixed ones around it."""
    before, own, after = _took(_fixed), _took(work), _took(_fixed)
    return own / max(before, after)


def _fixed() -> None:
    words: dict[str, int] = {}
    for number in range(STEPS):
        words[str(number % 1000)] = number


def _took(work: Callable[[], object]) -> float:
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        gc.enable()
