"""Lists of any length as text: what the standard library would write of them, with no row kept."""

from __future__ import annotations

import csv
import json
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from io import StringIO
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.cli import lines
from academy_cli.cli.answer import Columns, Wish
from academy_cli.cli.format import Format
from academy_cli.cli.lines import list_lines
from academy_cli.cli.terminal import Terminal
from academy_cli.kit.record import plain

NAMES = ("text", "100 %", "deep")
STREAMED = [one for one in Format if one is not Format.TABLE and not one.is_report]
moments = st.datetimes(timezones=st.just(UTC))
simple = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | moments
)
values = st.recursive(
    simple,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
rows = st.lists(
    st.tuples(values, values, values).map(lambda row: dict(zip(NAMES, row, strict=True))),
    max_size=3,
)


@dataclass(frozen=True)
class View:
    name: str


class Tuple(NamedTuple):
    name: str


def text(form: Format, views: list[dict[str, object]]) -> str:
    return "\n".join(list_lines(form, views, NAMES))


@given(rows)
def test_an_array_is_what_the_standard_library_writes(views: list[dict[str, object]]) -> None:
    expected = json.dumps([plain(view) for view in views], ensure_ascii=False, indent=2)

    assert text(Format.JSON, views) == expected


@given(rows)
def test_lines_of_json_are_what_the_standard_library_writes(views: list[dict[str, object]]) -> None:
    expected = [json.dumps(plain(view), ensure_ascii=False) for view in views]

    assert list(list_lines(Format.JSONL, views, NAMES)) == expected


def test_a_list_in_yaml_is_one_list_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "YAML_ROWS", 5)
    views: list[dict[str, object]] = [
        {name: [number, {"a": "x\ny"}] for name in NAMES} for number in range(10)
    ]

    for many in (0, 3, 5, 6, 10):
        assert yaml.safe_load(text(Format.YAML, views[:many])) == views[:many]


def test_a_line_of_csv_may_hold_line_ends() -> None:
    views: list[dict[str, object]] = [dict.fromkeys(NAMES, "a\r\nb"), dict.fromkeys(NAMES, "=1")]

    found = list(csv.reader(StringIO(text(Format.CSV, views) + "\n", newline="")))

    assert found == [list(NAMES), ["a\r\nb"] * 3, ["'=1"] * 3]


@pytest.mark.parametrize("view", [View("x"), Tuple("x"), {"name": "x"}])
def test_a_view_may_be_a_dataclass_a_named_tuple_or_a_mapping(view: object) -> None:
    assert list(list_lines(Format.JSONL, [view], ("name",))) == ['{"name": "x"}']


@pytest.mark.parametrize("form", STREAMED)
def test_no_row_is_kept_after_it_is_written(form: Format) -> None:
    alive: list[weakref.ref[View]] = []
    most = 0

    def views() -> Iterator[View]:
        nonlocal most
        for number in range(100):
            view = View(f"n{number}")
            alive.append(weakref.ref(view))
            yield view
            del view
            most = max(most, sum(one() is not None for one in alive))

    lines = "\n".join(list_lines(form, views(), ("name",)))

    assert all(f"n{number}" in lines for number in range(100))
    assert most <= 1


def test_a_pipe_gets_rows_while_they_come() -> None:
    out = StringIO()
    seen: list[int] = []

    def views() -> Iterator[View]:
        for number in range(1000):
            seen.append(out.getvalue().count("\n"))
            yield View(f"n{number}")

    terminal = Terminal(out, StringIO(), StringIO(), {}, Wish(format=Format.TSV))
    terminal.show_page(views(), Columns.of(View))

    assert out.getvalue().splitlines() == [f"n{number}" for number in range(1000)]
    assert all(number - written <= 200 for number, written in enumerate(seen))
