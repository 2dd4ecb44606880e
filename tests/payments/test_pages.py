"""A list is read a page ahead, each object once and in order, and whatever goes wrong is heard of."""

from __future__ import annotations

import threading
from itertools import islice

import pytest

from academy_cli.payments.gateway import UnclearError
from academy_cli.payments.stripe.pages import Page, objects

SIZE = 3


class Listed:
    """A list of so many objects, by pages; who asked for each, and whether the next was asked for by then."""

    def __init__(self, many: int, broken: str | None = None) -> None:
        self.ids, self.broken = [f"o{number}" for number in range(many)], broken
        self.asked: list[str | None] = []
        self.threads: set[int] = set()
        self.second = threading.Event()

    def ask(self, behind: str | None) -> Page:
        """The page behind an object."""
        self.asked.append(behind)
        self.threads.add(threading.get_ident())
        if behind is not None:
            self.second.set()
        if behind is not None and behind == self.broken:
            raise UnclearError("cut", None)
        start = self.ids.index(behind) + 1 if behind else 0
        rows = [{"id": one} for one in self.ids[start : start + SIZE]]
        return {"data": rows, "has_more": start + SIZE < len(self.ids)}


@pytest.mark.parametrize("many", [0, 1, SIZE, SIZE + 1, 4 * SIZE])
def test_each_object_comes_once_and_in_order(many: int) -> None:
    listed = Listed(many)

    assert [one["id"] for one in objects(listed.ask)] == listed.ids
    assert listed.asked == [None, *listed.ids[SIZE - 1 : many - 1 : SIZE]]


def test_the_next_page_is_asked_for_while_one_is_worked_on() -> None:
    listed = Listed(2 * SIZE)
    reading = objects(listed.ask)

    assert next(reading) == {"id": "o0"}
    assert listed.second.wait(10)
    assert len([*reading]) == 2 * SIZE - 1


def test_one_thread_asks_for_all_pages_but_the_first() -> None:
    listed = Listed(5 * SIZE)

    assert len([*objects(listed.ask)]) == 5 * SIZE
    assert len(listed.threads) == 2


def test_a_page_that_does_not_come_is_heard_of_behind_the_one_before_it() -> None:
    listed = Listed(4 * SIZE, broken="o5")
    reading = objects(listed.ask)

    assert len([*islice(reading, 2 * SIZE)]) == 2 * SIZE
    with pytest.raises(UnclearError):
        next(reading)


def test_whoever_stops_leaves_no_thread_behind() -> None:
    listed = Listed(5 * SIZE)
    reading = objects(listed.ask)
    next(reading)

    reading.close()  # type: ignore[attr-defined]  # a generator, called an iterator

    [reader] = [one for one in threading.enumerate() if one.name == "pages"] or [None]
    if reader is not None:
        reader.join(10)
        assert not reader.is_alive()
    assert len(listed.asked) <= 2
