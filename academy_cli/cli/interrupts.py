"""Ctrl-C: held back where nobody could answer it yet, and let through where somebody can.

Knows the signal, and imports next to nothing; refuses to know what is interrupted.
"""

from __future__ import annotations

import signal
import sys


def hold() -> None:
    """Let Ctrl-C wait: with half of the modules imported nobody could say that it came."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def release() -> None:
    """Let Ctrl-C through from now on; one that waited is raised here."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
