"""A worker at work in a thread, and what it says.

Knows how one is begun, waited for and ended; refuses to know what its jobs do.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from academy_cli.worker.errors import WorkerFileError
from academy_cli.worker.jobs import Job, Words
from academy_cli.worker.running import Pace, Worker
from academy_cli.worker.standing import JobStanding, Standing
from tests.worker.programs import notes, program

QUICK = Pace(beat=0.1, shortest=0.05, longest=0.2, healthy=0.6, grace=20)
LONG = timedelta(hours=1)
DEADLINE_S = 60
"""Until a test gives up on a machine that has something else to do."""


class Heard:
    """What a worker said."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []
        self.failures: list[tuple[str, int, int]] = []
        self.well: list[str] = []
        self.dones: list[tuple[str, int]] = []
        self.unkept_for: list[str] = []

    def line(self, job: str, line: str) -> None:
        self.lines.append((job, line))

    def done(self, job: Job, code: int, took: timedelta) -> None:
        self.dones.append((job.name, code))

    def failed(self, job: Job, code: int, failures: int) -> None:
        self.failures.append((job.name, code, failures))

    def recovered(self, job: Job) -> None:
        self.well.append(job.name)

    def unkept(self, error: WorkerFileError) -> None:
        self.unkept_for.append(error.code)


class Running:
    """A worker at work in a thread, and all that is known of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.heard, self.kept = folder, Heard(), list[Standing]()

    def of(self, name: str) -> JobStanding:
        """How a job stands."""
        return self.kept[-1].jobs[name]

    @property
    def notes(self) -> list[str]:
        return notes(self.folder)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        end = time.monotonic() + DEADLINE_S
        while not holds():
            assert time.monotonic() < end, (self.notes, self.heard.failures, self.kept[-1:])
            time.sleep(0.01)


@contextmanager
def at_work(
    folder: Path, *jobs: Job, pace: Pace = QUICK, before: dict[str, JobStanding] | None = None
) -> Iterator[Running]:
    """A worker at work for the block, and ended after it."""
    running = Running(folder)
    worker = Worker(
        jobs, program(folder), running.heard, running.kept.append, before=before or {}, pace=pace
    )
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield running
    finally:
        worker.wish_end()
        thread.join(DEADLINE_S)
        assert not thread.is_alive()


def lasting(name: str, *words: str) -> Job:
    return Job(name, "", [words])


def timed(name: str, *steps: Words, every: timedelta = LONG, alarms_after: int = 3) -> Job:
    return Job(name, "", steps, every, alarms_after)
