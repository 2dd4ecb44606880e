"""Language tags as BCP 47 writes them: ``en``, ``de-AT``, ``zh-Hans``.

Knows their shape, the usual case of their parts, and which are written from the right; refuses to know which
languages there are.
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
_LANGUAGES = frozenset(
    (
        *("ar", "arc", "ary", "arz", "ckb", "dv", "fa", "glk", "he", "ks"),
        *("lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"),
    )
)
_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"])


@lru_cache(maxsize=256)
def canonical_tag(written: str) -> str | None:
    """A tag in the usual case (RFC 5646, section 2.1.1), or None for what is no tag."""
    tag = written.strip()
    if len(tag) > LONGEST or re.fullmatch(TAG, tag, re.ASCII) is None:
        return None
    first, *parts = tag.split("-")
    return "-".join([first.lower(), *map(_cased, parts)])


@lru_cache(maxsize=64)
def is_right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from the right; its script says so, if the tag has one."""
    first, *parts = language.split("-")
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), "")
    return script in _SCRIPTS if script else first in _LANGUAGES


def _cased(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 else part.lower()
