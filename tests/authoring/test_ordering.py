"""Orders: the fewest moves, and where things stand that nobody could read."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.ordering import as_before, moved, with_kept
from tests.authoring.chance import often
from tests.pace import paces

_orders = st.permutations(range(7)).map(list)


def fewest(before: list[int], after: list[int]) -> int:
    """The fewest moves from one order to another, by trying every set."""
    both = [item for item in after if item in before]
    for count in range(len(both) + 1):
        for chosen in combinations(both, count):
            rest = [item for item in both if item not in chosen]
            if rest == [item for item in before if item in rest]:
                return count
    raise AssertionError


@often(300, torture=20_000)
@given(_orders, _orders, st.integers(0, 7), st.integers(0, 7))
def test_no_fewer_moves_would_do(one: list[int], other: list[int], cut: int, end: int) -> None:
    before, after = [*one[:cut], 9], [*other[:end], 9]

    found = moved(before, after)

    rest = [item for item in after if item in before and item not in found]
    assert rest == [item for item in before if item in rest]
    assert len(found) == fewest(before, after)


@pytest.mark.parametrize(
    ("order", "kept", "before", "result"),
    [
        ("ac", "b", "abc", "abc"),
        ("ca", "b", "abc", "cab"),
        ("ac", "bd", "abcd", "abcd"),
        ("c", "ab", "abc", "abc"),
        ("", "ab", "ba", "ba"),
        ("xac", "b", "abc", "xabc"),
        ("ab", "z", "ab", "abz"),
    ],
)
def test_what_stays_stands_behind_what_it_stood_behind(
    order: str, kept: str, before: str, result: str
) -> None:
    assert "".join(with_kept(order, kept, before)) == result


def test_the_old_order_is_kept_and_new_things_come_last() -> None:
    assert "".join(as_before("xcayb", "abc")) == "abcxy"


def test_a_large_order_takes_no_time() -> None:
    many = range(50_000)

    def orders() -> None:
        assert len(moved(many, [*reversed(many)])) == len(many) - 1
        assert with_kept(many[::2], many[1::2], many) == [*many]

    assert paces(orders) < 20
