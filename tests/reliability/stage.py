"""A command of academy in a process that can be ended, stopped or broken at any moment.

Knows how to see every statement and every file that a command is about to touch; refuses to know
what the command is for. Processes are forked from one that has imported academy already.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.synchronize import Semaphore
from pathlib import Path
from typing import Any, cast

import psycopg

from academy_cli.__main__ import main
from academy_cli.db import underway
from tests.reliability import faults

PROCESSES = ForkServerContext()
PROCESSES.set_forkserver_preload([__name__, "tests.reliability.preloaded"])
FILES = frozenset(
    {"open", "os.scandir", "os.link", "os.rename", "os.remove", "os.rmdir", "fcntl.flock"}
)
"""Audit events (docs.python.org/3/library/audit_events.html) that are moments."""
PATIENCE_S = 60.0
NEVER = "\0"


@dataclass(frozen=True)
class Stop:
    """A pause before the first moment that begins with some words, or a later one of them."""

    before: str
    time: int = 1
    _reached: Semaphore = field(default_factory=lambda: PROCESSES.Semaphore(0))
    _resumed: Semaphore = field(default_factory=lambda: PROCESSES.Semaphore(0))

    def wait(self) -> None:
        """Wait until the command is there."""
        assert self._reached.acquire(timeout=PATIENCE_S), f"nothing came to “{self.before}”"

    def go_on(self) -> None:
        """Let the command go on, if it still lives: an Event would wait for its answer."""
        self._resumed.release()

    def hold(self) -> None:
        """Be the command that waits."""
        self._reached.release()
        self._resumed.acquire(timeout=PATIENCE_S)


@dataclass(frozen=True)
class Act:
    """A command, and what shall happen to it."""

    words: Sequence[str]
    folder: Path
    environ: Mapping[str, str]
    said: Path
    """A folder for what it says: ``out``, ``err``, ``moments`` and how many connections are ``open``."""
    kill_at: int | None = None
    """Die right before this moment, counted from 0."""
    stop: Stop = field(default_factory=lambda: Stop(NEVER))
    broken: str | None = None
    """A fault that is built into academy first."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: an exit code or minus a signal, and what it said."""

    code: int
    out: str
    err: str


class Watch:
    """Counts moments, and dies or pauses at one."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._met = 0
        self.passed: list[str] = []

    def reach(self, moment: str) -> None:
        """Come to a moment."""
        if self._act.kill_at is not None and len(self.passed) >= self._act.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        moment = " ".join(moment.split())
        self.passed.append(moment)
        if moment.startswith(self._act.stop.before):
            self._met += 1
            if self._met == self._act.stop.time:
                self._act.stop.hold()

    def audit(self, event: str, details: tuple[Any, ...]) -> None:
        """Come to a moment at which a file is touched; those of Python itself do not count."""
        if event not in FILES or not details:
            return
        path, folder = os.fsdecode(str(details[0])), f"{self._act.folder}/"
        if not path.startswith("/") or path.startswith(folder):
            self.reach(f"{event} {path.removeprefix(folder)}")


def start(act: Act) -> ForkServerProcess:
    """Start a command."""
    act.said.mkdir(parents=True, exist_ok=True)
    process = PROCESSES.Process(target=perform, args=(act,), daemon=True)
    process.start()
    return process


def signalled(process: ForkServerProcess, act: Act, sign: signal.Signals) -> None:
    """Send a signal to a command where it is to stop, and let it go on."""
    assert process.pid is not None
    act.stop.wait()
    os.kill(process.pid, sign)
    time.sleep(0.1)
    act.stop.go_on()


def ended(process: ForkServerProcess, act: Act) -> Ended:
    """Wait for a command's end."""
    process.join(PATIENCE_S)
    assert process.exitcode is not None, f"{act.words} did not end"
    code = process.exitcode
    process.close()
    return Ended(code, (act.said / "out").read_text("utf-8"), (act.said / "err").read_text("utf-8"))


def moments(act: Act) -> list[str]:
    """The moments that a command came through, when it was not killed."""
    return (act.said / "moments").read_text("utf-8").splitlines()


def still_open(act: Act) -> int:
    """How many connections a command had not closed when it was done."""
    return int((act.said / "open").read_text("utf-8"))


def perform(act: Act) -> None:
    """Be the command, to its end."""
    os.environ.clear()
    os.environ.update(act.environ)
    os.chdir(act.folder)
    os.setsid()
    for descriptor, name in ((1, "out"), (2, "err")):
        file = os.open(act.said / name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(file, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - open as long as the process
    signal.signal(signal.SIGINT, signal.default_int_handler)
    watch = Watch(act)
    opened: list[Any] = []
    watch_sqlite(watch.reach, opened)
    watch_postgresql(watch.reach, opened)
    if act.broken:
        getattr(faults, act.broken)()
    sys.addaudithook(watch.audit)
    code = main(act.words)
    watch.reach("end")
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    (act.said / "open").write_text(str(sum(map(_is_open, opened))), "utf-8")
    (act.said / "moments").write_text("\n".join(watch.passed), "utf-8")
    os._exit(code)


def watch_sqlite(reach: Callable[[str], None], opened: list[Any]) -> None:
    """Come to a moment before each of SQLite's statements, and keep every connection."""
    connect = sqlite3.dbapi2.connect

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, *values: Any) -> Cursor:
            reach(statement)
            return super().execute(statement, *values)

        def executemany(self, statement: str, rows: Any) -> Cursor:
            reach(statement)
            return super().executemany(statement, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def executemany(self, statement: str, rows: Any) -> sqlite3.Cursor:
            reach(statement)
            return super().executemany(statement, rows)

        def commit(self) -> None:
            reach("COMMIT")
            super().commit()
            reach("committed")

    def connected(*words: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*words, factory=Connection, **options))
        return cast("Connection", opened[-1])

    sqlite3.dbapi2.connect = connected  # type: ignore[attr-defined]


def watch_postgresql(reach: Callable[[str], None], opened: list[Any]) -> None:
    """The same for PostgreSQL, also within a COPY."""
    connect = psycopg.connect

    def connected(*words: Any, **options: Any) -> Any:
        opened.append(connect(*words, **options))
        return opened[-1]

    psycopg.connect = connected
    for name in ("execute", "executemany", "copy"):
        _announce(psycopg.Cursor, name, reach)
    _announce(psycopg.Copy, "finish", reach)
    _announce(psycopg.Connection, "commit", reach)
    begin = underway.begin

    def begun(connection: Any, statement: Any, told: Any) -> Any:
        reach(str(statement))
        wait = begin(connection, statement, told)

        def ended() -> int:
            reach("COMMIT")
            changed = wait()
            reach("committed")
            return changed

        return ended

    underway.begin = begun


def _is_open(connection: Any) -> bool:
    if isinstance(connection, psycopg.Connection):
        return not connection.closed
    try:
        connection.total_changes  # noqa: B018
    except sqlite3.ProgrammingError:
        return False
    return True


def _announce(owner: type, name: str, reach: Callable[[str], None]) -> None:
    act = getattr(owner, name)

    def announced(self: Any, *words: Any, **options: Any) -> Any:
        if name == "commit":
            reach("COMMIT")
        else:
            reach(str(words[0]) if words and isinstance(words[0], str) else name)
        result = act(self, *words, **options)
        if name == "commit":
            reach("committed")
        return result

    setattr(owner, name, announced)
