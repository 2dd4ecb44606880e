"""How often and when: the same moments for systemd and for cron."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import pytest

from academy_cli.backups.schedule.errors import BadRhythmError, BadTimeError
from academy_cli.backups.schedule.rhythm import read
from academy_cli.errors import AcademyError, Kind

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("every", "at", "calendar", "fields"),
    [
        ("day", "03:30", "*-*-* 03:30:00 UTC", "30 3 * * *"),
        ("24h", "3:05", "*-*-* 03:05:00 UTC", "5 3 * * *"),
        ("hour", "00:15", "*-*-* *:15:00 UTC", "15 * * * *"),
        ("1h", "09:15", "*-*-* *:15:00 UTC", "15 * * * *"),
        ("6h", "09:30", "*-*-* 03,09,15,21:30:00 UTC", "30 3,9,15,21 * * *"),
        ("12h", "23:59", "*-*-* 11,23:59:00 UTC", "59 11,23 * * *"),
    ],
)
def test_it_is_said_to_systemd_and_to_cron(every: str, at: str, calendar: str, fields: str) -> None:
    rhythm = read(every, at)

    assert (rhythm.calendar("UTC"), rhythm.fields()) == (calendar, fields)


@pytest.mark.parametrize("every", ["5h", "7h", "48h", "0h", "week", "", "30m", "Day"])
def test_what_no_day_is_divided_by_is_refused(every: str) -> None:
    with pytest.raises(BadRhythmError) as error:
        read(every, "03:30")

    assert (error.value.kind, f"“{every}”" in error.value.message) == (Kind.USAGE, True)


@pytest.mark.parametrize(
    "at", ["24:00", "3", "03:60", "3:5", "noon", "03:30:00", " 03:30", "٠٣:٣٠"]
)
def test_what_is_no_time_is_refused(at: str) -> None:
    with pytest.raises(BadTimeError) as error:
        read("day", at)

    assert isinstance(error.value, AcademyError)
    assert f"“{at}”" in error.value.message


def test_what_is_often_is_hardly_delayed() -> None:
    assert read("day", "03:30").delay == timedelta(minutes=15)
    assert read("hour", "03:30").delay == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("every", "limit", "hour"), [("day", 26 * HOUR, 6), ("day", 48 * HOUR, 4), ("6h", 8 * HOUR, 6)]
)
def test_one_that_was_not_made_is_missed_on_the_same_day(
    every: str, limit: timedelta, hour: int
) -> None:
    """Looked at by hand: where the backup of 03:30 was not made, the one before it is too old by then."""
    rhythm = read(every, "03:30")
    check = rhythm.check(limit)

    since_the_one_before = (
        (timedelta(hours=check.hour - 3) + rhythm.every) if limit < 48 * HOUR else 49 * HOUR
    )
    assert (check.hour, check.minute, check.every) == (hour, 30, 24 * HOUR)
    assert since_the_one_before - rhythm.delay > limit


@pytest.mark.parametrize("every", ["day", "hour", "6h"])
@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Zurich", "Etc/GMT+5", "America/Argentina/Buenos_Aires"]
)
def test_systemd_reads_every_calendar(every: str, zone: str) -> None:
    calendar = read(every, "03:30").calendar(zone)

    ran = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True)

    assert (ran.returncode, "Next elapse" in ran.stdout) == (0, True), ran.stderr
