"""Text of others in GitHub's and GitLab's Markdown, so that it stays text.

Knows what these two make of signs, names and addresses; refuses to let a course's words call anybody,
refer to anything, or end a table.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()~|!$^:+=-])")
_REFERS = re.compile(
    r"(?<=[@#!%~&$])(?=\w)|(?<=GH)(?=-\d)|(?<=www)(?=\.)|(?<=:)(?=//)", re.IGNORECASE
)
"""Where a name, a number or an address would become a link that calls somebody."""
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
)
"""Control characters, line ends, and what turns the direction of a text."""
_APART = "\u200b"


def text(said: str) -> str:
    """A text within a line or a cell, to be read as it is."""
    plain = _REFERS.sub(_APART, _UNSEEN.sub(" ", said))
    safe = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SIGNS.sub(r"\\\1", safe).replace("#", "&#35;").replace(r"\:", ":").replace(r"\-", "-")


def code(said: str) -> str:
    """A path or a name as code, also within a cell."""
    plain = _UNSEEN.sub(" ", said)
    if "`" in plain or not plain.strip() or plain.startswith((" ", "\\")) or plain.endswith("\\"):
        return text(said)
    return f"`{plain}`".replace("|", r"\|")


def row(*cells: str) -> str:
    """One row of a table."""
    return f"| {' | '.join(cells)} |"
