r"""Math between ``\(`` and ``\)`` or ``\[`` and ``\]``, kept from Markdown, which has these signs, too.

Knows where such math stands; refuses to know what it says. Math between dollars on one line is the parser's.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from academy_cli.pages.parsing import events

_SIGN = re.compile(r"\\\\|\\[()\[\]]|\$\$|\n[ \t]*\n")
"""Two backslashes, a sign that begins or ends a formula, or an empty line, which no formula has."""
_ENDS = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_FIRST, _LAST = "\ue000", "\ue001"
_STANDS = re.compile(f"{_FIRST}([0-9]+){_LAST}")
_LONGEST = 4000
"""In letters; two brackets further apart are no formula."""


class Shielded(NamedTuple):
    """A text with signs in the place of its formulas."""

    text: str
    formulas: tuple[str, ...] = ()

    def parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """Pieces of a part of the text, each with whether it is a formula."""
        if not self.formulas:
            yield text, False
            return
        for index, piece in enumerate(_STANDS.split(text)):
            if index % 2:
                yield self.formulas[int(piece)], True
            elif piece:
                yield piece, False

    def restored(self, text: str) -> str:
        """A part of the text as it was written."""
        return "".join(piece for piece, _ in self.parts(text))


def shielded(text: str) -> Shielded:
    """Take formulas out of a text, but for what is in code or HTML."""
    if not any(sign in text for sign in ("\\(", "\\[", "$$")):
        return Shielded(text)
    text = text.replace(_FIRST, "").replace(_LAST, "")
    untouched = deque(_untouched(text))
    formulas: list[str] = []
    made, end = [], 0
    for begin, after in _formulas(text):
        while untouched and untouched[0][1] <= begin:
            untouched.popleft()
        if untouched and untouched[0][0] < after:
            continue
        made += [text[end:begin], f"{_FIRST}{len(formulas)}{_LAST}"]
        formulas.append(text[begin:after])
        end = after
    return Shielded("".join([*made, text[end:]]), tuple(formulas))


def _formulas(text: str) -> Iterator[tuple[int, int]]:
    """Where formulas begin and end; each sign is looked at once, so a text takes no longer than it is long.

    Between dollars only what has several lines, whose signs may begin blocks: the parser knows the others.
    """
    begin, ends = 0, ""
    for sign in _SIGN.finditer(text):
        if ends and sign[0] == ends:
            is_ours = ends != "$$" or "\n" in text[begin : sign.start()]
            if is_ours and 4 < sign.end() - begin <= _LONGEST:
                yield begin, sign.end()
            ends = ""
        elif sign[0] in _ENDS and not ends:
            begin, ends = sign.start(), _ENDS[sign[0]]
        elif sign[0].isspace():
            ends = ""


def _untouched(text: str) -> Iterator[tuple[int, int]]:
    """Where code and HTML begin and end, in letters."""
    data, place, letters = text.encode(), 0, 0
    for event, span in events(text):
        if not isinstance(event, dict):
            continue
        start = event.get("Start")
        is_block = start == "HtmlBlock" or (isinstance(start, dict) and "CodeBlock" in start)
        is_ours = is_block or "Code" in event or "InlineHtml" in event
        if is_ours and span["start"] >= place:  # what is in HTML was told with it
            letters += len(data[place : span["start"]].decode())
            length = len(data[span["start"] : span["end"]].decode())
            yield letters, letters + length
            place, letters = span["end"], letters + length
