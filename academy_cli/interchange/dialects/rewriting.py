"""A Markdown text rewritten line by line, outside its code blocks.

Knows fences of code; refuses to know what is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from academy_cli.interchange.sources import Source

_FENCE = re.compile(r"[ >]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})([^`]*)$")
ALERTS = frozenset({"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
"""The alerts that our format has, as GitHub writes them."""


class Spot(NamedTuple):
    """A line of a text: where it stands in its file."""

    source: Source
    file: str
    line: int


Rewrite: TypeAlias = Callable[[str, Spot], str]
"""One line outside code, without its end, as the lines that it becomes."""


def rewrite(text: str, source: Source, file: str, first_line: int, change: Rewrite) -> str:
    """A text with each line outside code changed; notes are made at the lines of ``file``."""
    done = [
        line if is_code else change(line, Spot(source, file, first_line + number))
        for number, (line, is_code) in enumerate(marked(text))
    ]
    return "\n".join(line for line in done if line is not GONE)


GONE = "\0gone"
"""What a line becomes that is left out."""


def marked(text: str) -> Iterator[tuple[str, bool]]:
    """Every line, and whether it belongs to a fenced code block."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            yield line, True
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
        else:
            fence = found[1] if found else ""
            yield line, bool(fence)


def alert(kind: str, lines: list[str]) -> list[str]:
    """Some lines as an alert."""
    return [f"> [!{kind}]", *(f"> {line}".rstrip() for line in lines)]


def details(summary: str, lines: list[str]) -> list[str]:
    """Some lines that a reader has to open."""
    return ["<details>", f"<summary>{summary}</summary>", "", *lines, "", "</details>"]
