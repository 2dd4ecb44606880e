"""Columns, tab-separated lines, CSV and text made safe."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.table import (
    LEAST,
    aligned,
    column_widths,
    csv_line,
    cut,
    display_width,
    fitted,
    one_line,
    printable,
    tsv_line,
)

NONE: frozenset[int] = frozenset()
cells = st.lists(st.text(), min_size=1, max_size=5)


def unescaped(cell: str) -> str:
    marks = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    out, rest = "", cell
    while rest:
        size = 2 if rest[:2] in marks else 1
        out, rest = out + marks.get(rest[:size], rest[:size]), rest[size:]
    return out


@given(cells)
def test_a_tsv_line_gives_its_cells_back(row: list[str]) -> None:
    line = tsv_line(row)

    assert "\n" not in line
    assert [unescaped(cell) for cell in line.split("\t")] == row


@given(st.lists(st.text(st.characters(exclude_characters="\x00")), min_size=2, max_size=5))
def test_a_csv_line_gives_its_cells_back(row: list[str]) -> None:
    assert next(csv.reader([csv_line(row)], strict=True)) == row


@given(st.text())
def test_printable_text_cannot_steer_a_terminal(text: str) -> None:
    safe = printable(text)

    assert not [char for char in safe if ord(char) < 32 and char not in "\t\n"]
    assert not {"\x7f", "\x9b", "\x9d", "\u202e", "\u2066"} & set(safe)


def test_an_escape_code_is_spelled_out() -> None:
    assert printable("\x1b]0;owned\x07 \x9b2J é 日本\n") == "\\x1b]0;owned\\x07 \\x9b2J é 日本\n"


def test_plain_text_stays_as_it_is() -> None:
    assert printable("Größe  & Maß\t日本") == "Größe  & Maß\t日本"


def test_one_line_joins_lines() -> None:
    assert one_line("two\n  lines\x1b[m") == "two lines\\x1b[m"


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("Größe", 5)]
)
def test_a_width_counts_terminal_columns(text: str, width: int) -> None:
    assert display_width(text) == width


def test_a_cut_text_ends_with_an_ellipsis() -> None:
    assert (cut("lesson", 6), cut("lesson", 4), cut("日本語", 4)) == ("lesson", "les…", "日…")


def test_columns_are_two_spaces_apart_and_numbers_to_the_right() -> None:
    rows = [["slug", "lessons"], ["python", "7"], ["r", "1200"]]

    assert list(aligned(rows, right=frozenset({1}))) == [
        "slug    lessons",
        "python        7",
        "r          1200",
    ]


def test_lines_have_no_space_at_the_end() -> None:
    assert list(aligned([["a", ""], ["long", "b"]])) == ["a", "long  b"]


def test_wide_characters_keep_columns_straight() -> None:
    lines = list(aligned([["日本", "x"], ["ab", "y"]]))

    assert lines == ["日本  x", "ab    y"]


def test_no_rows_make_no_lines() -> None:
    assert list(aligned([])) == []


def test_a_column_is_as_wide_as_its_widest_cell() -> None:
    assert column_widths([["id", "title"], ["a", "日本語"]]) == [2, 6]


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=6),
    st.integers(0, 200),
    st.frozensets(st.integers(0, 5)),
)
def test_columns_fit_their_room_or_say_so(
    widths: list[int], room: int, whole: frozenset[int]
) -> None:
    given_room = fitted(widths, room, whole=whole)

    least = [size if at in whole else min(size, LEAST) for at, size in enumerate(widths)]
    gaps = 2 * (len(widths) - 1)
    assert (given_room is None) == (sum(least) + gaps > room)
    if given_room is not None:
        pairs = list(zip(widths, given_room, least, strict=True))
        assert all(least <= now <= was for was, now, least in pairs)
        assert sum(given_room) == min(sum(widths), room - gaps)


def test_the_widest_column_gives_way_first() -> None:
    assert fitted([2, 60, 20], 46, whole=NONE) == [2, 20, 20]
    assert fitted([2, 60, 20], 40, whole=NONE) == [2, 17, 17]


def test_a_whole_column_gives_nothing_away() -> None:
    assert fitted([40, 20], 60, whole=frozenset({0})) == [40, 18]
    assert fitted([40, 20], 53, whole=frozenset({0})) is None
