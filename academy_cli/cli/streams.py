"""Standard streams that may be gone, full or too narrow for a character.

Knows what an operating system says about a stream; refuses to know what is written.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Literal, TextIO

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

READER_GONE_EXIT = 141
"""128 + SIGPIPE: what every Unix program returns whose reader went away (``| head``)."""


class ReaderGoneError(Exception):
    """Nobody reads the stream any more; not a failure of the command."""


class UnwritableOutputError(AcademyError):
    """A stream that does not take the answer: a full disk, a closed output."""

    def __init__(self, error: OSError) -> None:
        is_closed = error.errno == errno.EBADF
        reason = say("standard output is closed") if is_closed else say("“{}”", system_words(error))
        remedy = (
            say("Write it to a file or a pipe; whatever the command changed stays changed.")
            if is_closed
            else say(
                "Free some space or write it elsewhere; whatever the command changed stays changed."
            )
        )
        super().__init__(
            Kind.UNAVAILABLE,
            "output.unwritable",
            say("The answer cannot be written: {}.", reason),
            remedy,
        )


def put(stream: TextIO, text: str) -> None:
    """Write text; raises ReaderGoneError or UnwritableOutputError."""
    _guarded(stream, lambda: stream.write(text))


def flush(stream: TextIO) -> None:
    """Push out what is buffered; raises ReaderGoneError or UnwritableOutputError."""
    _guarded(stream, stream.flush)


def prepare() -> None:
    r"""Make the standard streams take any text: what they cannot hold becomes ``\uXXXX``.

    A stream that was closed before the program began (``>&-``) is opened again, so that no database
    gets its number: input is empty, errors are unheard, and an answer is refused as if it were closed.
    """
    sys.stdin = sys.stdin or _nowhere("r", os.O_RDONLY)
    sys.stdout = sys.stdout or _nowhere("w", os.O_RDONLY)
    sys.stderr = sys.stderr or _nowhere("w", os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _nowhere(mode: Literal["r", "w"], access: int) -> TextIO:
    return os.fdopen(os.open(os.devnull, access), mode, encoding="utf-8")


def _guarded(stream: TextIO, act: Callable[[], object]) -> None:
    try:
        act()
    except BrokenPipeError as error:
        _send_nowhere(stream)
        raise ReaderGoneError from error
    except OSError as error:
        _send_nowhere(stream)
        raise UnwritableOutputError(error) from error


def _send_nowhere(stream: TextIO) -> None:
    """Let the interpreter flush a dead stream at its end without complaint."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return
