"""The bulk engine's first half: what there is to do becomes a plan, in constant memory.

Knows the order of things; refuses to write anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine

from academy_cli.bulk.plan import Tally
from academy_cli.bulk.store import Begun
from academy_cli.bulk.work import Work
from academy_cli.db.transaction import read

CHUNK = 1000
"""So many rows are looked at together, and written in one transaction."""
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
        for items in chunks(work.items()):
            behind = [item for item in items if item.place <= done]
            work.pass_over(behind)
            for item in behind:
                tally.pass_over(item.line)
            ahead = items[len(behind) :]
            outcomes = work.examine(connection, ahead, tally, hold=False)
            for item, outcome in zip(ahead, outcomes, strict=True):
                tally.add(item.line, outcome)
            progress(tally.rows)
    return Prepared(work, tally, is_atomic, begun)


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """Things in their order, so many at a time as one transaction takes."""
    source = iter(items)
    while found := list(islice(source, CHUNK)):
        yield found


@contextmanager
def _reading(engine: Engine | None) -> Iterator[Connection | None]:
    if engine is None:
        yield None
        return
    with read(engine) as connection:
        yield connection
