"""What a text in Markdown says, without its marks: for looking words up, and for showing where they stand.

Knows the parser's events; refuses addresses, markup of HTML and formulas, which nobody looks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from academy_cli.pages.parsing import MarkdownError, events

_TAG = re.compile(r"<[^>]*>")
_BREAKS = ("SoftBreak", "HardBreak", "Rule")


def plain(markdown: str) -> str:
    """A text without its marks, a line for each of its blocks; one that cannot be parsed is itself."""
    try:
        return "".join(_pieces(markdown))
    except MarkdownError:
        return markdown


def _pieces(markdown: str) -> Iterator[str]:
    for event, _ in events(markdown):
        if event in _BREAKS:
            yield " "
        elif isinstance(event, dict):
            (kind, value), *_rest = event.items()
            if kind in ("Text", "Code"):
                yield value
            elif kind in ("Html", "InlineHtml"):
                yield _TAG.sub(" ", value)
            elif kind == "End" and value not in _WITHIN:
                yield "\n"


_WITHIN = ("Emphasis", "Strong", "Strikethrough", "Link", "Image")
"""What stands within a line."""
