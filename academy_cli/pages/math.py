r"""Math between ``\(`` and ``\)`` or ``\[`` and ``\]``, kept from Markdown, which has these signs, too.

Knows where such math stands; refuses to know what it says. Math between dollars on one line is the parser's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from academy_cli.pages.parsing import events

_MATH = re.compile(
    r"(?<!\\)(?:\\\\)*("
    r"\\\((?:[^\n\\]|\\(?!\))[^\n]|\n(?!\s*\n))+?\\\)"
    r"|\\\[(?:[^\n\\]|\\(?!\]).|\n(?!\s*\n))+?\\\]"
    r"|\$\$[^\n$]*\n(?:[^\n$\\]|\\.|\n(?!\s*\n|>))+?\$\$"
    r")",
    re.DOTALL,
)
"""Never across an empty line; between dollars only what has several lines, whose signs may begin blocks."""
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
    untouched = list(_untouched(text))
    formulas: list[str] = []
    made, end = [], 0
    for found in _MATH.finditer(text):
        begin, formula = found.start(1), found[1]
        if len(formula) > _LONGEST or any(a < found.end() and begin < b for a, b in untouched):
            continue
        made += [text[end:begin], f"{_FIRST}{len(formulas)}{_LAST}"]
        formulas.append(formula)
        end = found.end()
    return Shielded("".join([*made, text[end:]]), tuple(formulas))


def _untouched(text: str) -> Iterator[tuple[int, int]]:
    """Where code and HTML begin and end, in letters."""
    data = text.encode()
    for event, span in events(text):
        if not isinstance(event, dict):
            continue
        start = event.get("Start")
        is_block = start == "HtmlBlock" or (isinstance(start, dict) and "CodeBlock" in start)
        if is_block or "Code" in event or "InlineHtml" in event:
            begin = len(data[: span["start"]].decode())
            yield begin, begin + len(data[span["start"] : span["end"]].decode())
