"""A chart as a value: bars in their order, each with its name, its size and how people write that.

Knows nothing but values; refuses to know how anything looks.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


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
    """A chart of one figure in one unit, with the words that say the same."""

    title: str
    form: Form
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """What it shows, for whoever does not see it: the first, the last, the largest."""
        known = [one for one in self.bars if one.size is not None]
        if not known:
            return f"{self.title}: nothing is known."
        largest = max(known, key=lambda one: one.size or 0)
        if self.form is Form.ROWS:
            said = "; ".join(f"{one.name} {one.text}" for one in known[:5])
            return f"{self.title}: {said}{'; and more' if len(known) > 5 else ''}."
        first, last = known[0], known[-1]
        return (
            f"{self.title} from {first.name} ({first.text}) to {last.name} ({last.text}); "
            f"the most in {largest.name}: {largest.text}."
        )
