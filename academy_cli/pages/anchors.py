"""What links can lead to within a page: headings, each with the anchor it is given.

Knows GitHub's rule; refuses to know what links there are. The checks of courses and their pages share it,
so a link that was found to be right is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from academy_cli.pages.parsing import Event

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f]+")


class Heading(NamedTuple):
    """A heading as plain text, with the anchor it is given."""

    text: str
    level: int
    anchor: str


class Numbering:
    """The anchors of one text, in order; one that repeats is numbered."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def heading(self, words: str, about: Any) -> Heading:
        """The next heading, by its words and what its Markdown says of it."""
        said = _UNSEEN.sub(" ", words)
        anchor = about["id"] or self._numbered(slug(said))
        return Heading(said.strip(), int(about["level"][1]), anchor)

    def _numbered(self, anchor: str) -> str:
        count = self._used.get(anchor, 0)
        self._used[anchor] = count + 1
        return f"{anchor}-{count}" if count else anchor


def headings(events: Iterable[Event]) -> Iterator[Heading]:
    """Every heading in order, with anchors as GitHub makes them, numbered when they repeat."""
    numbering = Numbering()
    words: list[str] | None = None
    about: Any = None
    for event, _ in events:
        start = event.get("Start") if isinstance(event, dict) else None
        if isinstance(start, dict) and "Heading" in start:
            words, about = [], start["Heading"]
        elif words is not None:
            if isinstance(event, dict) and "Heading" in (event.get("End") or ()):
                yield numbering.heading("".join(words), about)
                words = None
            else:
                words.append(said(event))


def said(event: Any) -> str:
    """What an event adds to the words of the heading it is in."""
    if event in ("SoftBreak", "HardBreak"):
        return " "
    if not isinstance(event, dict):
        return ""
    return "".join(str(event[kind]) for kind in ("Text", "Code", "InlineMath") if kind in event)


def slug(heading: str) -> str:
    """A heading's anchor by GitHub's rule: lower case, punctuation dropped, spaces to hyphens."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
