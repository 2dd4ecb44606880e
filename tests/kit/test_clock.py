"""Moments: always UTC, always with a Z."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from academy_cli.kit.clock import compact, end_of, is_day, iso, moment_of, utc_now

MOMENT = datetime(2026, 3, 29, 2, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=2)))


def test_a_moment_is_written_in_utc() -> None:
    assert iso(MOMENT) == "2026-03-29T00:30:15Z"


def test_a_moment_in_a_file_name_has_no_punctuation() -> None:
    assert compact(MOMENT) == "20260329T003015Z"


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        iso(MOMENT.replace(tzinfo=None))


def test_now_is_in_utc() -> None:
    assert utc_now().tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-26", "2026-11-26T00:00:00Z"),
        ("2026-11-26T08:30", "2026-11-26T08:30:00Z"),
        ("2026-11-26T08:30+01:00", "2026-11-26T07:30:00Z"),
        ("2026-11-26T08:30:15Z", "2026-11-26T08:30:15Z"),
    ],
)
def test_what_people_type_is_read_in_utc(written: str, moment: str) -> None:
    assert iso(moment_of(written)) == moment


@pytest.mark.parametrize("written", ["26.11.2026", "today", "", "0001-01-01T00:00+14:00"])
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment_of(written)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-12-31", "2027-01-01T00:00:00Z"),
        ("20281231", "2029-01-01T00:00:00Z"),
        ("2028-02-28", "2028-02-29T00:00:00Z"),
        ("2026-12-31T00:00", "2026-12-31T00:00:00Z"),
        ("2026-12-31T08:30+01:00", "2026-12-31T07:30:00Z"),
        ("9999-12-31", "9999-12-31T23:59:59Z"),
    ],
)
def test_an_end_that_is_a_day_is_the_midnight_after_it(written: str, moment: str) -> None:
    assert iso(end_of(written)) == moment


def test_a_day_has_no_time() -> None:
    assert is_day("2026-12-31")
    assert not is_day("2026-12-31T00:00")
    assert not is_day("soon")
