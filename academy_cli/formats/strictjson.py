"""JSON from a stranger, read without harm: how large, how deep, and what may not be in it.

Knows what none of our documents holds; refuses duplicate names, numbers that are not whole, and depth.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from academy_cli.kit.saying import say

LARGEST_BYTES = 256 * 1024
DEEPEST = 12
_OPENING, _CLOSING = "[{", "]}"
_OTHERS = {
    b"PK\x03\x04": say("a ZIP archive, which has to be unpacked first"),
    b"\x1f\x8b": say("packed with gzip, and has to be unpacked first"),
    b"\xff\xd8\xff": say("a picture (JPEG)"),
}
"""What files of other kinds begin with, as people bring them."""


class BadJsonError(ValueError):
    """Text that is no JSON of ours; says why."""


def parsed(content: bytes, *, largest: int = LARGEST_BYTES) -> dict[str, Any]:
    """The object in a text. Raises BadJsonError."""
    text = _text(content, largest)
    if _depth(text) > DEEPEST:
        raise BadJsonError(say("it is nested more than {} deep", DEEPEST))
    try:
        found = json.loads(
            text, object_pairs_hook=_object, parse_float=_no_number, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise BadJsonError(say("it is no JSON: {} in line {}", error.msg, error.lineno)) from error
    except BadJsonError:
        raise
    except ValueError as error:
        raise BadJsonError(say("a number in it is too long")) from error
    if not isinstance(found, dict):
        raise BadJsonError(say("it is no JSON object"))
    return found


def _text(content: bytes, largest: int) -> str:
    """The text that may be JSON. Raises BadJsonError for what is none, by its size or its beginning."""
    if len(content) > largest:
        raise BadJsonError(say("it has more than {:,} bytes", largest))
    if not content.strip():
        raise BadJsonError(say("it is empty"))
    for beginning, what in _OTHERS.items():
        if content.startswith(beginning):
            raise BadJsonError(say("it is {}", what))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadJsonError(say("it is not UTF-8")) from error


def _depth(text: str) -> int:
    """How deep brackets are nested, those in strings included: too deep is refused before it is read."""
    deepest = depth = 0
    for letter in text:
        if letter in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif letter in _CLOSING:
            depth -= 1
    return deepest


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJsonError(say("a name stands twice in one object"))
    for name in found:
        _require_whole(name)
    for value in found.values():
        if isinstance(value, str):
            _require_whole(value)
    return found


def _require_whole(text: str) -> None:
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadJsonError(say("a text in it holds half a character"))


def _no_number(written: str) -> NoReturn:
    raise BadJsonError(say("“{}” is no whole number", written[:20]))
