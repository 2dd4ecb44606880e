"""Text with a style for those who see colour; the text alone says everything.

Knows six styles and where a long line breaks; refuses to decide whether a stream shows either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from academy_cli.kit.table import display_width, printable

Style = Literal["bold", "dim", "red", "green", "yellow", "cyan"]

_CODES: dict[Style, int] = {
    "bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ink:
    """A piece of text with a style."""

    text: str
    style: Style


Line: TypeAlias = tuple[str | Ink, ...]
"""One line of text in pieces."""
_WORD = re.compile("[\\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
"""What no line breaks within; French has such a space before a colon and within quotes."""
HANG = 4
"""How much further in than its beginning a broken line goes on."""


def inked(spans: Line, *, colour: bool, screen: bool) -> str:
    """Join spans; on a screen, control characters in them are spelled out first."""
    return "".join(_span(span, colour=colour, screen=screen) for span in spans)


def _span(span: str | Ink, *, colour: bool, screen: bool) -> str:
    text = span if isinstance(span, str) else span.text
    safe = printable(text) if screen else text
    if isinstance(span, str) or not colour or not safe:
        return safe
    return f"\x1b[{_CODES[span.style]}m{safe}\x1b[0m"


def wrapped(line: Line, width: int, hang: int = HANG) -> Iterator[Line]:
    """Break a line between words where it is wider than a screen.

    The rest goes on ``hang`` columns further in than the line begins. A word that would fit no line
    stays where it is: a path that a person may want to copy.
    """
    text = "".join(map(_text, line))
    indent = len(text) - len(text.lstrip(" "))
    below = width - indent - hang
    start, end, room, margin = 0, 0, width, ""
    for word in _WORD.finditer(text):
        is_beyond = display_width(text[start : word.end()]) > room
        if end and is_beyond and display_width(word[0]) <= below:
            yield (margin, *_cut(line, start, end))
            start, room, margin = word.start(), below, " " * (indent + hang)
        end = word.end()
    yield (margin, *_cut(line, start, len(text)))


def _cut(line: Line, start: int, end: int) -> Iterator[str | Ink]:
    """What lies between two places of a line."""
    at = 0
    for span in line:
        text = _text(span)
        part = text[max(start - at, 0) : max(end - at, 0)]
        at += len(text)
        if part:
            yield part if isinstance(span, str) else replace(span, text=part)


def _text(span: str | Ink) -> str:
    return span if isinstance(span, str) else span.text
