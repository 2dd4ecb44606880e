"""A second process that reads a large course from its end while this one reads it from its beginning.

Knows how it is started, heard and ended; refuses to wait for it: whatever it has not said yet is read here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO

from academy_cli.authoring.kept.rows import Row
from academy_cli.authoring.kept.worker import LENGTH, Task

MAIN = """
import sys
sys.path.append(sys.argv[1])
from academy_cli.authoring.kept.worker import main
main()
"""
WORTH = 0.5
"""Of a core; less is not worth starting a process for."""
RUNNING, LOOKS, BETWEEN_S = Path("/proc/loadavg"), 4, 0.002
"""Where Linux says how many threads run, how often one looks if others do, and how long between."""
PARENT = Path(__file__).parents[3]
"""Where the package is; asked last, for it may hold anything."""


def has_free_core() -> bool:
    """Whether a second process would find a core that nobody uses; else it takes time from this one."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return cores - 1 - _others_at_work() >= WORTH


def _others_at_work() -> float:
    """How many other threads run at the moment; on average of a minute where only that is known.

    An average goes on for a minute after the work has ended (proc(5), loadavg).
    """
    try:
        looks = [_running()]
        while looks[-1] > 1 and len(looks) < LOOKS:  # something short may have come in between
            time.sleep(BETWEEN_S)
            looks.append(_running())
        return min(looks) - 1
    except (OSError, ValueError, IndexError):
        return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0


def _running() -> int:
    return int(RUNNING.read_text().split()[3].partition("/")[0])


class Beside:
    """The other process, and the rows that it has told so far, by their source."""

    def __init__(self, task: Task) -> None:
        self.rows: dict[str, Row] = {}
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError, ValueError):
            self._process = subprocess.Popen(
                # -P: nothing is imported from where somebody stands
                [sys.executable, "-P", "-c", MAIN, str(PARENT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        if self._process is not None:
            self._thread = Thread(target=self._talk, args=(self._process, task), daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Stop it, whatever it is at."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process = None

    def _talk(self, process: subprocess.Popen[bytes], task: Task) -> None:
        assert process.stdin
        assert process.stdout
        with suppress(OSError, ValueError, EOFError, pickle.UnpicklingError):
            process.stdin.write(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
            process.stdin.close()
            self._listen(process.stdout)

    def _listen(self, stream: IO[bytes]) -> None:
        while len(head := stream.read(LENGTH.size)) == LENGTH.size:
            data = stream.read(LENGTH.unpack(head)[0])
            self.rows.update((row[0], row) for row in pickle.loads(data))
