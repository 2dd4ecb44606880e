"""How the rows of a file are written: as JSON lines, or as cells and by what they are parted.

Knows what a first line tells; refuses to read on.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from academy_cli.kit.saying import say

SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
"""A first line by which some programs tell Excel what parts the cells."""


_CALLED = {",": say("commas"), ";": say("semicolons"), "\t": say("tabs")}


class Dialect(NamedTuple):
    """How rows are written; ``separator`` is empty for JSON lines, and ``skips`` lines come before all."""

    separator: str
    skips: int = 0

    @property
    def is_json(self) -> bool:
        """Whether every line is an object."""
        return not self.separator

    @property
    def said(self) -> str:
        """The dialect in words."""
        if self.is_json:
            return say("JSON lines")
        return _CALLED.get(self.separator, self.separator)


def dialect_of(first_line: str) -> Dialect:
    """How a file is written that begins with a line: what parts most cells of it outside quotes."""
    if first_line.lstrip().startswith("{"):
        return Dialect("")
    told = _SAID.fullmatch(first_line)
    if told is not None and told[1] in SEPARATORS:
        return Dialect(told[1], skips=1)
    bare = _QUOTED.sub("", first_line)
    return Dialect(max(SEPARATORS, key=bare.count))
