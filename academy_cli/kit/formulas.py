"""Text that a spreadsheet would run as a formula, made safe for people's files and read back as it was.

Knows what spreadsheets take for a formula (owasp.org/www-community/attacks/CSV_Injection); refuses to know
files.
"""

from __future__ import annotations

import re

_BEGINS_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SUSPECT = frozenset("'=+-@\t\r")
"""What the first character is of; hardly any text begins so, and looking is all the work there is."""
_WAS_MADE_SAFE = re.compile(r"'+[=+\-@\t\r]")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what could be a formula, or looks made safe."""
    is_suspect = text[:1] in _SUSPECT and _BEGINS_A_FORMULA.match(text)
    return f"'{text}" if is_suspect else text


def as_written(text: str) -> str:
    """What ``harmless`` was given."""
    return text[1:] if _WAS_MADE_SAFE.match(text) else text
