"""Rows that say one thing each become a row for each person, wherever they stand, and none is left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.bulk.entries import Entry
from academy_cli.bulk.file_errors import UnreadableRowError
from academy_cli.bulk.longform import Long, gathered

LONG = Long("who", "what", "value", str.casefold)
SAID = st.lists(st.tuples(st.sampled_from("abcAB"), st.integers(0, 6)), max_size=30)


def entries(said: Sequence[tuple[str, str, str]]) -> list[Entry]:
    """Rows of a file, from its second line on."""
    return [
        Entry(number, number + 1, {"who": who, "what": what, "value": value}, "", [who, what])
        for number, (who, what, value) in enumerate(said, 1)
    ]


@given(SAID)
def test_every_row_is_in_one_entry_and_people_come_in_the_order_of_their_first(
    said: list[tuple[str, int]],
) -> None:
    rows = [(who, str(what), f"{who}{what}") for who, what in said]

    found = list(gathered(entries(rows), LONG, "x.csv"))

    people = list(dict.fromkeys(who.casefold() for who, _, _ in rows))
    assert [one.said["who"].casefold() for one in found] == people
    assert [one.number for one in found] == list(range(1, len(people) + 1))
    assert sum(len(one.rows) for one in found) == len(rows)
    for one in found:
        mine = [row for row in rows if row[0].casefold() == one.said["who"].casefold()]
        told = [what for _, what, _ in mine]
        assert one.line == 2 + rows.index(mine[0])
        assert bool(one.reason) is (len(set(told)) < len(told))
        if not one.reason:
            assert all(one.said[f"value.{what}"] == value for _, what, value in mine)


def test_what_stands_beside_has_to_be_the_same_in_every_row() -> None:
    rows = entries([("a", "1", "x"), ("a", "2", "y")])
    said = [one._replace(said={**one.said, "when": f"day {one.number}"}) for one in rows]

    (found,) = gathered(said, LONG, "x.csv")

    assert found.reason == "when is another in line 3"


@pytest.mark.parametrize("missing", ["who", "what"])
def test_a_row_that_says_not_whose_it_is_or_what_ends_it_all(missing: str) -> None:
    rows = entries([("a", "1", "x"), ("b", "2", "y")])
    told = {name: text for name, text in rows[1].said.items() if name != missing}

    with pytest.raises(UnreadableRowError, match=f"Line 3 of “x.csv” .*{missing} is missing"):
        list(gathered([rows[0], rows[1]._replace(said=told)], LONG, "x.csv"))
