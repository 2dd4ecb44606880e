"""A chart as a value: bars in their order, each with its name, its size and how people write that.

Knows nothing but values and the language of its words; refuses to know how anything looks.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from academy_cli.analytics.voice import PLAIN, Voice
from academy_cli.kit.saying import say, say_joined


class Form(Enum):
    """How bars stand: side by side as time goes on, or below each other with their names before them."""

    COLUMNS = "columns"
    ROWS = "rows"


class Bar(NamedTuple):
    """One bar; nothing is known of a size of None."""

    name: str
    size: float | None
    text: str


class Chart(NamedTuple):
    """A chart of one figure in one unit, with the words that say the same, all in one language."""

    title: str
    form: Form
    bars: tuple[Bar, ...]
    voice: Voice = PLAIN

    @property
    def told(self) -> str:
        """What it shows, for whoever does not see it: the first, the last, the largest."""
        known = [one for one in self.bars if one.size is not None]
        if not known:
            return self.voice.says(say("{}: nothing is known.", self.title))
        if self.form is Form.ROWS:
            said = say_joined("; ", [f"{one.name} {one.text}" for one in known[:5]])
            if len(known) > 5:
                return self.voice.says(say("{}: {}; and more.", self.title, said))
            return self.voice.says(say("{}: {}.", self.title, said))
        first, last = known[0], known[-1]
        largest = max(known, key=lambda one: one.size or 0)
        told = say(
            "{} from {} ({}) to {} ({}); the most in {}: {}.",
            self.title, first.name, first.text, last.name, last.text, largest.name, largest.text,
        )  # fmt: skip
        return self.voice.says(told)
