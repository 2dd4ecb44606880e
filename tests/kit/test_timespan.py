"""Lengths of time end where a calendar says."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.formats.patterns import DURATION
from academy_cli.kit.timespan import after

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
