"""What is wrong with a file, as data: one finding with its place, its reason and its remedy.

Knows severities and order; refuses to know how findings are made or shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum


class Severity(Enum):
    """How much a finding matters: an error stops the work, a warning and a note do not, off is silence."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    ``file`` is relative to the folder that is read, with ``/``; ``line`` and ``column`` count from 1, and 0
    means the whole file. ``value`` is the offending text, ``hint`` the fix in one sentence. What
    ``is_firm`` is an error however an author grades findings.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    value: str
    message: str
    hint: str
    is_firm: bool = False

    @property
    def place(self) -> str:
        """``file:line:column`` as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def ordered(problems: Iterable[Problem], *, strict: bool = False) -> tuple[Problem, ...]:
    """Findings by place, each once, without those switched off; ``strict`` makes errors of warnings."""
    kept = {problem for problem in problems if problem.severity is not Severity.OFF}
    if strict:
        kept = {
            replace(p, severity=Severity.ERROR) if p.severity is Severity.WARNING else p
            for p in kept
        }
    return tuple(sorted(kept, key=lambda p: (p.file, p.line, p.column, p.code, p.value, p.message)))


def count(problems: Iterable[Problem]) -> dict[str, int]:
    """Count findings by severity; each severity has a number, also when it is 0."""
    found = Counter(problem.severity for problem in problems)
    return {s.value: found[s] for s in (Severity.ERROR, Severity.WARNING, Severity.NOTE)}


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any finding is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
