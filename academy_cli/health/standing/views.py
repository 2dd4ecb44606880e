"""What is told of where an academy stands: figures, each with its state and the command that shows more.

Knows their shape; refuses to know where a figure comes from.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from academy_cli.kit.money import Money

OK, ATTENTION = "ok", "attention"


class Figure(NamedTuple):
    """One thing that can be said in a number, a moment or an amount."""

    section: str
    name: str
    """What scripts call it: ``mail_dead``."""
    value: int | str | datetime | Money | None
    state: str
    """``ok``, or ``attention`` where a person has to look."""
    said: str
    """The value in words."""
    next: str
    """The command that shows more or goes on; empty where there is none."""

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look."""
        return self.state == ATTENTION


class Pen(NamedTuple):
    """Writes the figures of one section."""

    section: str

    def ok(
        self, name: str, value: int | str | datetime | Money | None, said: str, more: str = ""
    ) -> Figure:
        """A figure that is as it should be, or that is only told."""
        return Figure(self.section, name, value, OK, said, more)

    def attention(
        self, name: str, value: int | str | datetime | Money | None, said: str, more: str
    ) -> Figure:
        """A figure that somebody has to look at."""
        return Figure(self.section, name, value, ATTENTION, said, more)

    def zero_or(self, name: str, count: int, said: str, more: str) -> Figure:
        """A count of what should not be: in order where there is none."""
        return self.attention(name, count, said, more) if count else self.ok(name, 0, said)
