"""What an academy keeps of somebody beside our own fields: flat keys with texts, numbers, yes and no.

Knows its limits and how its values are typed; refuses to know what any key means.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import TypeAlias

from academy_cli.accounts.errors import BadFieldError
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say

Scalar: TypeAlias = "str | int | float | bool"
KEYS, KEY_LENGTH, VALUE_LENGTH = 50, 64, 1_000
"""So many keys, and characters of a key and of a text, at the most."""
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
_UNSAFE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u202a-\\u202e\\u2066-\\u2069]"
)
_WORDS = {"true": True, "false": False}


def metadata_of(stored: str | None) -> Mapping[str, Scalar]:
    """What is kept of somebody."""
    return dict(json.loads(stored)) if stored else {}


def changed_metadata(wanted: Mapping[str, object], stored: str | None) -> str | None:
    """What is stored once some keys have other values; an empty value removes its key.

    Raises BadFieldError.
    """
    kept = dict(metadata_of(stored))
    for key, value in wanted.items():
        if not _KEY.fullmatch(key):
            hint = say("Letters, digits, “_”, “.” and “-”, {} at most, a letter first.", KEY_LENGTH)
            raise BadFieldError(say("key of metadata"), key[:KEY_LENGTH], hint)
        kept.pop(key, None)
        if value not in ("", None):
            kept[key] = _value(key, value)
    if len(kept) > KEYS:
        hint = say("Remove some first: --metadata {}=", next(iter(kept)))
        raise BadFieldError(
            "metadata", say("{} keys", len(kept)), hint, say("there may be {}", KEYS)
        )
    return canonical(kept) if kept else None


def typed(written: str) -> Scalar:
    """A value as people type it: ``3`` is a number, ``true`` an answer, all else a text.

    A number is one only if it reads the same when it is written again, so ``007``, ``1.10`` and a phone
    number stay what they are; a text in double quotes is a text in any case.
    """
    if written in _WORDS:
        return _WORDS[written]
    if _NUMBER.fullmatch(written):
        number = float(written) if "." in written else int(written)
        return number if str(number) == written else written
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    return written[1:-1] if quoted else written


def _value(key: str, value: object) -> Scalar:
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, str) and len(value) <= VALUE_LENGTH and not _UNSAFE.search(value):
        return value
    hint = say("A text of at most {:,} characters, a number, true or false.", VALUE_LENGTH)
    raise BadFieldError(say("value of metadata “{}”", key), str(value)[:60], hint)
