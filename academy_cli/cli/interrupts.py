"""Ctrl-C: held back where nobody could answer it yet, let through where somebody can, or taken as a wish.

Knows the signals, and imports next to nothing; refuses to know what is interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any


def hold() -> None:
    """Let Ctrl-C wait: with half of the modules imported nobody could say that it came."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def release() -> None:
    """Let Ctrl-C through from now on; one that waited is raised here."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextmanager
def as_a_wish(heard: Callable[[], None], said: str) -> Iterator[None]:
    """Let Ctrl-C, or SIGTERM, in the block be heard as a wish, and be what it is at the block's end.

    A second one is what it is at once. ``said`` is what the person is told meanwhile.
    """
    usual: dict[signal.Signals, Any] = {}
    came: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        _as_usual(usual)
        with suppress(OSError):  # past all buffers, one of which may be what was interrupted
            os.write(2, f"{said}\n".encode())
        heard()

    for each in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(each) not in (signal.SIG_IGN, None):
            usual[each] = signal.signal(each, hear)
    try:
        yield
    finally:
        _as_usual(usual)
        if came:
            signal.raise_signal(came[0])


def _as_usual(usual: dict[signal.Signals, Any]) -> None:
    for each, before in usual.items():
        signal.signal(each, before)
