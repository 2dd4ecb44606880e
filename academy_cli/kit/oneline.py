"""A text that is shown in one line, to people who did not write it.

Knows what ends a line, steers a terminal or turns the direction of text round; refuses to know what the text
is for.
"""

from __future__ import annotations

import re
import unicodedata

STEERING = "\u202a-\u202e\u2066-\u2069"
"""The marks that reverse the direction of text."""
NEVER = re.compile(f"[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff{STEERING}]")
"""Control characters, ends of lines, halves of characters, and those marks."""


def one_line(text: str) -> str:
    """The text in its one form (NFC), without space around it. Raises ValueError for what ``NEVER`` has."""
    found = unicodedata.normalize("NFC", text.strip())
    if NEVER.search(found):
        raise ValueError(text)
    return found
