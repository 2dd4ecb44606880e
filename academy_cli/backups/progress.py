"""How far long work has come: rows or megabytes so far, told by whoever knows how many more there were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Progress = Callable[[int], None]
Stages = Callable[[str, int | None], AbstractContextManager[Progress]]
"""Begins a part of the work: what it is called, and of how many rows or megabytes, if that is known."""


@contextmanager
def unseen(_name: str, _total: int | None) -> Iterator[Progress]:
    """A part of the work that nobody looks at."""
    yield lambda _: None


def counted(progress: Progress) -> Progress:
    """Tell how many rows there were so far, given how many there are more."""
    so_far = 0

    def tell(more: int) -> None:
        nonlocal so_far
        so_far += more
        progress(so_far)

    return tell
