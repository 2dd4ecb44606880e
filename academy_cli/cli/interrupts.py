"""Ctrl-C and SIGTERM: held back where nobody can answer, let through where somebody can, or taken as a wish.

Knows the signals, and imports next to nothing; refuses to know what is interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
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


class Terminated(KeyboardInterrupt):
    """SIGTERM came: a service manager, ``timeout`` or ``kill`` ends this command."""


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM in the block end it as Ctrl-C does, so that nothing is left behind.

    Whoever ignores it, or hears it in another way, still does.
    """
    is_ours = threading.current_thread() is threading.main_thread()
    if not is_ours or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


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
