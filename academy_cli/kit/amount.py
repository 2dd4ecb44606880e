"""How many of a thing there are, and how large, in words.

Knows English plurals that end with s; refuses all others.
"""

from __future__ import annotations

from academy_cli.kit.saying import say_so_many


def amount(count: int, noun: str) -> str:
    """``1 row``, ``2 rows``, ``1,000 rows``."""
    return say_so_many(f"{{:,}} {noun}", f"{{:,}} {noun}s", count)


def megabytes(number: int) -> int:
    """So many bytes in megabytes, of which a part counts as one."""
    return -(-number // 1_000_000)


def size(number: int) -> str:
    """So many bytes: ``0.3 kB``, ``1.5 MB``, ``2,048.0 MB``."""
    return f"{number / 1e6:,.1f} MB" if number >= 1e5 else f"{number / 1e3:.1f} kB"
