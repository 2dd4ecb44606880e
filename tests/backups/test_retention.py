"""Which backups are kept: each rule, what is kept whatever they say, and what never happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from academy_cli.backups.retention import FOREIGN, NO_RULE, Decision, kept, rules_of
from academy_cli.backups.retention_errors import BadRulesError, ClockBehindError
from academy_cli.backups.views import BackupView
from academy_cli.errors import Kind
from academy_cli.kit.keeprules import DEFAULT
from tests.backups.shelf import DAY, NOW, OURS, THEIRS, backup, daily

ZURICH = ZoneInfo("Europe/Zurich")
HOUR = timedelta(hours=1)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def decided(
    backups: Sequence[BackupView], rules: str, now: datetime = NOW, least: int = 1
) -> Sequence[Decision]:
    return kept(backups, rules_of(rules), now, UTC, OURS, least=least)


def ages(decisions: Sequence[Decision]) -> list[int]:
    """How many days old those are that are kept."""
    return [(NOW - one.backup.created_at).days for one in decisions if one.is_kept]


def reasons(decisions: Sequence[Decision], one: BackupView) -> Sequence[str]:
    return next(found.reasons for found in decisions if found.backup == one)


class TestRules:
    def test_the_last_ones_are_kept(self) -> None:
        assert ages(decided(daily(10), "last=4")) == [0, 1, 2, 3]

    def test_all_within_a_length_are_kept(self) -> None:
        assert ages(decided(daily(10), "within=48h")) == [0, 1]
        assert ages(decided(daily(10), "within=3d")) == [0, 1, 2]

    def test_within_months_goes_by_the_calendar(self) -> None:
        made = [backup(at(f"2026-{day}")) for day in ("11-26", "10-28T12:00", "10-28T11:59")]
        now = at("2026-11-28T12:00")

        found = decided(made, "within=1m", now)

        assert [one.is_kept for one in found] == [True, True, False]

    def test_a_bucket_without_a_backup_does_not_count(self) -> None:
        made = [backup(NOW - DAY * days) for days in (1, 2, 9, 30, 60)]

        assert ages(decided(made, "daily=3")) == [1, 2, 9]

    def test_the_newest_of_a_bucket_is_kept(self) -> None:
        made = [backup(NOW - DAY - HOUR * hours) for hours in (0, 1, 2, 24, 25)]

        found = decided(made, "daily=2")

        assert [one.is_kept for one in found] == [True, False, False, True, False]
        assert reasons(found, made[3]) == ("daily: 2026-11-25",)

    def test_weeks_are_those_of_iso(self) -> None:
        """2027-01-03 is a Sunday: the last day of 2026-W53."""
        made = [backup(at(day)) for day in ("2027-01-04", "2027-01-03", "2026-12-28", "2026-12-27")]

        found = decided(made, "weekly=3", at("2027-01-06"))

        assert [one.is_kept for one in found] == [True, True, False, True]
        assert reasons(found, made[1]) == ("weekly: 2026-W53",)

    @pytest.mark.parametrize(
        ("rule", "count"), [("hourly=5", 5), ("monthly=2", 2), ("yearly=1", 1)]
    )
    def test_hours_months_and_years_are_buckets(self, rule: str, count: int) -> None:
        made = [backup(NOW - DAY - HOUR * 7 * number) for number in range(600)]

        assert len(ages(decided(made, rule))) == count

    def test_the_oldest_is_kept_while_a_rule_is_not_full(self) -> None:
        made = daily(5)

        found = decided(made, "monthly=12")

        assert ages(found) == [0, 4]
        assert "fewer than 12" in reasons(found, made[4])[0]

    def test_it_is_not_once_the_rule_is_full(self) -> None:
        assert ages(decided(daily(8), "daily=8")) == list(range(8))
        assert ages(decided(daily(9), "daily=8")) == list(range(8))

    def test_rules_that_count_no_buckets_keep_no_oldest(self) -> None:
        assert ages(decided(daily(5), "last=2 within=1h")) == [0, 1]

    def test_all_rules_together_keep_what_each_keeps(self) -> None:
        made = daily(800)

        each = [ages(decided(made, rule)) for rule in DEFAULT.split() if not rule.endswith("=0")]

        assert set(ages(decided(made, DEFAULT))) == {age for one in each for age in one}
        assert [len(one) for one in each] == [3, 2, 7, 4, 12, 2]

    def test_a_kept_one_has_every_reason(self) -> None:
        made = daily(3)

        assert reasons(decided(made, "last=1 daily=1"), made[0]) == (
            "the newest",
            "less than 24 hours old",
            "one of the last 1",
            "daily: 2026-11-27",
        )


class TestZones:
    def test_days_are_those_of_the_zone(self) -> None:
        made = [backup(at("2026-11-20T22:30")), backup(at("2026-11-20T23:30"))]

        in_utc = kept(made, rules_of("daily=2"), NOW, UTC, OURS, least=1)
        in_zurich = kept(made, rules_of("daily=2"), NOW, ZURICH, OURS, least=1)

        assert [one.reasons[-1] for one in in_utc] == [
            "daily: 2026-11-20",
            "daily: the oldest, for there are fewer than 2",
        ]
        assert [one.reasons[-1] for one in in_zurich] == ["daily: 2026-11-21", "daily: 2026-11-20"]

    def test_the_hour_that_comes_twice_is_two(self) -> None:
        """Clocks went back in Zurich on 2026-10-25 at 01:00 UTC."""
        made = [backup(at("2026-10-25T01:30")), backup(at("2026-10-25T00:30"))]

        found = kept(made, rules_of("hourly=2"), NOW, ZURICH, OURS, least=1)

        assert [one.reasons[-1] for one in found] == ["hourly: 2026-10-25 02h"] * 2

    def test_the_day_without_an_hour_is_one(self) -> None:
        """Clocks went forward on 2026-03-29 at 01:00 UTC: from 00:59 to 03:00 it is two hours by the wall."""
        made = [backup(at(f"2026-03-29T0{hour}:30")) for hour in (1, 0)]

        found = kept(made, rules_of("hourly=2 daily=1"), NOW, ZURICH, OURS, least=1)

        assert [one.reasons[-1] for one in found] == ["daily: 2026-03-29", "hourly: 2026-03-29 01h"]

    def test_moments_in_other_zones_are_the_same_moments(self) -> None:
        made = daily(40)
        moved = [one._replace(created_at=one.created_at.astimezone(ZURICH)) for one in made]

        assert ages(decided(moved, DEFAULT)) == ages(decided(made, DEFAULT))


class TestAlways:
    def test_the_newest_is_kept(self) -> None:
        made = [backup(NOW - DAY * days) for days in (400, 500)]

        found = decided(made, "within=1h")

        assert [one.is_kept for one in found] == [True, False]
        assert reasons(found, made[1]) == (NO_RULE,)

    def test_the_newest_of_each_proof_is_kept(self) -> None:
        levels = ["", "quick", "quick", "full", "full", "restore", "restore", ""]
        made = [backup(NOW - DAY * (2 + n), verified=level) for n, level in enumerate(levels)]

        found = decided(made, "last=1")

        assert [one.is_kept for one in found] == [
            True,
            True,
            False,
            True,
            False,
            True,
            False,
            False,
        ]
        assert reasons(found, made[5]) == ("the newest with a proof (restore)",)

    def test_a_proof_that_only_a_later_academy_knows_is_one(self) -> None:
        made = [backup(NOW - DAY * 2), backup(NOW - DAY * 3, verified="twice")]

        assert ages(decided(made, "last=1")) == [2, 3]

    def test_what_is_held_or_labelled_is_kept(self) -> None:
        made = [backup(NOW - DAY * 2), backup(NOW - DAY * 3, is_held=True)]
        made += [backup(NOW - DAY * 4, label="before 2.0"), backup(NOW - DAY * 5)]

        assert ages(decided(made, "last=1")) == [2, 3, 4]

    def test_what_is_younger_than_a_day_is_kept(self) -> None:
        made = [backup(NOW - HOUR * hours) for hours in (1, 12, 23, 24, 25)]

        assert [one.is_kept for one in decided(made, "last=1")] == [True] * 3 + [False] * 2

    def test_so_many_are_kept_at_least(self) -> None:
        made = [backup(NOW - DAY * days) for days in (100, 101, 102, 103)]

        assert ages(decided(made, "within=1h", least=3)) == [100, 101, 102]
        assert len(ages(kept(made, rules_of("within=1h"), NOW, UTC, OURS))) == 2
        assert len(ages(decided(made, "within=1h", least=0))) == 1

    def test_backups_of_another_academy_are_neither_dropped_nor_counted(self) -> None:
        theirs = [one._replace(id=f"t{one.id}", instance=THEIRS) for one in daily(5)]
        ours = [backup(NOW - DAY * days) for days in (10, 11, 12)]

        found = decided([*theirs, *ours], "last=2", least=2)

        assert ages(found) == [0, 1, 2, 3, 4, 10, 11]
        assert all(one.reasons == (FOREIGN,) for one in found[:5])

    def test_one_that_is_listed_twice_is_dropped_nowhere(self) -> None:
        made = [backup(NOW - DAY * days) for days in (2, 2, 3)]

        assert [one.is_kept for one in decided(made, "last=1")] == [True, True, False]

    def test_nothing_is_decided_of_nothing(self) -> None:
        assert decided([], DEFAULT) == []


class TestClock:
    def test_a_clock_earlier_than_the_newest_backup_refuses(self) -> None:
        made = [backup(NOW + HOUR), *daily(3)]

        with pytest.raises(ClockBehindError) as error:
            decided(made, DEFAULT)

        assert error.value.kind is Kind.REFUSED
        assert f"“{made[0].id}” was finished at 2026-11-27T13:02:00Z" in error.value.message

    def test_so_does_one_earlier_than_its_end(self) -> None:
        with pytest.raises(ClockBehindError):
            decided([backup(NOW - timedelta(minutes=1))], DEFAULT)

    def test_another_academys_clock_is_its_own_affair(self) -> None:
        assert len(decided([backup(NOW + DAY, instance=THEIRS), *daily(3)], DEFAULT)) == 4


def test_bad_rules_are_refused_with_their_word() -> None:
    with pytest.raises(BadRulesError) as error:
        rules_of("last=3 dayly=7")

    assert (error.value.kind, error.value.code) == (Kind.USAGE, "backup.bad-keep")
    assert "“dayly=7”" in error.value.message
