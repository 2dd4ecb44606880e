"""Text with a style for those who see colour; the text alone says everything.

Knows six styles; refuses to decide whether a stream shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from academy_cli.kit.table import printable

Style = Literal["bold", "dim", "red", "green", "yellow", "cyan"]

_CODES: dict[Style, int] = {
    "bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ink:
    """A piece of text with a style."""

    text: str
    style: Style


def inked(spans: tuple[str | Ink, ...], *, colour: bool, screen: bool) -> str:
    """Join spans; on a screen, control characters in them are spelled out first."""
    return "".join(_span(span, colour=colour, screen=screen) for span in spans)


def _span(span: str | Ink, *, colour: bool, screen: bool) -> str:
    text = span if isinstance(span, str) else span.text
    safe = printable(text) if screen else text
    if isinstance(span, str) or not colour or not safe:
        return safe
    return f"\x1b[{_CODES[span.style]}m{safe}\x1b[0m"
