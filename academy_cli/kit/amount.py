"""How many of a thing there are, and how large, in words.

Knows English plurals that end with s; refuses all others.
"""

from __future__ import annotations

from academy_cli.kit.saying import say_so_many

_UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"))


def amount(count: int, noun: str) -> str:
    """``1 row``, ``2 rows``, ``1,000 rows``."""
    return say_so_many(f"{{:,}} {noun}", f"{{:,}} {noun}s", count)


def megabytes(number: int) -> int:
    """So many bytes in megabytes, of which a part counts as one."""
    return -(-number // 1_000_000)


def size(number: int) -> str:
    """So many bytes in the largest unit of which there is one: ``0.3 kB``, ``1.5 MB``, ``78.6 GB``."""
    for unit, name in _UNITS:
        if round(number * 1000 / unit, 1) >= 1000:
            return f"{number / unit:,.1f} {name}"
    return f"{number / 1000:.1f} kB"
