"""Several commands at once: each change happens once, and everybody is told what became of theirs."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.reliability import chance, courses, stage
from tests.reliability.academy import Academy

SYNC = ("course", "sync", "python", "--yes")
STORMS = 150
IMPATIENT = {"ACADEMY_SYNC_LOCK_WAIT_S": "0"}


def before_lock(academy: Academy) -> stage.Stop:
    """Where a plan is made and its lock is not yet taken."""
    return stage.Stop("open academy.db.locks" if academy.is_sqlite else "select set_config")


def together(
    academy: Academy, *commands: Sequence[str], broken: str | None = None
) -> list[stage.Ended]:
    """Run commands that all have made their plans before the first may go on."""
    acts = [
        academy.act(*words, name=f"act-{number}", stop=before_lock(academy), broken=broken)
        for number, words in enumerate(commands)
    ]
    processes = [stage.start(act) for act in acts]
    for act in acts:
        act.stop.wait()
    for act in acts:
        act.stop.go_on()
    return [stage.ended(process, act) for process, act in zip(processes, acts, strict=True)]


def revisions(academy: Academy) -> list[tuple[int, int]]:
    """Course and number of every revision, in the order they were written."""
    return [(row[1], row[2]) for row in academy.rows()["revisions"]]


def codes(ended: Sequence[stage.Ended]) -> list[int]:
    """Exit codes, the lowest first."""
    return sorted(one.code for one in ended)


def changes(ended: Sequence[stage.Ended]) -> list[str]:
    """Whether each sync changed something, as it said itself."""
    return sorted(one.out.split("\t")[2] for one in ended if one.out)


@pytest.mark.parametrize("count", [2, 5])
def test_of_syncs_with_the_same_plan_one_applies_and_the_others_find_it_done(
    academy: Academy, count: int
) -> None:
    ended = together(academy, *[SYNC] * count)

    assert codes(ended) == [0] * count
    assert changes(ended) == ["false"] * (count - 1) + ["true"]
    assert revisions(academy) == [(0, 1)]


def test_of_later_syncs_with_the_same_plan_one_applies(academy: Academy) -> None:
    assert academy.perform(*SYNC).code == 0
    courses.write(academy.folder / "python", courses.SECOND)

    ended = together(academy, *[SYNC] * 3)

    assert (codes(ended), changes(ended)) == ([0, 0, 0], ["false", "false", "true"])
    assert revisions(academy) == [(0, 1), (0, 2)]


def test_it_is_seen_when_a_plan_is_applied_to_another_state(academy: Academy) -> None:
    ended = together(academy, SYNC, SYNC, broken="believe_the_plan")

    assert codes(ended) != [0, 0]


def test_five_processes_at_once_make_one_revision(academy: Academy) -> None:
    ended = academy.at_once(*[SYNC] * 5)

    assert codes(ended) == [0] * 5, ended
    assert changes(ended) == ["false"] * 4 + ["true"]
    assert revisions(academy) == [(0, 1)]


def test_two_courses_at_once_both_succeed(academy: Academy) -> None:
    rust = {**courses.FIRST, "course.yaml": "id: rust\ntitle: Rust\n"}
    courses.write(academy.folder / "rust", rust)

    ended = together(academy, SYNC, ("course", "sync", "rust", "--yes"))

    assert codes(ended) == [0, 0]
    assert sorted(revisions(academy)) == [(0, 1), (1, 1)]
    assert academy.missing_assets() == []


def test_a_sync_that_meets_another_waits_or_is_told_who_it_is(academy: Academy) -> None:
    act = academy.act(*SYNC, stop=stage.Stop("COMMIT"))
    first = stage.start(act)
    act.stop.wait()

    impatient = Academy(academy.folder, academy.url, IMPATIENT)
    refused = impatient.perform(*SYNC, "--format", "json", name="impatient")
    second = academy.act(*SYNC, name="waiting")
    waiting = stage.start(second)
    time.sleep(1)
    act.stop.go_on()

    assert refused.code == 5
    assert json.loads(refused.err.splitlines()[-1])["error"]["code"] == "lock.held"
    assert f"process {first.pid}" in refused.err
    assert stage.ended(first, act).code == 0
    assert stage.ended(waiting, second).code == 0
    assert revisions(academy) == [(0, 1)]


def test_a_plan_applied_twice_is_one_revision(academy: Academy) -> None:
    academy.perform("course", "plan", "python", "--out", "plan.json")

    first = academy.perform("course", "apply", "plan.json", "--yes")
    second = academy.perform("course", "apply", "plan.json", "--yes")

    assert (first.code, second.code) == (0, 5)
    assert revisions(academy) == [(0, 1)]


def test_a_plan_applied_by_two_at_once_is_one_revision(academy: Academy) -> None:
    academy.perform("course", "plan", "python", "--out", "plan.json")

    ended = together(academy, *[("course", "apply", "plan.json", "--yes")] * 2)

    assert codes(ended) == [0, 5]
    assert revisions(academy) == [(0, 1)]


def test_a_sync_waits_for_another_writer(sqlite_academy: Academy) -> None:
    with closing(sqlite3.connect(sqlite_academy.folder / "academy.db")) as other:
        other.execute("begin immediate")
        act = sqlite_academy.act(*SYNC, stop=stage.Stop("BEGIN IMMEDIATE"))
        waiting = stage.start(act)
        act.stop.wait()
        act.stop.go_on()
        time.sleep(0.5)
        other.rollback()

        assert stage.ended(waiting, act).code == 0


def test_a_writer_that_does_not_end_is_said_and_a_dry_run_does_not_mind(
    sqlite_academy: Academy,
) -> None:
    with closing(sqlite3.connect(sqlite_academy.folder / "academy.db")) as other:
        other.execute("begin immediate")

        dry = sqlite_academy.perform("course", "sync", "python", "--dry-run")
        ended = sqlite_academy.perform(*SYNC, "--format", "json")

    assert dry.code == 0
    assert ended.code == 7
    assert json.loads(ended.err.splitlines()[-1])["error"]["code"] == "database.busy"
    assert revisions(sqlite_academy) == []


@pytest.mark.torture
def test_a_storm_of_syncs_and_kills_leaves_one_line_of_revisions(academy: Academy) -> None:
    numbers = chance.seeded()
    ends: Counter[int] = Counter()
    for round_ in range(STORMS):
        courses.write(academy.folder / "python", numbers.choice([courses.FIRST, courses.SECOND]))
        acts = [academy.act(*SYNC, name=f"act-{number}") for number in range(4)]
        processes = [stage.start(act) for act in acts]
        for process in numbers.sample(processes, numbers.randrange(4)):
            process.join(numbers.uniform(0, 0.15))
            process.kill()
        ended = [stage.ended(process, act) for process, act in zip(processes, acts, strict=True)]
        ends.update(one.code for one in ended)

        assert all(one.code in {0, -signal.SIGKILL} for one in ended), (round_, ended)
        assert academy.perform(*SYNC).code == 0
        assert academy.perform(*SYNC).out.split("\t")[2] == "false"
        assert academy.missing_assets() == []
        assert academy.half_assets() == []
    made = revisions(academy)
    assert made == [(0, number) for number in range(1, len(made) + 1)]
    chance.say(f"{STORMS} storms, exit codes {dict(ends)}, {len(made)} revisions")


@pytest.mark.parametrize("state", [{}, courses.SECOND])
def test_a_commit_that_outlives_its_process_is_not_overtaken(
    tmp_path: Path, postgres_url: str, state: dict[str, str]
) -> None:
    """PostgreSQL ends the session that holds the lock before the one that is busy committing."""
    academy = Academy(tmp_path, postgres_url)
    courses.write(academy.folder / "python", courses.FIRST)
    if state:
        assert academy.perform(*SYNC).code == 0
        courses.write(academy.folder / "python", state)
    act = academy.act(*SYNC, stop=stage.Stop("COMMIT"))
    dying = stage.start(act)
    act.stop.wait()
    backend = _writer(postgres_url)
    os.kill(backend, signal.SIGSTOP)
    act.stop.go_on()
    time.sleep(0.2)
    dying.kill()

    second = academy.act(*SYNC, name="second", stop=stage.Stop("insert into blobs"))
    overtaking = stage.start(second)
    time.sleep(1)
    second.stop.go_on()
    time.sleep(0.2)
    os.kill(backend, signal.SIGCONT)

    ended = stage.ended(overtaking, second)
    assert ended.code == 0, ended
    assert revisions(academy) == [(0, number + 1) for number in range(1 + bool(state))]


def _writer(url: str) -> int:
    """The process in which PostgreSQL has a transaction open for us."""
    query = (
        "select pid from pg_stat_activity where datname = current_database()"
        " and state = 'idle in transaction'"
    )
    with psycopg.connect(url) as connection:
        (found,) = connection.execute(query).fetchall()
    return int(found[0])
