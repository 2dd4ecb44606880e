"""The wanted part of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.page import Page, SortKey

ROWS = [
    {"name": "b", "size": 2},
    {"name": "a", "size": None},
    {"name": "C", "size": 10},
    {"name": "a", "size": 1},
]


def names(page: Page) -> list[object]:
    return [row["name"] for row in page.of(ROWS)]


def sizes(page: Page) -> list[object]:
    return [row["size"] for row in page.of(ROWS)]


def test_a_page_without_wishes_is_the_list() -> None:
    assert Page().of(ROWS) == ROWS


def test_rows_are_ordered_by_a_field_without_regard_to_case() -> None:
    assert names(Page(SortKey.parse("name"))) == ["a", "a", "b", "C"]


def test_numbers_are_ordered_as_numbers() -> None:
    assert sizes(Page(SortKey.parse("size"))) == [1, 2, 10, None]


def test_missing_values_come_last_in_both_directions() -> None:
    assert sizes(Page(SortKey.parse("-size"))) == [10, 2, 1, None]


def test_the_second_field_orders_what_the_first_leaves_equal() -> None:
    page = Page(SortKey.parse("name,-size"))

    assert [(row["name"], row["size"]) for row in page.of(ROWS)][:2] == [("a", 1), ("a", None)]


def test_pages_of_so_many_rows_have_each_row_once() -> None:
    pages = [Page(SortKey.parse("-size"), 3, number).of(ROWS) for number in (1, 2, 3)]

    assert [[row["size"] for row in page] for page in pages] == [[10, 2, 1], [None], []]


def test_a_page_has_fifty_rows_unless_somebody_says_how_many() -> None:
    rows = [{"at": at} for at in range(120)]

    assert [len(Page(number=number).of(rows)) for number in (None, 1, 2, 3, 4)] == [
        120,
        50,
        50,
        20,
        0,
    ]


def test_equal_rows_keep_their_order() -> None:
    assert [row["size"] for row in Page(SortKey.parse("name")).of(ROWS)][:2] == [None, 1]


@pytest.mark.parametrize(("limit", "count"), [(None, 4), (0, 0), (2, 2), (9, 4)])
def test_a_limit_is_the_greatest_number_of_rows(limit: int | None, count: int) -> None:
    assert len(Page(limit=limit).of(ROWS)) == count


def test_sort_keys_are_read_from_words() -> None:
    assert SortKey.parse(" name, -created ,") == (
        SortKey("name"),
        SortKey("created", is_descending=True),
    )


mixed = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.floats(allow_nan=False))


@given(st.lists(mixed))
def test_a_column_of_anything_has_an_order(values: list[object]) -> None:
    rows = [{"x": value} for value in values]

    once = Page(SortKey.parse("x")).of(rows)

    assert Page(SortKey.parse("x")).of(once) == once
    assert len(once) == len(rows)


def test_a_page_reaches_through_its_last_row() -> None:
    assert Page((), 10, 3).reach == 30
    assert Page((), 10).reach == 10


def test_another_order_or_no_end_takes_all_rows() -> None:
    assert Page(SortKey.parse("name"), 10, 3).reach is None
    assert Page().reach is None
