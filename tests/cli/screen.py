"""A terminal without a person: what a process draws on it, and what is typed into it.

Knows pseudo-terminals; refuses to interpret what is drawn.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any

from academy_cli.__main__ import main
from tests.reliability.stage import PROCESSES

_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""A typed Ctrl-C reaches only a process whose own terminal it is typed into."""
PATIENCE_S = 20.0
AGAIN_S = 3.0
"""What was typed when something was drawn, and led to nothing for so long, was typed before anybody read."""


@dataclass(frozen=True)
class Screen:
    """Everything that was drawn, escape codes included, and how the process ended."""

    drawn: str
    code: int

    @property
    def text(self) -> str:
        """What a person reads: no escape codes, plain line ends."""
        return _CODES.sub("", self.drawn).replace("\r\n", "\n")

    @property
    def lines(self) -> list[str]:
        """The lines a person reads, without space at their ends."""
        return [line.rstrip() for line in self.text.splitlines()]

    @classmethod
    def of(
        cls,
        command: list[str],
        answers: str,
        where: Path,
        environ: dict[str, str],
        *,
        when: str = "",
    ) -> Screen:
        """Run a command with input, output and error on one terminal, 80 columns wide.

        ``answers`` are typed once ``when`` has been drawn, or anything; once more if nothing follows.
        """
        ours, theirs = _opened()
        process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *command],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=where, env=environ,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        drawn = _drawn(ours, answers, when)
        return cls(drawn, process.wait(PATIENCE_S))

    @classmethod
    def of_academy(
        cls, words: Sequence[str], answers: str, where: Path, environ: dict[str, str]
    ) -> Screen:
        """The same for a command of academy, forked from a process that has imported academy already."""
        ours, theirs = _opened()
        process = PROCESSES.Process(
            target=_perform, args=(words, DupFd(theirs), where, environ), daemon=True
        )
        process.start()
        os.close(theirs)
        drawn = _drawn(ours, answers)
        process.join(PATIENCE_S)
        assert process.exitcode is not None, f"{words} did not end"
        return cls(drawn, process.exitcode)


def _opened() -> tuple[int, int]:
    """Both sides of a new terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return ours, theirs


def _drawn(ours: int, answers: str, when: str = "") -> str:
    """Type the answers, and read to the end."""
    drawn, typed = b"", ""
    while True:
        chunk = _read(ours, AGAIN_S if typed else PATIENCE_S)
        if not chunk and not typed:
            break
        drawn += chunk
        if answers and when.encode() in drawn:
            os.write(ours, answers.encode())
            typed, answers = answers if when else "", ""
        elif not chunk:
            with suppress(OSError):  # Linux: the other side is closed
                os.write(ours, typed.encode())
            typed = ""
    os.close(ours)
    return drawn.decode()


def _perform(words: Sequence[str], terminal: Any, where: Path, environ: dict[str, str]) -> None:
    """Be the command, to its end."""
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(where)
    os.setsid()
    own = terminal.detach()
    fcntl.ioctl(own, termios.TIOCSCTTY, 0)
    for descriptor in range(3):
        os.dup2(own, descriptor)
    os.close(own)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - open as long as the process
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = main(words)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def _read(terminal: int, patience_s: float) -> bytes:
    ready, _, _ = select.select([terminal], [], [], patience_s)
    try:
        return os.read(terminal, 65536) if ready else b""
    except OSError:  # Linux: the other side is closed
        return b""
