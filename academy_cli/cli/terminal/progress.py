"""How far long work has come: a bar for a person, one line per step for a log, silence on request.

Knows when a bar is worth drawing; refuses to know what the work is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

PATIENCE_S = 0.4
"""Shorter work ends before anybody could read a bar, and need not pay for importing rich."""


Progress = Callable[[int], None]
"""Long work tells how many units are done so far."""


class Bar:
    """A bar that appears only when the work turns out to be long."""

    def __init__(
        self, stream: TextIO, environ: Mapping[str, str], label: str, total: int | None
    ) -> None:
        self._stream, self._environ = stream, environ
        self._label, self._total = label, total
        self._deadline = time.monotonic() + PATIENCE_S
        self._drawn: Any = None

    def __call__(self, done: int) -> None:
        """Move the bar, drawing it first if the work has lasted long enough."""
        if self._drawn:
            self._drawn.update(self._drawn.task_ids[0], completed=done)
        elif time.monotonic() > self._deadline:
            self._draw(done)

    def end(self) -> None:
        """Take the bar away."""
        if self._drawn:
            self._drawn.stop()
            self._drawn = None

    def _draw(self, done: int) -> None:
        from rich import progress
        from rich.console import Console

        console = Console(file=self._stream, no_color=bool(self._environ.get("NO_COLOR")))
        label = progress.TextColumn("{task.description}", markup=False)
        columns: tuple[progress.ProgressColumn, ...]
        if self._total is None:
            columns = (label, progress.TextColumn("{task.completed}"), progress.SpinnerColumn())
        else:
            numbers = (progress.MofNCompleteColumn(), progress.TimeRemainingColumn())
            columns = (label, progress.BarColumn(), *numbers)
        self._drawn = progress.Progress(*columns, console=console, transient=True)
        self._drawn.add_task(self._label, total=self._total, completed=done)
        self._drawn.start()


class Bars:
    """The bars of one screen, of which only the one that was begun last is drawn."""

    def __init__(self) -> None:
        self._open: list[Bar] = []

    @contextmanager
    def bar(
        self, stream: TextIO, environ: Mapping[str, str], label: str, total: int | None
    ) -> Iterator[Progress]:
        """Show a bar while the block runs."""
        for one in self._open:
            one.end()  # it comes back when this one is gone
        drawn = Bar(stream, environ, label, total)
        self._open.append(drawn)
        try:
            yield lambda done: drawn(done) if self._open[-1] is drawn else None
        finally:
            self._open.remove(drawn)
            drawn.end()


@contextmanager
def step(tell: Callable[[str], None], label: str, total: int | None) -> Iterator[Progress]:
    """Say one line when the block begins."""
    tell(label if total is None else f"{label} ({total})")
    yield _unheard


@contextmanager
def silence() -> Iterator[Progress]:
    """Say nothing."""
    yield _unheard


def _unheard(done: int) -> None:
    """Progress nobody looks at."""
