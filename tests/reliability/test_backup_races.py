"""Two commands about backups at once, and whoever works in the database meanwhile: one waits or is told."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

import pytest

from tests.reliability import stage, vault
from tests.reliability.academy import Academy
from tests.reliability.vault import CREATE, PRUNE, RESTORE, ROLLBACK

JSON = ("--format", "json")
MIDDLE = {
    CREATE: (
        'select coalesce(max(id), 0) from "users"',
        'select coalesce(max(id), 0) from "users"',
    ),
    RESTORE: ("UPDATE outbox", "UPDATE outbox"),
    PRUNE: ("os.remove backups/", "os.remove backups/"),
}
"""Where a command is in the middle of its work, on SQLite and on PostgreSQL."""
MEANWHILE = {
    CREATE: (CREATE, PRUNE, RESTORE, ROLLBACK),
    RESTORE: (RESTORE, CREATE, PRUNE, ROLLBACK),
    PRUNE: (PRUNE, CREATE, RESTORE),
}


def in_the_middle(academy: Academy, words: Sequence[str], **fate: str) -> stage.Act:
    """A command that waits in the middle of its work."""
    moment = MIDDLE[tuple(words)][not academy.is_sqlite]
    return academy.act(*words, name="first", stop=stage.Stop(moment), **fate)


@pytest.mark.parametrize("first", MEANWHILE, ids=lambda words: words[1])
def test_of_two_at_once_the_second_is_told(kept: Academy, first: Sequence[str]) -> None:
    vault.make_old(kept, 3)
    assert kept.perform(*RESTORE).code == 0
    act = in_the_middle(kept, first)
    process = stage.start(act)
    act.stop.wait()

    refused = [kept.perform(*second, *JSON) for second in MEANWHILE[tuple(first)]]

    act.stop.go_on()
    ended = stage.ended(process, act)
    for one in refused:
        said = json.loads(one.err.splitlines()[-1])["error"]
        assert (one.code, said["code"]) == (5, "lock.held")
        assert "“backup” is being worked on by" in said["message"]
        assert said["hint"] == "Run the same command again when that is done."
    assert ended.code == 0, ended.err
    assert kept.perform(*CREATE).code == 0


def test_it_is_seen_when_nobody_keeps_the_second_out(kept: Academy) -> None:
    """The control: without the lock, both would work at once."""
    act = in_the_middle(kept, CREATE, broken="forget_the_lock")
    process = stage.start(act)
    act.stop.wait()

    second = kept.perform(*CREATE)

    act.stop.go_on()
    assert (second.code, stage.ended(process, act).code) == (0, 0)


def before_the_swap(academy: Academy) -> stage.Stop:
    """Where nobody else can be at work: the old database is locked, and not replaced yet."""
    return stage.Stop("os.rename academy.db.restore-" if academy.is_sqlite else "reset")


def test_whoever_writes_during_the_swap_writes_into_the_new_one_or_is_told(kept: Academy) -> None:
    assert kept.perform(*CREATE).code == 0
    vault.rename(kept, "Since")
    act = kept.act(*RESTORE, name="first", stop=before_the_swap(kept))
    process = stage.start(act)
    act.stop.wait()
    people = [f"{number}@x.org" for number in range(3)]
    writers = [kept.start("user", "create", one, "--name", "New", "--yes", *JSON) for one in people]
    reader = kept.start("user", "list", "--format", "json")
    time.sleep(1.5)

    act.stop.go_on()

    assert stage.ended(process, act).code == 0
    errors = [writer.communicate(timeout=60)[1] for writer in writers]
    read, error = reader.communicate(timeout=60)
    names = vault.names(kept)
    assert names[0] == "Ann"
    written = [one for one, writer in zip(people, writers, strict=True) if not writer.returncode]
    assert names.count("New") == len(written), errors
    assert {writer.returncode for writer in writers} <= {0, 7}, errors
    assert reader.returncode in {0, 7}, error
    assert reader.returncode or json.loads(read)[-1]["name"] in {"Ann", "Since"}
    assert kept.perform(*ROLLBACK).code == 0
    assert vault.names(kept) == ["Since"]


def test_whoever_reads_keeps_the_swap_from_happening(kept: Academy) -> None:
    """And is not disturbed; once that ends, the same command goes through."""
    assert kept.perform(*CREATE).code == 0
    vault.rename(kept, "Since")
    with vault.reading(kept) as names:
        assert names() == ["Since"]
        refused = kept.perform(*RESTORE, *JSON)
        assert names() == ["Since"]

    said = json.loads(refused.err.splitlines()[-1])["error"]
    assert (refused.code, said["code"]) == (5, "backup.in-use")
    assert vault.names(kept) == ["Since"]
    assert kept.perform(*RESTORE).code == 0
