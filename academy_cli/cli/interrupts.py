"""Ctrl-C, SIGTERM and SIGHUP: held back where nobody can answer, let through, or taken as a wish.

Knows the signals, and imports next to nothing; refuses to know what is interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from academy_cli.cli.language import here
from academy_cli.kit.saying import sentence


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


class HungUp(Terminated):
    """SIGHUP came: the terminal is gone, as when a connection breaks off."""


ENDS: Mapping[signal.Signals, type[Terminated]] = {signal.SIGTERM: Terminated} | (
    {signal.SIGHUP: HungUp} if sys.platform != "win32" else {}
)
"""What ends a command as Ctrl-C does, and what is raised for it."""


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM and SIGHUP in the block end it as Ctrl-C does, so that nothing is left behind.

    Whoever ignores one, as under ``nohup``, or hears it in another way, still does.
    """
    is_ours = threading.current_thread() is threading.main_thread()
    heard = [each for each in ENDS if is_ours and signal.getsignal(each) is signal.SIG_DFL]
    for each in heard:
        signal.signal(each, _terminate)
    try:
        yield
    finally:
        for each in heard:
            signal.signal(each, signal.SIG_DFL)


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise ENDS[signal.Signals(number)]


@contextmanager
def as_a_wish(heard: Callable[[], None], said: str) -> Iterator[None]:
    """Let Ctrl-C, SIGTERM or SIGHUP in the block be heard as a wish, and be what it is at the block's end.

    A second one is what it is at once. ``said`` is what the person is told meanwhile.
    """
    usual: dict[signal.Signals, Any] = {}
    came: list[int] = []
    told = sentence(said, here())

    def hear(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        _as_usual(usual)
        with suppress(OSError):  # past all buffers, one of which may be what was interrupted
            os.write(2, f"{told}\n".encode())
        heard()

    for each in (signal.SIGINT, *ENDS):
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
