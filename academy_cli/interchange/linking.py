"""Links in a converted text: each leads to where its target is now.

Knows how relative links are written in Markdown and HTML; refuses to know what they lead to.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote

from academy_cli.authoring.markdown import Link, MarkdownError, code_blocks, links

_PLACE = re.compile(
    r"(?P<before>\]\(\s*|^\s{0,3}\[[^\]\n]+\]:\s*|\b(?:src|href)\s*=\s*[\"']?)"
    r"(?:<(?P<angled>[^<>\n]+)>|(?P<plain>[^\s\"'<>]+?)(?=[\s\"'>]|\)|$))",
    re.MULTILINE,
)


def relative(target: str, start: str) -> str:
    """A file of a course as a link in another one; spaces and such are written as addresses have them."""
    return quoted(posixpath.relpath(target, posixpath.dirname(start) or "."))


def quoted(path: str) -> str:
    """A path as an address has it; letters of every script stay."""
    return re.sub(r"[\s<>\"()%#?\\]", lambda letter: quote(letter[0], safe=""), path)


def found(text: str) -> tuple[Link, ...]:
    """Every relative link and picture of a text; none of one that cannot be parsed."""
    try:
        return tuple(one for one in links(text) if one.target and not one.is_external)
    except MarkdownError:
        return ()


def rewritten(text: str, new: Callable[[str], str | None]) -> str:
    """A text with other targets in its links and pictures, outside code; None leaves one as it is."""
    data = text.encode()
    parts, at = [], 0
    try:
        spans = (
            list(code_blocks(text)) if "```" in text or "~~~" in text or "\n    " in text else []
        )
    except MarkdownError:
        spans = []
    for begin, end in spans:
        parts += [_outside_code(data[at:begin].decode(), new), data[begin:end].decode()]
        at = max(at, end)
    parts.append(_outside_code(data[at:].decode(), new))
    return "".join(parts)


def _outside_code(text: str, new: Callable[[str], str | None]) -> str:
    def one(place: re.Match[str]) -> str:
        target = place["angled"] or place["plain"]
        other = new(target.replace("&amp;", "&"))
        return place[0] if other is None else place["before"] + other

    return _PLACE.sub(one, text)
