"""One row of a file as it is understood: what it says by field, or why it cannot be read.

Knows texts; refuses to know how a file is written, and what a field means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Entry(NamedTuple):
    """One row: what it says by field, or why it cannot be read; ``written`` is what its file says.

    ``written`` are the cells of a CSV row; of a row without any, or of JSON lines, the text alone. ``also``
    are those of further rows that belong to it.
    """

    number: int
    line: int
    said: Mapping[str, str]
    reason: str
    written: Sequence[str]
    also: Sequence[Sequence[str]] = ()

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """Every row of the file that it is made of, as written."""
        return (self.written, *self.also)
