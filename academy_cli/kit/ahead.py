"""Reading ahead: what comes next is made ready while somebody waits for the database.

Knows one thread that is one part ahead; refuses to know what is read.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def ahead(source: Iterator[T], size: int) -> Generator[T, None, None]:
    """The same things in the same order, ``size`` of them made ready while those before are used.

    An error of the source comes behind what is ready by then. Whoever stops early waits for one part.
    """

    def part() -> list[T]:
        return list(islice(source, size))

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as reader:
        waiting = reader.submit(part)
        while found := waiting.result():
            waiting = reader.submit(part)
            yield from found
