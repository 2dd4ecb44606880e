"""Running commands and floors in turn, and what their times say.

Knows processes, clocks and memory; refuses to know what is measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO

BIN = Path(sys.executable).parent
PIECE = 1 << 20
FLOORS = Path(__file__).with_name("floors.py")


@dataclass(frozen=True)
class Run:
    """One finished process: seconds from start to end, and the most memory it used, in MB."""

    seconds: float
    memory_mb: float
    output: str


@dataclass(frozen=True)
class Figure:
    """One line of the report: what was measured, against what, and what is asked for."""

    what: str
    value: float
    asked: float
    unit: str
    detail: str

    @property
    def is_met(self) -> bool:
        """Whether it is as good as asked for."""
        return self.value <= self.asked


def run(command: Sequence[str | Path], environ: dict[str, str], *, is_kept: bool = True) -> Run:
    """Run a process to its end; raises CalledProcessError unless it exits 0.

    A process is said to use at least the memory that this one holds when it starts it (getrusage(2)). Output
    that is not kept goes into a pipe all the same, and is read as fast as it comes.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ
    ) as process:
        assert process.stdout
        assert process.stderr
        output = process.stdout.read() if is_kept else _drained(process.stdout)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output, errors)
    return Run(seconds, usage.ru_maxrss / 1024, output.decode())


def _drained(stream: IO[bytes]) -> bytes:
    while stream.read(PIECE):
        pass
    return b""


def floor(name: str, *arguments: str | Path, environ: dict[str, str]) -> float:
    """Seconds of a floor, as it counts them itself."""
    return float(run([sys.executable, FLOORS, name, *arguments], environ).output)


def in_turn(works: Sequence[Callable[[], float]], rounds: int) -> list[float]:
    """The median of each work, run in turn so that a busy moment of the machine hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, found in zip(works, times, strict=True):
            found.append(work())
    return [median(found) for found in times]


def ratio(what: str, command_s: float, floor_s: float, asked: float) -> Figure:
    """A command's time as a multiple of its floor."""
    detail = f"{command_s * 1000:.0f} ms / {floor_s * 1000:.0f} ms"
    return Figure(what, command_s / floor_s, asked, "x", detail)


def report(figures: Sequence[Figure]) -> str:
    """The figures as a table."""
    width = max(len(figure.what) for figure in figures)
    lines = [
        f"{f.what:<{width}}  {f.value:8.2f}{f.unit:<3} asked <= {f.asked:g}{f.unit:<3}"
        f" {'ok    ' if f.is_met else 'MISSED'}  {f.detail}"
        for f in figures
    ]
    return "\n".join(lines)
