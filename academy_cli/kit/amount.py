"""How many of a thing there are, in words.

Knows English plurals that end with s; refuses all others.
"""

from __future__ import annotations


def amount(count: int, noun: str) -> str:
    """``1 row``, ``2 rows``, ``1,000 rows``."""
    return f"{count:,} {noun}{'s' * (count != 1)}"
