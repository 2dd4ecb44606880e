"""Text as a scalar of YAML: plain where that says the same, else in quotes.

Pure functions of texts; refuses to know where they stand.
"""

from __future__ import annotations

import json
import re

from academy_cli.formats.yamltext import ScalarNode, is_plain, parse, plain_value

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029\ud800-\udfff]")


def as_scalar(text: str, *, in_flow: bool = False) -> str:
    """A text as it stands behind a key or a dash, so that it is read as this very text."""
    if is_plain_text(text, in_flow=in_flow):
        return text
    if _UNPRINTABLE.search(text):
        return json.dumps(text)
    return "'" + text.replace("'", "''") + "'" if '"' in text else f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def is_plain_text(text: str, *, in_flow: bool = False) -> bool:
    """Whether a text can do without quotes and is still text, and not a number or a word like ``true``."""
    if not text or _UNPRINTABLE.search(text) or text != text.strip():
        return False
    written = f"x: [{text}]" if in_flow else f"x: {text}"
    found = parse(written, "").mapping
    if found is None or len(found.value) != 1:
        return False
    value = found.value[0][1]
    if in_flow:
        if len(value.value) != 1:
            return False
        value = value.value[0]
    is_same = isinstance(value, ScalarNode) and is_plain(value) and value.value == text
    return is_same and isinstance(plain_value(value), str)
