"""Rows of text as aligned columns, tab-separated lines or CSV, and text made safe for a terminal.

Knows widths and escapes; refuses to know what a cell means.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from academy_cli.kit.saying import changed

Cells = Sequence[str]

GAP = "  "
LEAST = 12
"""Text in a narrower column can hardly be read."""

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and newline, and the marks that reverse the direction of text."""


def tsv_line(cells: Iterable[str]) -> str:
    r"""Join cells by tabs; ``\``, tab, newline and return inside a cell become ``\\ \t \n \r``."""
    texts = cells if isinstance(cells, list) else list(cells)
    line = "\t".join(texts)
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(texts):
        return "\t".join(cell.translate(_ESCAPES) for cell in texts)
    return line


def csv_line(cells: Iterable[str]) -> str:
    """Join cells as RFC 4180 says, without the line end."""
    return next(csv_lines((cells,)))


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Many such lines, each written before the next row is asked for."""
    written: list[str] = []
    write = csv.writer(_Taker(written.append)).writerow  # a shorter end leaves returns unquoted
    for row in rows:
        write(row)
        yield written.pop()[:-2]


class _Taker(NamedTuple):
    """What the standard library's writer takes for a file."""

    write: Callable[[str], object]


def printable(text: str) -> str:
    r"""Spell out what could steer a terminal: ESC becomes ``\x1b``; tab and newline stay."""
    return _UNSAFE.sub(lambda found: _spelled(found[0]), text)


def one_line(text: str) -> str:
    """Text for one cell: runs of white space become one space, control is spelled out."""
    return changed(text, _one_line)


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()) if not text.isprintable() else text)


def column_widths(rows: Sequence[Cells]) -> list[int]:
    """What each column needs to show its cells whole."""
    return [max(map(display_width, column)) for column in zip(*rows, strict=True)]


def fitted(widths: Sequence[int], room: int, *, whole: frozenset[int]) -> list[int] | None:
    """Narrower columns, two spaces apart, in a room of so many columns; None when they do not fit.

    Columns that are ``whole`` give nothing away, of the others the widest gives first, and none has
    less than LEAST where it needs that much.
    """
    least = [size if at in whole else min(size, LEAST) for at, size in enumerate(widths)]
    cells = room - len(GAP) * (len(widths) - 1)
    return _shrunk(list(widths), least, cells) if sum(least) <= cells else None


def _shrunk(widths: list[int], least: list[int], room: int) -> list[int]:
    """Take from the widest columns that may give until the room is enough."""
    while (excess := sum(widths) - room) > 0:
        giving = [at for at, size in enumerate(widths) if size > least[at]]
        widest = max(giving, key=lambda at: widths[at])
        second = max((widths[at] for at in giving if at != widest), default=0)
        floor = max(least[widest], min(second, widths[widest] - 1))
        widths[widest] = max(floor, widths[widest] - excess)
    return widths


def aligned(rows: Sequence[Cells], *, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Lay rows out in columns two spaces apart, the ``right`` ones aligned to the right."""
    widths = column_widths(rows)
    for row in rows:
        padded = (
            _padded(text, room, to_right=column in right)
            for column, (text, room) in enumerate(zip(row, widths, strict=True))
        )
        yield GAP.join(padded).rstrip()


def display_width(text: str) -> int:
    """How many terminal columns a text takes: wide East Asian characters two, marks none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, width: int) -> str:
    """Shorten a text to a number of terminal columns, with an ellipsis for what is gone."""
    if display_width(text) <= width:
        return text
    kept, used = "", 0
    for char in text:
        used += _columns(char)
        if used > width - 1:
            break
        kept += char
    return kept + "…"


def _padded(text: str, width: int, *, to_right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if to_right else text + space


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _spelled(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"
