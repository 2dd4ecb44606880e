"""The bulk engine's first half: what there is to do becomes a plan, in constant memory.

Knows the order of things; refuses to write anything.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from typing import TypeVar

from sqlalchemy import Connection, Engine

from academy_cli.bulk.plan import Tally
from academy_cli.bulk.store import Begun
from academy_cli.bulk.work import Item, Work
from academy_cli.db.transaction import read

CHUNK, LARGE_CHUNK = 2500, 10_000
"""So many rows are looked at together, and written in one transaction; and so many of very many."""
MANY = 100_000
"""From here a transaction's own cost is worth saving, and others wait longer for SQLite's one writer."""
COLLECTED_AFTER = 8
"""After so many chunks what they left behind is cleared away."""
Progress = Callable[[int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Prepared:
    """A plan that can be carried out; ``begun`` is the batch that goes on with it."""

    work: Work
    tally: Tally
    is_atomic: bool = False
    begun: Begun | None = None


def plan(
    engine: Engine | None,
    work: Work,
    progress: Progress,
    *,
    is_atomic: bool = False,
    begun: Begun | None = None,
) -> Prepared:
    """Say what would become of everything; without a database, nothing is there yet."""
    tally, done = Tally(), begun.done if begun else 0
    with _reading(engine) as connection:
        for items in chunks(work.items(), CHUNK):
            behind, ahead = parted(items, done)
            tally.pass_over(len(behind))
            tally.add(
                [item.line for item in ahead],
                [item.number for item in ahead],
                work.examine(connection, ahead, hold=False),
            )
            progress(tally.rows)
    return Prepared(work, tally, is_atomic, begun)


def chunk_size(rows: int) -> int:
    """How many of so many rows one transaction takes."""
    return LARGE_CHUNK if rows >= MANY else CHUNK


def chunks(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """Things in their order, ``size`` of them at a time.

    What a statement leaves behind refers to itself; among a million rows that is a hundred megabytes before
    the interpreter looks for it by itself.
    """
    source = iter(items)
    for number in count(1):
        found = list(islice(source, size))
        if not found:
            return
        yield found
        if number % COLLECTED_AFTER == 0:
            del found
            gc.collect(1)


def parted(items: Sequence[Item], done: int) -> tuple[Sequence[Item], Sequence[Item]]:
    """Those that were done before, and those that are still to do."""
    if items[0].place > done:
        return (), items
    behind = [item for item in items if item.place <= done]
    return behind, items[len(behind) :]


@contextmanager
def _reading(engine: Engine | None) -> Iterator[Connection | None]:
    if engine is None:
        yield None
        return
    with read(engine) as connection:
        yield connection
