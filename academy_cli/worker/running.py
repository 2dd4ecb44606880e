"""Jobs kept going: what goes on is begun again when it ends, what comes again is begun in time.

Each step is a process of its own, so what breaks in one reaches no other. Knows when to begin and how to end;
refuses to know what a job does.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple, Protocol

from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words
from academy_cli.worker.errors import WorkerFileError
from academy_cli.worker.jobs import Job, Words
from academy_cli.worker.standing import RUNNING, WAITING, JobStanding, Standing

_GLANCE_S = 0.5
"""Until a wish to end is heard, at the most."""
_GOOD = frozenset({0, 9})
"""Done; or done as far as possible, and a person has to look, which asking again would not change."""


class Pace(NamedTuple):
    """How long a worker waits for what."""

    beat: float = 15
    """Seconds between two times that it writes how things stand."""
    shortest: float = 5
    """Seconds until what failed once is begun again; twice as many after each further failure."""
    longest: float = 300
    healthy: float = 600
    """What went on for so many seconds is well, however often it failed before."""
    grace: float = 60
    """Seconds that a command has to end in good order."""
    glance: float = 30
    """Seconds between two looks at the clock, which may be set meanwhile, or have slept with the machine."""


USUAL = Pace()


class Program(NamedTuple):
    """How commands are begun."""

    words: Sequence[str]
    environ: Mapping[str, str] | None = None
    """Their variables; None for those of this process."""
    inherited: Sequence[int] = ()
    """Descriptors that each of them has open as well."""


class Hearer(Protocol):
    """Who hears of what goes on; called from several threads, one at a time."""

    def line(self, job: str, line: str) -> None:
        """A command wrote a line."""

    def done(self, job: Job, code: int, took: timedelta) -> None:
        """A job that comes again was done; with 9 where a person has to look."""

    def failed(self, job: Job, code: int, failures: int) -> None:
        """A job failed, so many times in a row by now."""

    def recovered(self, job: Job) -> None:
        """A job that had failed is well again."""

    def unkept(self, error: WorkerFileError) -> None:
        """How things stand cannot be written any more."""


class Worker:
    """One process that keeps jobs going until somebody wishes it to end."""

    def __init__(
        self,
        jobs: Sequence[Job],
        program: Program,
        hearer: Hearer,
        keep: Callable[[Standing], None],
        *,
        before: Mapping[str, JobStanding] = {},
        pace: Pace = USUAL,
    ) -> None:
        self._jobs, self._program, self._hearer, self._keep = jobs, program, hearer, keep
        self._pace, self._started_at = pace, utc_now()
        self._standing = {job.name: _resumed(job, before.get(job.name)) for job in jobs}
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._over, self._changed = threading.Event(), threading.Event()
        self._lock, self._hearing = threading.Lock(), threading.Lock()
        self._is_wished, self._is_kept = False, True

    def wish_end(self) -> None:
        """Let nothing more begin, and what goes on end in good order; a signal's handler may say so."""
        self._is_wished = True  # no lock: the handler runs in the middle of whatever holds one

    def run(self) -> None:
        """Keep the jobs going; returns once all of them have ended."""
        threads = [threading.Thread(target=self._go, args=(job,)) for job in self._jobs]
        try:
            self._beat()
            for each in threads:
                each.start()
            self._look_on()
        finally:
            self._over.set()
            self._end(threads)
            self._beat_if_possible()

    def _look_on(self) -> None:
        """Write how things stand when that changes, and from time to time, until somebody wishes an end."""
        written = time.monotonic()
        while not self._is_wished:
            has_changed = self._changed.wait(_GLANCE_S)
            if has_changed or time.monotonic() - written > self._pace.beat:
                self._changed.clear()
                self._beat_if_possible()
                written = time.monotonic()

    def _beat_if_possible(self) -> None:
        """Do; where it cannot be written any more, as on a full disk, say so once, and let the jobs go on."""
        try:
            self._beat()
        except WorkerFileError as error:
            if self._is_kept:
                with self._hearing:
                    self._hearer.unkept(error)
            self._is_kept = False
        else:
            self._is_kept = True

    def _beat(self) -> None:
        """Write how things stand; what has been going on for long is well."""
        for job in self._jobs:
            now = self._standing[job.name]
            if now.failures and self._is_healthy(job, now):
                self._settle(job, now._replace(failures=0))
        with self._lock:
            jobs = dict(self._standing)
        self._keep(Standing(os.getpid(), self._started_at, utc_now(), jobs))

    def _is_healthy(self, job: Job, now: JobStanding) -> bool:
        """Whether it goes on, and has for long."""
        since = now.began_at if now.state == RUNNING and job.every is None else None
        return since is not None and (utc_now() - since).total_seconds() > self._pace.healthy

    def _go(self, job: Job) -> None:
        while not self._over.is_set():
            while left := self._left(job):
                if self._over.wait(min(left, self._pace.glance)):
                    return
            self._once(job)

    def _left(self, job: Job) -> float:
        """Seconds until a job is due; nothing where the clock was set back since that was said."""
        due = self._standing[job.name].next_at
        left = (due - utc_now()).total_seconds() if due is not None else 0.0
        longest = max(self._pace.longest, job.every.total_seconds() if job.every else 0)
        return left if 0 < left <= longest else 0.0

    def _once(self, job: Job) -> None:
        old, began = self._standing[job.name], utc_now()
        self._settle(job, old._replace(state=RUNNING, began_at=began, next_at=None))
        code = self._code_of(job)
        ended = utc_now()
        if code is None or (self._over.is_set() and code not in _GOOD):
            self._settle(job, old._replace(began_at=began, ended_at=ended, next_at=None))
            return
        was_well = (ended - began).total_seconds() > self._pace.healthy
        known = 0 if job.every is None and was_well else old.failures
        failures = 0 if job.every is not None and code in _GOOD else known + 1
        next_at = ended + self._rest(job, ended - began, failures)
        self._settle(job, JobStanding(WAITING, began, ended, code, failures, next_at))
        with self._hearing:
            if failures:
                self._hearer.failed(job, code, failures)
            else:
                self._hearer.done(job, code, ended - began)

    def _settle(self, job: Job, new: JobStanding) -> None:
        with self._lock:
            old, self._standing[job.name] = self._standing[job.name], new
        self._changed.set()
        if old.failures and not new.failures:
            with self._hearing:
                self._hearer.recovered(job)

    def _rest(self, job: Job, lasted: timedelta, failures: int) -> timedelta:
        """From an end to the next beginning."""
        doubled = self._pace.shortest * 2 ** min(max(failures - 1, 0), 20)
        pause = timedelta(seconds=min(self._pace.longest, doubled))
        if job.every is None:
            return pause
        usual = max(job.every - lasted, timedelta())
        return min(usual, pause) if failures else usual

    def _code_of(self, job: Job) -> int | None:
        """How a job ended: with the code of its last step that was done; None where it did not come to it."""
        code: int | None = None
        for words in job.steps:
            code = self._done(job, words)
            if code != 0:
                break
        return code

    def _done(self, job: Job, words: Words) -> int | None:
        """Do one step to its end; what it writes is passed on line by line."""
        with self._lock:
            if self._over.is_set():
                return None
            try:
                process = self._running[job.name] = self._begun(
                    words, hears_answers=job.every is None
                )
            except OSError as error:
                self._hearer.line(job.name, say("cannot be begun: {}", system_words(error)))
                return 1
        said = process.stdout or process.stderr
        assert said is not None  # asked for in _begun
        with said as lines:
            for line in lines:
                with self._hearing:
                    self._hearer.line(job.name, line.rstrip("\n"))
        code = process.wait()
        with self._lock:
            del self._running[job.name]
        return code

    def _begun(self, words: Words, *, hears_answers: bool) -> subprocess.Popen[str]:
        """A process; of what it does once the answer is for nobody, of what goes on it is news."""
        return subprocess.Popen(
            [*self._program.words, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if hears_answers else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if hears_answers else subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=self._program.environ,
            pass_fds=tuple(self._program.inherited),
            start_new_session=True,  # Ctrl-C is for the worker, which then asks once
        )

    def _end(self, threads: Sequence[threading.Thread]) -> None:
        """Ask what is going on to end, wait, and end what does not."""
        with self._lock:
            for process in self._running.values():
                process.terminate()
        started = [each for each in threads if each.ident is not None]
        until = time.monotonic() + self._pace.grace
        for each in started:
            each.join(max(0.0, until - time.monotonic()))
        with self._lock:
            for process in self._running.values():
                process.kill()
        for each in started:
            each.join()


def _resumed(job: Job, before: JobStanding | None) -> JobStanding:
    """A job as an earlier worker left it: what is due later stays so, all else begins now."""
    if before is None:
        return JobStanding()
    is_due_later = job.every is not None and before.state == WAITING
    return before._replace(state=WAITING, next_at=before.next_at if is_due_later else None)
