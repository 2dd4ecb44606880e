"""Views as JSON and as text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path

import pytest

from academy_cli.kit.money import Money
from academy_cli.kit.record import cell, plain, record, shown


class Status(Enum):
    DRAFT = "draft"


class Action(Enum):
    CREATE = ("create", "+")

    def __init__(self, word: str, sign: str) -> None:
        self.word = word
        self.sign = sign


@dataclass(frozen=True)
class Inner:
    price: Money


@dataclass(frozen=True)
class View:
    slug: str
    created_at: datetime
    inner: Inner
    tags: tuple[str, ...]


MOMENT = datetime(2026, 11, 22, 10, 33, 5, 999, tzinfo=timezone(timedelta(hours=2)))
VIEW = View("python", MOMENT, Inner(Money(4900, "eur")), ("a", "b"))


def test_a_view_becomes_json_with_utc_times_and_minor_units() -> None:
    assert json.loads(json.dumps(plain(VIEW))) == {
        "slug": "python",
        "created_at": "2026-11-22T08:33:05Z",
        "inner": {"price": {"amount": 4900, "currency": "eur"}},
        "tags": ["a", "b"],
    }


def test_a_record_keeps_the_order_and_the_values() -> None:
    assert list(record(VIEW)) == ["slug", "created_at", "inner", "tags"]
    assert record(VIEW)["created_at"] is MOMENT


def test_a_mapping_is_a_view_too() -> None:
    assert record({"path": Path("x")}) == {"path": Path("x")}


@pytest.mark.parametrize("value", [object(), View, b"bytes"])
def test_what_is_no_view_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="a view is a dataclass or a mapping"):
        plain(value)


@pytest.mark.parametrize(
    ("value", "machine", "person"),
    [
        (None, "", "-"),
        ("", "", "-"),
        (True, "true", "yes"),
        (False, "false", "no"),
        (0, "0", "0"),
        ("text", "text", "text"),
        (Status.DRAFT, "draft", "draft"),
        (Action.CREATE, "create", "create"),
        (Path("a/b"), "a/b", "a/b"),
        (MOMENT, "2026-11-22T08:33:05Z", "2026-11-22 08:33Z"),
        (date(2026, 1, 2), "2026-01-02", "2026-01-02"),
        (Money(4900, "eur"), "49.00 EUR", "49.00 EUR"),
        ((Money(4900, "eur"), Money(7000, "jpy")), "49.00 EUR,7000 JPY", "49.00 EUR, 7000 JPY"),
        (("a", "b"), "a,b", "a, b"),
        ((), "", "-"),
        (({"a": 1},), '[{"a":1}]', '{"a":1}'),
        ({"a": None}, '{"a":null}', '{"a":null}'),
    ],
)
def test_a_value_is_written_for_machines_and_for_people(
    value: object, machine: str, person: str
) -> None:
    assert (cell(value), shown(value)) == (machine, person)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        plain(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))
