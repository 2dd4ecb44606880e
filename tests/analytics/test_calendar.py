"""Days of an academy's own clock: where they begin, what came before, and that both engines agree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from academy_cli.analytics.asking import By, Subject
from academy_cli.analytics.calendar import Clock, Unit, is_whole, months_later, starts
from tests.analytics.answers import column
from tests.analytics.world import World, at

ZONES = (
    "UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
    "America/Sao_Paulo", "Asia/Gaza", "Pacific/Apia",
)  # fmt: skip


def clock(now: str, zone: str = "UTC") -> Clock:
    return Clock(ZoneInfo(zone), at(now))


def test_a_day_begins_at_midnight_there() -> None:
    paris = clock("2026-11-28 12:00", "Europe/Paris")

    assert paris.instant(date(2026, 10, 25)) == at("2026-10-24 22:00")
    assert paris.instant(date(2026, 10, 26)) == at("2026-10-25 23:00")


def test_where_midnight_is_left_out_a_day_begins_when_its_clock_goes_on() -> None:
    assert clock("2018-12-01", "America/Sao_Paulo").instant(date(2018, 11, 4)) == at(
        "2018-11-04 03:00"
    )


def test_weeks_begin_on_mondays_and_are_called_as_iso_8601_does() -> None:
    assert Unit.WEEK.start(date(2027, 1, 3)) == date(2026, 12, 28)
    assert Unit.WEEK.label(date(2026, 12, 28)) == "2026-W53"


def test_a_month_later_is_the_same_day_or_the_last() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 3, 31), -13) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("since", "last", "before"),
    [
        ("2026-10-01", "2026-10-31", "2026-09-01 to 2026-09-30"),
        ("2026-02-01", "2026-03-31", "2025-12-01 to 2026-01-31"),
        ("2026-10-01", "2026-10-10", "2026-09-01 to 2026-09-10"),
        ("2026-10-05", "2026-10-11", "2026-09-28 to 2026-10-04"),
        ("2026-10-06", "2026-10-10", "2026-10-01 to 2026-10-05"),
        ("2026-11-23", "2026-11-28", "2026-11-16 to 2026-11-21"),
    ],
)
def test_the_period_before_is_as_long_and_right_before(since: str, last: str, before: str) -> None:
    mine = clock("2026-12-31 12:00")
    period = mine.period(date.fromisoformat(since), date.fromisoformat(last))

    assert mine.before(period).said == before


def test_of_a_period_that_is_not_over_as_much_is_compared() -> None:
    mine = clock("2026-11-28 12:00", "Europe/Paris")
    period = mine.period(date(2026, 11, 1), date(2026, 11, 30))

    found = mine.before(period)

    assert period.ends_at == at("2026-11-28 12:00")
    assert found.ends_at == at("2026-10-28 12:00")  # 13:00 in Paris, both times


def test_a_stretch_is_whole_when_all_of_it_is_counted_and_over() -> None:
    mine = clock("2026-11-28 12:00")
    period = mine.period(date(2026, 9, 15), date(2026, 11, 30))

    found = [is_whole(Unit.MONTH, start, period, mine) for start in starts(Unit.MONTH, period)]

    assert found == [False, True, False]


@given(
    some.sampled_from(ZONES),
    some.dates(date(2011, 1, 1), date(2030, 1, 1)),
    some.integers(0, 800),
    some.floats(0, 1),
)
def test_shifts_say_of_every_moment_what_its_clock_says(
    zone: str, since: date, days: int, where: float
) -> None:
    mine = clock("2035-01-01", zone)
    period = mine.period(since, since + timedelta(days=days))
    moment = period.starts_at + where * (period.ends_at - period.starts_at)

    shift = next(one for one in mine.shifts(period) if one.until is None or moment < one.until)

    assert moment.astimezone(ZoneInfo(zone)).utcoffset() == timedelta(seconds=shift.seconds)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("by", [By.DAY, By.WEEK, By.MONTH])
def test_the_database_counts_each_moment_on_its_day(world: World, zone: str, by: By) -> None:
    moments = [
        *(at("2026-03-28 21:59:59") + timedelta(minutes=30 * number) for number in range(60)),
        *(at("2026-10-24 20:00") + timedelta(minutes=30 * number) for number in range(60)),
        datetime(2026, 10, 31, 23, 59, 59, 999_900, UTC),
        datetime(2026, 10, 31, 22, 59, 59, 999_900, UTC),
    ]
    for number, moment in enumerate(moments):
        world.person(f"p{number}", moment.isoformat()[:-6])
    unit = by.unit
    assert unit is not None
    wanted: dict[str, int] = {}
    for moment in moments:
        label = unit.label(unit.start(moment.astimezone(ZoneInfo(zone)).date()))
        wanted[label] = wanted.get(label, 0) + 1

    answer = world.tell(Subject.USERS, by, ("2026-03-01", "2026-11-28"), time_zone=zone)

    found = {label: many for label, many in column(answer, by.value, "new") if many}
    assert found == wanted
