"""Lengths of time end where a calendar says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.formats.patterns import DURATION
from academy_cli.kit.timespan import after, before, is_short, short, told

BEGIN = datetime(2027, 1, 31, 9, 30, tzinfo=UTC)
UNITS = ("minute", "hour", "day", "week", "month", "year")


@pytest.mark.parametrize(
    ("length", "end"),
    [
        ("90 minutes", datetime(2027, 1, 31, 11, tzinfo=UTC)),
        ("1 day", datetime(2027, 2, 1, 9, 30, tzinfo=UTC)),
        ("2 weeks", datetime(2027, 2, 14, 9, 30, tzinfo=UTC)),
        ("1 month", datetime(2027, 2, 28, 9, 30, tzinfo=UTC)),
        ("13 months", datetime(2028, 2, 29, 9, 30, tzinfo=UTC)),
        ("3 years", datetime(2030, 1, 31, 9, 30, tzinfo=UTC)),
        ("99999 years", None),
        ("99999 weeks", datetime(3943, 8, 8, 9, 30, tzinfo=UTC)),
        ("0 days", None),
        ("soon", None),
    ],
)
def test_what_comes_after(length: str, end: datetime | None) -> None:
    assert after(BEGIN, length) == end


@given(st.integers(1, 99999), st.sampled_from(UNITS), st.sampled_from(("", "s")))
def test_what_a_course_may_say_has_an_end(number: int, unit: str, ending: str) -> None:
    length = f"{number} {unit}{ending}"
    may_be_said = re.fullmatch(DURATION.regex, length) is not None

    assert may_be_said is (number < {"month": 10000, "year": 1000}.get(unit, 100000))
    assert after(BEGIN, length) is not None or not may_be_said


@given(st.integers(1, 9999), st.sampled_from(UNITS))
def test_whatever_a_course_may_say_ends_later_or_beyond_the_calendar(
    number: int, unit: str
) -> None:
    length = f"{number} {unit}s"
    found = after(BEGIN, length)

    assert found is None or found > BEGIN


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("26h", timedelta(hours=26)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(days=7)),
        ("0h", None),
        ("2m", None),
        ("1y", None),
        ("26", None),
        ("26 h", None),
        ("-1h", None),
        ("1.5h", None),
        ("١h", None),
        ("", None),
    ],
)
def test_a_length_in_short(written: str, span: timedelta | None) -> None:
    assert short(written) == span


@pytest.mark.parametrize(
    ("length", "begin"),
    [
        ("26h", datetime(2027, 1, 30, 7, 30, tzinfo=UTC)),
        ("0d", BEGIN),
        ("2m", datetime(2026, 11, 30, 9, 30, tzinfo=UTC)),
        ("1y", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        ("9999y", None),
        ("520w", datetime(2017, 2, 12, 9, 30, tzinfo=UTC)),
        ("99999y", None),
        ("2 months", None),
    ],
)
def test_what_comes_before(length: str, begin: datetime | None) -> None:
    assert before(BEGIN, length) == begin


def test_a_day_is_24_hours_and_a_month_goes_by_the_calendar() -> None:
    """Clocks went back in Zurich on 2026-10-25."""
    noon = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Zurich"))

    assert before(noon, "1m") == datetime(2026, 10, 20, 10, tzinfo=UTC)
    assert before(noon, "31d") == datetime(2026, 10, 20, 11, tzinfo=UTC)


@given(st.integers(0, 9999), st.sampled_from("hdwmy"))
def test_what_comes_before_is_never_later(number: int, unit: str) -> None:
    length = f"{number}{unit}"
    found = before(BEGIN, length)

    assert is_short(length)
    assert found is None or found <= BEGIN


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0m"), (59, "59m"), (60, "1h"), (26 * 60, "1d 2h"), (1441, "1d"), (24 * 60 * 3 + 61, "3d 1h"),
        (-5, "0m"), (61, "1h 1m"),
    ],
)  # fmt: skip
def test_a_length_is_told_in_two_units(minutes: int, said: str) -> None:
    assert told(timedelta(minutes=minutes)) == said
