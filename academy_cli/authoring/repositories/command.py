"""Git, run as a child that asks nobody, runs nothing of a repository's, and ends when it falls silent.

Knows git's environment and how a child is ended; refuses to know what it is asked for.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO

from academy_cli.authoring.repositories.errors import NoGitError
from academy_cli.kit.saying import say

PINNED: Mapping[str, str] = {
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.askPass": "",
    "credential.interactive": "false",
    "fetch.recurseSubmodules": "false",
    "fetch.fsckObjects": "false",
    "fetch.unpackLimit": "1",
    "fetch.writeCommitGraph": "false",
    "gc.auto": "0",
    "http.followRedirects": "initial",
    "maintenance.auto": "false",
    "protocol.version": "2",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
}
"""What no configuration of a person's changes; the rest of it, such as a proxy or a helper, is theirs."""
KEPT = frozenset(
    {"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"}
)
"""Of git's variables: how the machine gets to its repositories. The others may point anywhere."""
ASKS_NOBODY = "-o BatchMode=yes"
LATER_S = 5
"""How much longer curl waits, so that it is academy who gives a silent server up."""
TICK_S = 0.05
"""How often a child is looked at."""
MOST_SAID = 1 << 16
"""Bytes of what git says about what it does; only the end matters."""


class GitFailedError(Exception):
    """Git ended without having done what it was asked; ``said`` is what it said last."""

    def __init__(self, said: str, *, is_silent: bool = False) -> None:
        super().__init__(said)
        self.said, self.is_silent = said, is_silent


@dataclass(frozen=True)
class Git:
    """Git with what an address needs: ``protocols`` that it may speak, configuration and environment."""

    protocols: Sequence[str] = ("file",)
    silent_s: float = 60
    config: Sequence[tuple[str, str]] = ()
    environ: Mapping[str, str] = field(default_factory=dict)

    def run(self, *words: str | Path, watch: Callable[[], None] = lambda: None) -> bytes:
        """What git answers. Raises GitFailedError, also when it says nothing for too long.

        ``watch`` is asked all the time and at the end; it stops git by raising.
        """
        with self.started(*words) as child:
            answer = child.answer(self.silent_s, watch)
            watch()
            return answer

    @contextmanager
    def started(self, *words: str | Path, stdin: IO[bytes] | None = None) -> Iterator[Child]:
        """Git at work; when the block ends, so does it."""
        try:
            process = subprocess.Popen(
                ["git", *words],
                stdin=stdin or subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment(),
                start_new_session=True,  # without a terminal nobody can be asked
            )
        except OSError as error:
            raise NoGitError from error
        child = Child(process)
        try:
            yield child
        finally:
            child.end()

    def _environment(self) -> dict[str, str]:
        known = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "ACADEMY_")) or name in KEPT
        }
        slow = (
            ("http.lowSpeedLimit", "1"),
            ("http.lowSpeedTime", str(round(self.silent_s) + LATER_S)),
        )
        config = (*PINNED.items(), *slow, *self.config)
        known |= {"GIT_CONFIG_COUNT": str(len(config))}
        for number, (name, value) in enumerate(config):
            known |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return known | {
            "GIT_ALLOW_PROTOCOL": ":".join(self.protocols),
            "GIT_ASKPASS": "",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
            **self.environ,
        }


class Child:
    """One git at work. What it says is read all the time, so that it never has to wait."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        assert process.stderr
        self._process = process
        self.out: IO[bytes] = process.stdout
        self._said = b""
        self._heard_at = time.monotonic()
        self._listener = Thread(target=self._listen, args=(process.stderr,), daemon=True)
        self._listener.start()

    @property
    def said(self) -> str:
        """What it said besides its answer."""
        self._listener.join(timeout=1)
        return self._said.decode("utf-8", errors="replace")

    def answer(self, silent_s: float, watch: Callable[[], None]) -> bytes:
        """All of its answer. Raises GitFailedError."""
        found: list[bytes] = []
        reader = Thread(target=self._read, args=(found,), daemon=True)
        reader.start()
        while reader.is_alive() or self._process.poll() is None:
            if time.monotonic() - self._heard_at > silent_s:
                raise GitFailedError(say("it said nothing for {:g} s", silent_s), is_silent=True)
            watch()
            reader.join(timeout=TICK_S)
            if not reader.is_alive():
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout=TICK_S)
        self.require_done()
        return b"".join(found)

    def require_done(self) -> None:
        """Insist that it did what it was asked. Raises GitFailedError."""
        if self._process.wait():
            raise GitFailedError(self.said)

    def end(self) -> None:
        """Stop it and whatever it started, if it is still at work."""
        if self._process.poll() is None:
            with suppress(OSError):
                _stopper()(self._process.pid)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=1)
            self._process.kill()
            self._process.wait()
        self._listener.join(timeout=1)
        self.out.close()

    def _read(self, found: list[bytes]) -> None:
        while piece := self.out.read1(1 << 16):  # type: ignore[attr-defined]  # a pipe is buffered
            self._heard_at = time.monotonic()
            found.append(piece)

    def _listen(self, stream: IO[bytes]) -> None:
        with stream:
            while piece := os.read(stream.fileno(), 1 << 12):
                self._heard_at = time.monotonic()
                self._said = (self._said + piece)[-MOST_SAID:]


def _stopper() -> Callable[[int], None]:
    """Ends a child with its own children, where there are groups of processes."""
    if sys.platform == "win32":
        return lambda number: os.kill(number, signal.SIGTERM)
    return lambda number: os.killpg(number, signal.SIGTERM)
