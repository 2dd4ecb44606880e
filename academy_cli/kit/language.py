"""Language tags as BCP 47 writes them: ``en``, ``de-AT``, ``zh-Hans``.

Knows their shape and the usual case of their parts; refuses to know which languages there are.
"""

from __future__ import annotations

import re
from functools import lru_cache

TAG = (
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-[A-Za-z0-9]{5,8})*"
)
"""RFC 5646 langtag without extensions, private use, and first parts of more letters: none is registered."""
LONGEST = 35


@lru_cache(maxsize=256)
def canonical_tag(written: str) -> str | None:
    """A tag in the usual case (RFC 5646, section 2.1.1), or None for what is no tag."""
    tag = written.strip()
    if len(tag) > LONGEST or re.fullmatch(TAG, tag, re.ASCII) is None:
        return None
    first, *parts = tag.split("-")
    return "-".join([first.lower(), *map(_cased, parts)])


def _cased(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 else part.lower()
