"""JSON as academy stores and hashes it: one value, one text.

Knows the canonical form; refuses values that JSON cannot hold (NaN, infinities).
"""

from __future__ import annotations

import json

_ENCODER = json.JSONEncoder(
    ensure_ascii=False,
    allow_nan=False,
    check_circular=False,
    sort_keys=True,
    separators=(",", ":"),
)


def canonical(value: object) -> str:
    """Write a value as canonical JSON: sorted keys, no spaces, characters as they are.

    Equal values give equal texts, so a digest of the text identifies the value.
    """
    return _ENCODER.encode(value)
