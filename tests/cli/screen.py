"""A terminal without a person: what a process draws on it, and what is typed into it.

Knows pseudo-terminals; refuses to interpret what is drawn.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

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
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_TERMINAL, *command],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=where, env=environ,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
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
        return cls(drawn.decode(), process.wait(PATIENCE_S))


def _read(terminal: int, patience_s: float) -> bytes:
    ready, _, _ = select.select([terminal], [], [], patience_s)
    try:
        return os.read(terminal, 65536) if ready else b""
    except OSError:  # Linux: the other side is closed
        return b""
