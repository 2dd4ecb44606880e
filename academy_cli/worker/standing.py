"""How the jobs of a worker stand, in a file that others read while it runs and after it ended.

Knows the file, whose academy it tells of, and the lock beside it; refuses to know any job.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from academy_cli.kit import flock
from academy_cli.kit.clock import iso, moment_of
from academy_cli.kit.newfile import replaced_file
from academy_cli.kit.systemwords import system_words
from academy_cli.worker.errors import WorkerBusyError, WorkerFileError

RUNNING, WAITING, OFF = "running", "waiting", "off"
FAILING_AFTER = 2
"""So many failures in a row make a job fail; one may be a server that was restarted."""
UNSEEN_FOR = timedelta(seconds=90)
"""A worker that wrote nothing for so long is not at work, whatever else seems so."""


class JobStanding(NamedTuple):
    """How one job stands."""

    state: str = WAITING
    began_at: datetime | None = None
    """The last time."""
    ended_at: datetime | None = None
    exit: int | None = None
    """The code that it ended with the last time; null while that has not been yet."""
    failures: int = 0
    """In a row."""
    next_at: datetime | None = None

    @property
    def is_failing(self) -> bool:
        """Whether somebody should look: it failed more than once in a row."""
        return self.failures >= FAILING_AFTER


class Standing(NamedTuple):
    """How a worker stands."""

    process: int
    started_at: datetime
    seen_at: datetime
    jobs: Mapping[str, JobStanding]


def read(file: Path, database: str) -> Standing | None:
    """How the worker of a database stood when it wrote last; None where the file does not say so.

    ``database`` is the fingerprint that it wrote.
    """
    said = _read(file)
    return None if said is None or _database_of(said) != database else _standing_of(said)


def is_anothers(file: Path, database: str) -> bool:
    """Whether the file tells of the worker of another academy, so that nothing is known of one's own."""
    said = _read(file)
    return said is not None and _database_of(said) not in {"", database}


def _read(file: Path) -> Mapping[str, Any] | None:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def _database_of(said: Mapping[str, Any]) -> str:
    return str(said.get("database", ""))


def _standing_of(said: Mapping[str, Any]) -> Standing | None:
    try:
        jobs = {name: _job_of(one) for name, one in said["jobs"].items()}
        return Standing(
            int(said["process"]), moment_of(said["started_at"]), moment_of(said["seen_at"]), jobs
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write(file: Path, database: str, standing: Standing) -> None:
    """Write how it stands, whole or not at all. Raises WorkerFileError."""
    said = {
        "database": database,
        "process": standing.process,
        "started_at": iso(standing.started_at),
        "seen_at": iso(standing.seen_at),
        "jobs": {name: _said(job) for name, job in standing.jobs.items()},
    }
    try:
        with replaced_file(file) as out:
            out.write(json.dumps(said, indent=1).encode())
    except OSError as error:
        raise WorkerFileError(file, system_words(error)) from error


def is_at_work(file: Path, database: str, now: datetime) -> bool:
    """Whether a worker of this database is at work that writes to this file."""
    found = read(file, database)
    return found is not None and now - found.seen_at < UNSEEN_FOR and _is_held(_lock_of(file))


@contextmanager
def held(file: Path, database: str) -> Iterator[int]:
    """Be the only worker of a file for the block; gives the descriptor that says so.

    Whoever inherits the descriptor holds it as well, so what a killed worker left behind is known.
    Raises WorkerBusyError and WorkerFileError.
    """
    path = _lock_of(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise WorkerFileError(file, system_words(error)) from error
    try:
        try:
            flock.take(descriptor, wait=False)
        except OSError as error:
            found, is_ours = read(file, database), not is_anothers(file, database)
            process = found.process if found else None
            raise WorkerBusyError(file, process, is_ours=is_ours) from error
        yield descriptor
    finally:
        os.close(descriptor)


def _lock_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _is_held(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        flock.take(descriptor, wait=False)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _said(job: JobStanding) -> Mapping[str, Any]:
    return {
        name: iso(value) if isinstance(value, datetime) else value
        for name, value in job._asdict().items()
    }


def _job_of(said: Mapping[str, Any]) -> JobStanding:
    def moment(name: str) -> datetime | None:
        return moment_of(said[name]) if said.get(name) else None

    return JobStanding(
        str(said["state"]),
        moment("began_at"),
        moment("ended_at"),
        None if said.get("exit") is None else int(said["exit"]),
        int(said.get("failures", 0)),
        moment("next_at"),
    )
