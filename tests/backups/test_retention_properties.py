"""What never happens to backups, whatever the rules and whatever there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.backups.retention import NO_RULE, Decision, kept
from academy_cli.backups.views import BackupView
from academy_cli.kit.keeprules import Rules
from tests.backups.shelf import DAY, NOW, OURS, THEIRS, backup

ZURICH = ZoneInfo("Europe/Zurich")
COUNTS = st.integers(0, 6)
RULES = st.builds(
    Rules, last=COUNTS, within=st.sampled_from(["", "3h", "2d", "1w", "2m", "1y"]), hourly=COUNTS,
    daily=COUNTS, weekly=COUNTS, monthly=COUNTS, yearly=COUNTS,
).filter(any)  # fmt: skip
MADE = st.integers(3, 60 * 24 * 900).map(lambda minutes: NOW - timedelta(minutes=minutes))
BACKUPS = st.lists(
    st.builds(
        backup,
        MADE,
        verified=st.sampled_from(["", "", "quick", "full", "restore"]),
        label=st.sampled_from(["", "", "", "x"]),
        is_held=st.sampled_from([False, False, True]),
        instance=st.sampled_from([OURS, OURS, THEIRS]),
    ),
    max_size=20,
    unique_by=lambda one: one.id,
)
ZONES = st.sampled_from([UTC, ZURICH, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")])
LEASTS = st.integers(0, 4)


def names(decisions: Sequence[Decision], *, is_kept: bool = True) -> set[str]:
    return {one.backup.id for one in decisions if one.is_kept is is_kept}


class TestProperties:
    @given(BACKUPS, RULES, ZONES)
    def test_the_newest_and_the_newest_of_each_proof_stay(
        self, backups: list[BackupView], rules: Rules, zone: ZoneInfo
    ) -> None:
        found = names(kept(backups, rules, NOW, zone, OURS))

        ours = sorted(
            (one for one in backups if one.instance == OURS), key=lambda one: one.created_at
        )
        for proved in (
            ("", "quick", "full", "restore"),
            ("quick", "full", "restore"),
            ("restore",),
        ):
            newest = [one.id for one in ours if one.verified in proved][-1:]
            assert set(newest) <= found

    @given(BACKUPS, RULES, ZONES, LEASTS)
    def test_what_is_dropped_is_ours_old_and_wanted_by_nobody(
        self, backups: list[BackupView], rules: Rules, zone: ZoneInfo, least: int
    ) -> None:
        for one, is_kept, why in kept(backups, rules, NOW, zone, OURS, least=least):
            if not is_kept:
                assert (one.instance, one.label, one.is_held) == (OURS, "", False)
                assert NOW - one.created_at >= DAY
                assert why == (NO_RULE,)

    @given(BACKUPS, RULES, RULES, ZONES, LEASTS)
    def test_more_rules_keep_no_less(
        self, backups: list[BackupView], rules: Rules, more: Rules, zone: ZoneInfo, least: int
    ) -> None:
        counts = [
            max(pair)
            for pair in zip(rules._replace(within=""), more._replace(within=""), strict=True)
        ]
        both = Rules(*counts)._replace(within=rules.within)

        few = names(kept(backups, rules, NOW, zone, OURS, least=least))
        many = names(kept(backups, both, NOW, zone, OURS, least=least + 1))

        assert few <= many

    @given(BACKUPS, RULES, ZONES, LEASTS)
    def test_rules_together_keep_what_each_keeps(
        self, backups: list[BackupView], rules: Rules, zone: ZoneInfo, least: int
    ) -> None:
        whole = names(kept(backups, rules, NOW, zone, OURS, least=least))

        parts: set[str] = set()
        for name, value in rules._asdict().items():
            one = Rules()._replace(**{name: value})
            parts |= names(kept(backups, one, NOW, zone, OURS, least=least))
        assert whole == parts

    @given(BACKUPS, RULES, ZONES, LEASTS)
    def test_a_second_run_drops_nothing_more(
        self, backups: list[BackupView], rules: Rules, zone: ZoneInfo, least: int
    ) -> None:
        left = [
            one.backup for one in kept(backups, rules, NOW, zone, OURS, least=least) if one.is_kept
        ]

        assert names(kept(left, rules, NOW, zone, OURS, least=least), is_kept=False) == set()

    @given(BACKUPS, RULES, ZONES, LEASTS)
    def test_so_many_of_ours_are_left(
        self, backups: list[BackupView], rules: Rules, zone: ZoneInfo, least: int
    ) -> None:
        ours = [one for one in backups if one.instance == OURS]

        left = names(kept(backups, rules, NOW, zone, OURS, least=least)) & {one.id for one in ours}

        assert len(left) >= min(max(1, least), len(ours))

    @given(BACKUPS, RULES, ZONES, st.randoms())
    def test_the_order_of_the_list_means_nothing(
        self, backups: list[BackupView], rules: Rules, zone: ZoneInfo, chance: Random
    ) -> None:
        other = list(backups)
        chance.shuffle(other)

        assert kept(other, rules, NOW, zone, OURS) == kept(backups, rules, NOW, zone, OURS)

    @given(st.lists(MADE, min_size=1, max_size=40, unique=True), st.integers(1, 50))
    def test_a_bucket_rule_keeps_one_of_each_day_that_has_one(
        self, moments: list[datetime], count: int
    ) -> None:
        """The control: counted another way, by the days themselves."""
        found = kept([backup(one) for one in moments], Rules(daily=count), NOW, UTC, OURS, least=1)

        days = sorted({one.date() for one in moments}, reverse=True)[:count]
        wanted = {max(one for one in moments if one.date() == day) for day in days}
        if len({one.date() for one in moments}) < count:
            wanted.add(min(moments))
        wanted |= {one for one in moments if NOW - one < DAY} | {max(moments)}
        assert {one.backup.created_at for one in found if one.is_kept} == wanted
