"""Reading ahead: the same things in the same order, the next ones ready before they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice

import pytest

from academy_cli.kit.ahead import ahead

PATIENCE_S = 20


@pytest.mark.parametrize("size", [1, 3, 10, 11])
@pytest.mark.parametrize("many", [0, 1, 10])
def test_everything_comes_in_its_order(many: int, size: int) -> None:
    assert list(ahead(iter(range(many)), size)) == list(range(many))


def test_the_next_part_is_made_ready_while_one_is_used() -> None:
    is_ready = threading.Event()

    def source() -> Iterator[int]:
        yield from (1, 2, 3)
        is_ready.set()
        yield 4

    found = ahead(source(), 2)

    assert next(found) == 1
    assert is_ready.wait(PATIENCE_S)
    assert list(found) == [2, 3, 4]


def test_no_more_than_one_part_is_made_ready() -> None:
    read: list[int] = []

    def source() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    found = ahead(source(), 10)
    assert list(islice(found, 11)) == list(range(11))
    found.close()

    assert len(read) <= 30


def test_an_error_comes_behind_what_was_ready() -> None:
    def source() -> Iterator[int]:
        yield from (1, 2, 3)
        raise OSError("the disk is gone")

    found = ahead(source(), 2)

    assert list(islice(found, 2)) == [1, 2]
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)


def test_whoever_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    found = ahead(iter(range(100)), 10)
    next(found)
    assert threading.active_count() == before + 1

    found.close()

    assert threading.active_count() == before
