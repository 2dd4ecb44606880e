"""Which backups are kept, and why: a function of what there is, the rules and the moment.

Knows calendars and their buckets; refuses to delete anything, and to judge backups of another academy.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain
from typing import NamedTuple

from academy_cli.backups.retention_errors import BadRulesError, ClockBehindError
from academy_cli.backups.verdicts import LEVELS, is_whole, rank
from academy_cli.backups.views import BackupView
from academy_cli.kit import keeprules
from academy_cli.kit.keeprules import Rules
from academy_cli.kit.saying import said_by, say
from academy_cli.kit.timespan import before

LEAST = 2
"""So many are kept whatever the rules say, unless a setting says otherwise."""
YOUNG = timedelta(hours=24)
"""What was begun since is kept: somebody may be about to need it."""
NO_RULE, FOREIGN = say("no rule keeps it"), say("it is another academy's")
HARMED = say("it is damaged, and a later one was proved")
Bucket = Callable[[datetime], tuple[Hashable, str]]
Found = Iterator[tuple[BackupView, str]]


class Decision(NamedTuple):
    """What becomes of a backup, and every reason for it."""

    backup: BackupView
    is_kept: bool
    reasons: Sequence[str]


def rules_of(written: str) -> Rules:
    """Rules as they are written: ``last=3 daily=7``. Raises BadRulesError."""
    try:
        return keeprules.read(written)
    except ValueError as error:
        raise BadRulesError(said_by(error)) from error


def kept(
    backups: Sequence[BackupView],
    rules: Rules,
    now: datetime,
    zone: tzinfo,
    instance: str,
    *,
    least: int = LEAST,
) -> Sequence[Decision]:
    """What becomes of each backup, the newest first.

    The rules keep the newest of each of the last N hours, days, ISO weeks, months and years *that have one*,
    in ``zone``, and the oldest of all where there are fewer than N (as restic does since 0.17). Whatever they
    say, kept are: the newest ``least``, at least one; the newest that was proved, of each level; what is
    labelled or held; what was begun less than 24 hours ago; and all of other academies than ``instance``.
    What is damaged counts for no rule, and is kept until a later one was proved.
    Deciding again over what is kept drops nothing more. Raises ClockBehindError.
    """
    ours = sorted((one for one in backups if one.instance == instance), key=_age, reverse=True)
    _require_clock(ours, now)
    reasons: dict[str, list[str]] = {}
    whole = [one for one in ours if is_whole(one)]
    wanted = _wanted(whole, rules, now, zone, max(1, least))
    for backup, reason in chain(wanted, _damaged(ours, now)):
        reasons.setdefault(backup.id, []).append(reason)
    return [
        _decided(backup, reasons.get(backup.id, ()), instance)
        for backup in sorted(backups, key=_age, reverse=True)
    ]


def bucket(name: str, moment: datetime) -> tuple[Hashable, str]:
    """The hour, day, ISO week, month or year of a moment in its zone, and how it is said.

    The hour that comes twice when clocks are set back is two: they differ in their distance from UTC.
    """
    return _BUCKETS[name](moment)


def _age(backup: BackupView) -> tuple[datetime, str]:
    return backup.created_at.astimezone(UTC), backup.id


def _require_clock(ours: Sequence[BackupView], now: datetime) -> None:
    for one in ours:
        ended = max(one.created_at.astimezone(UTC), one.finished_at.astimezone(UTC))
        if ended > now.astimezone(UTC):
            raise ClockBehindError(now, one.id, ended)


def _decided(backup: BackupView, reasons: Sequence[str], instance: str) -> Decision:
    if backup.instance != instance:
        reasons = (FOREIGN,)
    why = NO_RULE if is_whole(backup) else HARMED
    return Decision(backup, bool(reasons), tuple(reasons) or (why,))


def _wanted(
    ours: Sequence[BackupView], rules: Rules, now: datetime, zone: tzinfo, least: int
) -> Found:
    """Every reason to keep one of ours, which are in order from the newest."""
    yield from _always(ours, now, least)
    yield from ((one, say("one of the last {}", rules.last)) for one in ours[: rules.last])
    yield from _within(ours, rules.within, now.astimezone(zone))
    for name in _BUCKETS:
        yield from _one_each(ours, name, getattr(rules, name), zone)


def _always(ours: Sequence[BackupView], now: datetime, least: int) -> Found:
    yield from ((one, say("the newest")) for one in ours[:1])
    yield from ((one, say("at least {} are kept", least)) for one in ours[1:least])
    for level, name in enumerate(LEVELS):
        proved = next((one for one in ours if rank(one) >= level), None)
        if proved is not None:
            yield proved, say("the newest with a proof ({})", name)
    for one in ours:
        yield from _by_itself(one, now)


def _by_itself(one: BackupView, now: datetime) -> Found:
    """What keeps one whatever others there are."""
    if one.is_held:
        yield one, say("it is held")
    if one.label:
        yield one, say("it is labelled “{}”", one.label)
    if now.astimezone(UTC) - one.created_at.astimezone(UTC) < YOUNG:
        yield one, say("less than 24 hours old")


def _damaged(ours: Sequence[BackupView], now: datetime) -> Found:
    """Every reason to keep a damaged one: until a later one was proved, it may be the best there is."""
    newest = next((one for one in ours if rank(one) >= 0), None)
    for one in ours:
        if not is_whole(one):
            yield from _by_itself(one, now)
            if newest is None or _age(newest) < _age(one):
                yield one, say("it is damaged, and no later one was proved")


def _within(ours: Sequence[BackupView], length: str, now: datetime) -> Found:
    if not length:
        return
    since = before(now, length)  # none begins before the calendar does
    for one in ours:
        if since is None or one.created_at.astimezone(UTC) >= since:
            yield one, say("within {}", length)


def _one_each(ours: Sequence[BackupView], name: str, count: int, zone: tzinfo) -> Found:
    """The newest in each of the last buckets that have one; the oldest of all where they are too few."""
    seen: set[Hashable] = set()
    if not count:
        return
    for one in ours:
        key, said = bucket(name, one.created_at.astimezone(zone))
        if key in seen:
            continue
        if len(seen) == count:
            return
        seen.add(key)
        yield one, say("{}: {}", name, said)
    if ours and len(seen) < count:
        yield ours[-1], say("{}: the oldest, for there are fewer than {}", name, count)


def _hour(at: datetime) -> tuple[Hashable, str]:
    return (at.date(), at.hour, at.utcoffset()), f"{at:%Y-%m-%d %Hh}"


def _day(at: datetime) -> tuple[Hashable, str]:
    return at.date(), f"{at:%Y-%m-%d}"


def _week(at: datetime) -> tuple[Hashable, str]:
    year, week, _ = at.isocalendar()
    return (year, week), f"{year}-W{week:02}"


def _month(at: datetime) -> tuple[Hashable, str]:
    return (at.year, at.month), f"{at:%Y-%m}"


def _year(at: datetime) -> tuple[Hashable, str]:
    return at.year, f"{at:%Y}"


_BUCKETS: Mapping[str, Bucket] = {
    "hourly": _hour,
    "daily": _day,
    "weekly": _week,
    "monthly": _month,
    "yearly": _year,
}
