"""Standard streams that may be gone, full or too narrow for a character.

Knows what an operating system says about a stream; refuses to know what is written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TextIO

from academy_cli.errors import AcademyError, Kind

READER_GONE_EXIT = 141
"""128 + SIGPIPE: what every Unix program returns whose reader went away (``| head``)."""


class ReaderGoneError(Exception):
    """Nobody reads the stream any more; not a failure of the command."""


class UnwritableOutputError(AcademyError):
    """A stream that does not take the answer: a full disk, a closed file."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "output.unwritable",
            f"The answer cannot be written: “{reason}”.",
            "Free some space or write it elsewhere.",
        )


def put(stream: TextIO, text: str) -> None:
    """Write text; raises ReaderGoneError or UnwritableOutputError."""
    _guarded(stream, lambda: stream.write(text))


def flush(stream: TextIO) -> None:
    """Push out what is buffered; raises ReaderGoneError or UnwritableOutputError."""
    _guarded(stream, stream.flush)


def prepare() -> None:
    r"""Make the standard streams take any text: what they cannot hold becomes ``\uXXXX``.

    A stream that was closed before the program began (``>&-``) leads nowhere.
    """
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    sys.stdin = sys.stdin or _nowhere("r")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")


def _guarded(stream: TextIO, act: Callable[[], object]) -> None:
    try:
        act()
    except BrokenPipeError as error:
        _send_nowhere(stream)
        raise ReaderGoneError from error
    except OSError as error:
        _send_nowhere(stream)
        raise UnwritableOutputError(error.strerror or str(error)) from error


def _send_nowhere(stream: TextIO) -> None:
    """Let the interpreter flush a dead stream at its end without complaint."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return
