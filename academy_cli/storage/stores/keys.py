"""Which keys there can be: those that mean the same in a folder and in every bucket.

Knows names alone; refuses whatever could leave a folder or be two keys in one.
"""

from __future__ import annotations

import re

from academy_cli.storage.errors import BadKeyError

PARTIAL = ".partial"
"""How the name of a file ends that is still being written; so no key does."""
_LONGEST_BYTES, _LONGEST_NAME_BYTES = 900, 250
_NAME = re.compile(r"[^/\\\x00-\x1f\x7f\ud800-\udfff]+")


def require_key(key: str) -> str:
    """The key, if it can be one. Raises BadKeyError."""
    if not all(map(_is_name, key.split("/"))) or len(key.encode()) > _LONGEST_BYTES:
        raise BadKeyError(key)
    return key


def _is_name(name: str) -> bool:
    is_plain = _NAME.fullmatch(name) and name not in (".", "..") and not name.endswith(PARTIAL)
    return bool(is_plain) and len(name.encode()) <= _LONGEST_NAME_BYTES
