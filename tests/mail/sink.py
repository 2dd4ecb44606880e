"""An SMTP server in a process of its own that keeps the Message-ID of every letter it took.

Knows aiosmtpd; refuses nothing. ``python -m tests.mail.sink PORT FILE`` listens until it is ended.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PIPELINING = "pipelining"
_ID = re.compile(rb"^message-id:\s*<([^>]+)>", re.IGNORECASE | re.MULTILINE)


class Sink:
    """A server that runs, and what it took."""

    def __init__(self, port: int, file: Path) -> None:
        self.port, self.file = port, file

    def taken(self) -> Counter[str]:
        """How often each letter was taken, by Message-ID."""
        return Counter(self.file.read_text(encoding="ascii").split())


@contextmanager
def sink(folder: Path, *, is_pipelining: bool = False) -> Iterator[Sink]:
    """A server for the block; one that is pipelining hears several commands at once (RFC 2920)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = folder / "taken.txt"
    file.touch()
    more = [PIPELINING] if is_pipelining else []
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.mail.sink", str(port), str(file), *more]
    )
    try:
        _wait(port)
        yield Sink(port, file)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = "the sink does not listen"
    raise RuntimeError(message)


class _Keeper:
    """Writes a letter's name down before it is said to be taken."""

    def __init__(self, file: Path, *, is_pipelining: bool) -> None:
        self._file = file.open("ab", buffering=0)
        self._is_pipelining = is_pipelining

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        more = ["250-PIPELINING"] if self._is_pipelining else []
        return [*responses[:-1], *more, responses[-1]]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        found = _ID.search(envelope.content)
        self._file.write((found[1] if found else b"?") + b"\n")
        return "250 taken"


def main(port: str, file: str, *more: str) -> None:
    """Listen until the process is ended."""
    from aiosmtpd.controller import Controller

    keeper = _Keeper(Path(file), is_pipelining=PIPELINING in more)
    controller = Controller(keeper, hostname="127.0.0.1", port=int(port))
    controller.start()
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
