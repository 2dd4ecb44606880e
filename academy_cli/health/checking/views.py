"""What a check has to say: what was seen, whether that is good, and the fix.

Knows their shape; refuses to know what is checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from academy_cli.errors import AcademyError
from academy_cli.kit.saying import unstopped

_COMMAND = re.compile(r"\bacademy [a-z][^;:]*$")
OK, WARNING, FAILING, SKIPPED = "ok", "warning", "failing", "skipped"


class Finding(NamedTuple):
    """One thing that was looked at."""

    check: str
    """What was checked: ``stripe``; there may be several findings of it."""
    state: str
    """``ok``, ``warning``, ``failing``, or ``skipped`` where it could not be looked at."""
    said: str
    """What was seen, in a sentence without its full stop."""
    fix: str
    """What to do about it; empty where nothing has to be done."""
    next: str
    """The command of it, to be pasted; empty where there is none."""


class Pen(NamedTuple):
    """Writes the findings of one check."""

    check: str

    def ok(self, said: str) -> Finding:
        """As it should be."""
        return Finding(self.check, OK, said, "", "")

    def warning(self, said: str, fix: str, more: str = "") -> Finding:
        """Something that works, and may not for long, or not for everybody."""
        return Finding(self.check, WARNING, said, fix, more)

    def failing(self, said: str, fix: str, more: str = "") -> Finding:
        """Something that does not work."""
        return Finding(self.check, FAILING, said, fix, more)

    def refused(self, error: AcademyError) -> Finding:
        """What academy itself refuses, with its own hint; a command at the hint's end can be pasted."""
        command = _COMMAND.search(error.hint)
        return self.failing(unstopped(error.message), error.hint, command[0] if command else "")

    def skipped(self, why: str) -> Finding:
        """Something that could not, or should not, be looked at."""
        return Finding(self.check, SKIPPED, why, "", "")


class Check(NamedTuple):
    """One check: what it is called, what it needs, and the question."""

    name: str
    ask: Callable[[], Iterable[Finding]]
    asks_world: bool = False
    """Whether it asks other machines, which --offline leaves out."""
    needs_database: bool = False
