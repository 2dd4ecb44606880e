"""Findings as a compiler writes them: place, severity, code, value, reason and remedy.

Knows how a finding reads on a terminal and as a row; refuses to judge it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from academy_cli.authoring.codes import CODES
from academy_cli.authoring.problems import Problem, Severity, count
from academy_cli.cli.answer import Columns
from academy_cli.cli.terminal import Ink
from academy_cli.cli.terminal.ink import Style
from academy_cli.kit.record import record

Line = tuple[str | Ink, ...]

_STYLES: Mapping[Severity, Style] = {Severity.ERROR: "red", Severity.WARNING: "yellow"}

COLUMNS = Columns(
    ("file", "line", "column", "severity", "code", "value", "message"),
    ("course", "file", "line", "column", "severity", "code", "value", "message", "hint"),
)


def rows(course: str, problems: Sequence[Problem]) -> list[Mapping[str, object]]:
    """One record per finding."""
    return [{"course": course, **record(problem)} for problem in problems]


def lines(problems: Sequence[Problem], folder: PurePath) -> Iterator[Line]:
    """Two lines per finding, and one more for the reason, the first time a code comes up.

    Places begin with ``folder``, so that a terminal or an editor can open them.
    """
    told: set[str] = set()
    for problem in problems:
        value = f" “{problem.value}”" if problem.value else ""
        yield (
            Ink(f"{folder / problem.place}: ", "bold"),
            Ink(problem.severity.value, _STYLES.get(problem.severity, "cyan")),
            f": {problem.code}{value}: {problem.message}",
        )
        if problem.code not in told and problem.code in CODES:
            yield (Ink(f"  why: {CODES[problem.code].why}", "dim"),)
        told.add(problem.code)
        yield (f"  fix: {problem.hint}",)


def summary(problems: Sequence[Problem]) -> str:
    """``2 errors and 1 warning``; ``no findings`` when there is none."""
    parts = [
        f"{number} {word if number == 1 else word + 's'}"
        for word, number in count(problems).items()
        if number
    ]
    return (
        " and ".join([", ".join(parts[:-1]), parts[-1]][-len(parts) :]) if parts else "no findings"
    )
