"""How far long work has come: rows so far, told by whoever knows how many more there were."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int], None]


def counted(progress: Progress) -> Progress:
    """Tell how many rows there were so far, given how many there are more."""
    so_far = 0

    def tell(more: int) -> None:
        nonlocal so_far
        so_far += more
        progress(so_far)

    return tell
