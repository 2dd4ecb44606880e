"""Whether there is a good backup: what is looked at, and what is trouble."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.backups.freshness import freshness, limit_of, trouble
from academy_cli.backups.freshness_errors import BadAgeError
from academy_cli.backups.views import BackupView
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.record import plain
from tests.backups.shelf import DAY, NOW, OURS, THEIRS, backup, daily

LIMIT = timedelta(hours=26)
HOUR = timedelta(hours=1)


def found(backups: Sequence[BackupView], limit: timedelta = LIMIT) -> AcademyError | None:
    return trouble(backups, NOW, limit, OURS)


def code(backups: Sequence[BackupView], limit: timedelta = LIMIT) -> str:
    error = found(backups, limit)
    assert error is None or error.kind is Kind.ATTENTION
    return error.code if error else ""


class TestTrouble:
    def test_a_young_and_verified_backup_is_none(self) -> None:
        assert code(daily(3, verified="full")) == ""

    def test_no_backup_is_trouble(self) -> None:
        assert code([]) == "backup.none"

    def test_another_academys_backups_are_none_of_ours(self) -> None:
        assert code(daily(3, verified="full", instance=THEIRS)) == "backup.none"

    def test_backups_that_nobody_verified_are_trouble(self) -> None:
        made = daily(3)

        error = found(made)

        assert code(made) == "backup.never-verified"
        assert error is not None
        assert f"“{made[0].id}”" in error.message

    @pytest.mark.parametrize("level", ["quick", "full", "restore"])
    def test_a_proof_of_any_level_is_one(self, level: str) -> None:
        assert code(daily(1, verified=level)) == ""

    def test_a_verified_backup_gets_too_old_exactly_past_its_limit(self) -> None:
        just = backup(NOW - LIMIT, verified="full")
        past = backup(NOW - LIMIT - timedelta(seconds=1), verified="full")

        assert (code([just]), code([past])) == ("", "backup.stale")

    def test_newer_ones_that_were_not_verified_do_not_help(self) -> None:
        made = [backup(NOW - HOUR), backup(NOW - DAY * 3, verified="full")]

        error = found(made)

        assert error is not None
        assert error.message == (
            f"The newest verified backup, “{made[1].id}”, is 3d old, and may be 1d 2h; "
            f"“{made[0].id}” is newer, and was not verified."
        )
        assert error.hint.startswith("academy backup verify --latest")

    def test_a_stale_one_without_newer_ones_says_to_make_one(self) -> None:
        error = found([backup(NOW - DAY * 3, verified="full")])

        assert error is not None
        assert error.hint.startswith("academy backup create")

    def test_verifying_an_old_one_today_does_not_make_it_young(self) -> None:
        assert code([backup(NOW - DAY * 3, verified="full", verified_at=NOW)]) == "backup.stale"

    def test_a_backup_of_a_moment_to_come_hides_nothing(self) -> None:
        made = [backup(NOW + DAY * 900, verified="full"), backup(NOW - DAY * 3, verified="full")]

        assert code(made) == "backup.ahead"

    def test_clocks_may_differ_a_little(self) -> None:
        made = [backup(NOW + timedelta(minutes=2), verified="full")]

        assert code(made) == ""
        assert freshness(made, NOW, LIMIT, OURS).age_s == 0


class TestFreshness:
    def test_it_says_what_there_is(self) -> None:
        made = [
            backup(NOW - HOUR, recipients=("age1x",)),
            backup(NOW - HOUR * 2, verified="full"),
            backup(NOW - DAY, verified="restore"),
            backup(NOW - DAY * 9),
        ]

        assert freshness(made[::-1], NOW, LIMIT, OURS)._asdict() == {
            "backups": 4,
            "is_fresh": True,
            "newest": made[0].id,
            "newest_at": NOW - HOUR,
            "is_encrypted": True,
            "verified": made[1].id,
            "verified_at": NOW - HOUR * 2,
            "level": "full",
            "age_s": 7200,
            "max_age_s": 26 * 3600,
            "restored": made[2].id,
            "oldest": made[3].id,
            "oldest_at": NOW - DAY * 9,
            "damaged": [],
            "archive_mode": None,
        }

    def test_of_nothing_it_says_so(self) -> None:
        said = freshness([], NOW, LIMIT, OURS)

        assert (said.backups, said.is_fresh, said.is_encrypted, said.age_s) == (
            0,
            False,
            None,
            None,
        )
        assert plain(said)

    def test_the_moment_may_be_in_any_zone(self) -> None:
        there = NOW.astimezone(ZoneInfo("Asia/Tokyo"))

        assert freshness(daily(2, verified="full"), there, LIMIT, OURS) == freshness(
            daily(2, verified="full"), NOW, LIMIT, OURS
        )


@pytest.mark.parametrize("written", ["26", "2m", "0h", "soon", ""])
def test_an_age_that_is_no_length_is_quoted(written: str) -> None:
    with pytest.raises(BadAgeError) as error:
        limit_of(written)

    assert (error.value.kind, f"“{written}”" in error.value.message) == (Kind.USAGE, True)


def test_an_age_is_a_length_in_short() -> None:
    assert limit_of("26h") == LIMIT
    assert limit_of("2d") == DAY * 2


MADE = st.integers(-60 * 24 * 30, 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
ONE = st.builds(backup, MADE, verified=st.sampled_from(["", "quick", "full", "restore"]))


@given(st.lists(ONE, max_size=12), st.integers(1, 300).map(lambda hours: timedelta(hours=hours)))
def test_it_is_fresh_exactly_where_one_is_good_and_none_is_ahead(
    backups: list[BackupView], limit: timedelta
) -> None:
    def is_good(made: datetime, verified: str) -> bool:
        return bool(verified) and NOW - made <= limit

    is_ahead = any(one.created_at > NOW + timedelta(minutes=5) for one in backups)
    wanted = not is_ahead and any(is_good(one.created_at, one.verified) for one in backups)

    assert freshness(backups, NOW, limit, OURS).is_fresh is wanted
