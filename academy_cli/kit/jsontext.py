"""JSON as academy stores and hashes it: one value, one text.

Knows the canonical form; refuses values that JSON cannot hold (NaN, infinities).
"""

from __future__ import annotations

import json
from json import encoder
from typing import Any

_ENCODER = json.JSONEncoder(
    ensure_ascii=False,
    allow_nan=False,
    check_circular=False,
    sort_keys=True,
    separators=(",", ":"),
)
_MAKER: Any = getattr(encoder, "c_make_encoder", None)
_SORTED, _LAX, _NAN = True, False, False
_PARTS: Any = _MAKER and _MAKER(
    None, _ENCODER.default, encoder.encode_basestring, None, ":", ",", _SORTED, _LAX, _NAN
)
"""What ``JSONEncoder`` makes anew for every value, as CPython has it: half of the time for a small one."""


def canonical(value: object) -> str:
    """Write a value as canonical JSON: sorted keys, no spaces, characters as they are.

    Equal values give equal texts, so a digest of the text identifies the value.
    """
    if _PARTS is None:
        return _ENCODER.encode(value)
    return "".join(_PARTS(value, 0))
