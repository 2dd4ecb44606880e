"""Whenever a backup, a restore or a removal dies, what was whole stays so, and the next one goes through."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator, Sequence

import pytest

from academy_cli.backups.service import Backups
from academy_cli.db.service import Database
from tests.reliability import chance, stage, vault
from tests.reliability.academy import Academy
from tests.reliability.vault import CREATE, PRUNE, RESTORE, ROLLBACK

pytestmark = [pytest.mark.torture] if chance.SHARE else []


def killed(academy: Academy, words: Sequence[str], moment: str, time: int = 1) -> stage.Ended:
    """A command that ends right before a moment, without any chance to tidy up."""
    act = academy.act(*words, stop=stage.Stop(moment, time))
    process = stage.start(act)
    act.stop.wait()
    process.kill()
    ended = stage.ended(process, act)
    assert ended.code == -signal.SIGKILL
    return ended


CREATING = {
    "before anything is written": ("open backups/.academy-", 1),
    "when it is begun": ("open backups/.academy-", 2),
    "when its rows are written": ('select coalesce(max(id), 0) from "users"', 1),
    "before it is proved": ("open backups/.academy-", 3),
    "when it is proved": ("os.link", 1),
    "when it has its name": ("os.remove backups/.academy-", 1),
    "before anything says that it is whole": ("os.rename", 1),
    "before it is logged": ("insert into audit_log", 1),
    "when it is logged": ("committed", 2),
}
WRITTEN, NAMED, LISTED = (
    "when its rows are written",
    "when it has its name",
    "before it is logged",
)


def test_a_backup_that_died_is_whole_or_none(kept: Academy, backups: Backups) -> None:
    assert kept.perform(*CREATE).code == 0
    steps = list(CREATING)
    for number, step in enumerate(steps):
        before = {one.id for one in backups.list()}

        killed(kept, CREATE, *CREATING[step])

        new = [one for one in backups.list() if one.id not in before]
        is_listed = number >= steps.index(LISTED)
        is_orphan = steps.index(NAMED) <= number < steps.index(LISTED)
        assert (len(new), len(backups.orphans())) == (is_listed, is_orphan), step
        assert before <= {one.id for one in backups.list()}
        for one in new:
            assert backups.verify(one.id).verified == "full"
        for orphan in backups.orphans():
            (kept.folder / "backups" / orphan.archive).unlink()
        vault.tidy(kept)
    killed(kept, CREATE, *CREATING[WRITTEN])
    assert vault.partials(kept)
    assert kept.perform(*CREATE).code == 0
    assert vault.partials(kept) == []


RESTORING = {
    "sqlite": {
        "before it is loaded": ("open academy.db.restore-", 1),
        "while it is loaded": ('insert into "users"', 1),
        "when it is up to date": ("UPDATE outbox", 1),
        "before it is on the disk": ("open academy.db.restore-", 2),
        "before the swap": ("os.link", 1),
        "when the old one has another name": ("os.rename", 1),
        "after the swap": ("os.remove academy.db.restore-", 1),
    },
    "postgresql": {
        "before it is loaded": ("create schema", 1),
        "while it is loaded": ('copy "users"', 1),
        "when it is up to date": ("UPDATE outbox", 1),
        "before the old one is locked": ("lock table", 1),
        "before the swap": ("alter schema", 1),
        "when the old one has another name": ("alter schema", 2),
        "before it is committed": ("reset synchronous_commit", 1),
        "after the swap": ("select nspname", 5),
    },
}


def test_a_restore_that_died_has_happened_or_has_not(kept: Academy) -> None:
    assert kept.perform(*CREATE).code == 0
    for step, moment in RESTORING["sqlite" if kept.is_sqlite else "postgresql"].items():
        vault.rename(kept, "Since")

        killed(kept, RESTORE, *moment)

        assert vault.names(kept) == ["Ann" if step == "after the swap" else "Since"], step
        assert_sound(kept)
        assert len(vault.scratches(kept)) <= 1
        vault.tidy(kept)
    killed(kept, RESTORE, "UPDATE outbox")
    assert kept.perform(*RESTORE).code == 0
    assert vault.names(kept) == ["Ann"]
    assert vault.scratches(kept) == []
    assert kept.perform(*ROLLBACK).code == 0


@pytest.mark.parametrize("words", [CREATE, RESTORE, ROLLBACK, PRUNE], ids=lambda words: words[1])
def test_what_a_restore_leaves_that_died_the_next_command_removes(
    kept: Academy, words: Sequence[str]
) -> None:
    vault.make_old(kept, 2)
    assert kept.perform(*RESTORE).code == 0
    killed(kept, RESTORE, "UPDATE outbox")
    assert len(vault.scratches(kept)) == 1

    assert kept.perform(*words).code == 0

    assert vault.scratches(kept) == []
    assert_sound(kept)


REMOVING = (
    (("os.remove backups/", 1), (3, 0)),
    (("os.remove backups/", 2), (2, 1)),
    (("insert into audit_log", 1), (2, 0)),
    (("os.remove backups/", 3), (2, 0)),
    (("os.remove backups/", 4), (1, 1)),
    (("committed", 2), (1, 0)),
)
"""Moments, and how many backups and archives without any word of them there are then."""


def test_a_removal_that_died_leaves_no_backup_without_its_archive(
    kept: Academy, backups: Backups
) -> None:
    for moment, left in REMOVING:
        vault.make_old(kept, 3)
        newest = backups.show("latest").id

        killed(kept, PRUNE, *moment)

        assert (len(backups.list()), len(backups.orphans())) == left, moment
        for one in backups.list():
            backups.verify(one.id, level="quick")  # a full one would set its false age right
        assert kept.perform(*PRUNE).code == 0
        assert [one.id for one in backups.list()] == [newest]


def assert_sound(academy: Academy) -> None:
    database = Database(academy.url)
    assert database.check() == ()
    database.close()


class TestAnywhere:
    """Moments that nobody chose: some in every run, and under torture a share of all there are."""

    def test_a_backup_is_whole_or_none(self, kept: Academy, backups: Backups) -> None:
        assert kept.perform(*CREATE).code == 0
        for act in dying(kept, CREATE):
            before = {one.id for one in backups.list()}
            die(act)
            after = backups.list()
            assert before <= {one.id for one in after}
            assert len(after) - len(before) <= 1
            for one in after:
                if one.id not in before:
                    assert backups.verify(one.id).verified == "full"
        assert kept.perform(*CREATE).code == 0
        assert vault.partials(kept) == []

    def test_a_restore_leaves_the_one_or_the_other(self, kept: Academy) -> None:
        assert kept.perform(*CREATE).code == 0
        seen = set[str]()
        for number, act in enumerate(dying(kept, RESTORE)):
            vault.rename(kept, f"Since {number}")
            die(act)
            [name] = vault.names(kept)
            assert name in {"Ann", f"Since {number}"}
            seen.add(name[:5])
            assert_sound(kept)
            assert len(vault.scratches(kept)) <= 1
            if name == "Ann":
                assert kept.perform(*ROLLBACK).code == 0
                assert vault.names(kept) == [f"Since {number}"]
        vault.rename(kept, "Since")
        assert kept.perform(*RESTORE).code == 0
        assert vault.names(kept) == ["Ann"]
        assert vault.scratches(kept) == []
        assert "Since" in seen

    def test_a_rollback_leaves_the_one_or_the_other(self, kept: Academy) -> None:
        assert kept.perform(*CREATE).code == 0
        vault.rename(kept, "Since")
        assert kept.perform(*RESTORE).code == 0
        for act in dying(kept, ROLLBACK):
            die(act)
            before = vault.names(kept)
            assert before in (["Ann"], ["Since"])
            assert_sound(kept)
            ended = kept.perform(*ROLLBACK)
            assert ended.code == 0, ended.err
            assert sorted([before, vault.names(kept)]) == [["Ann"], ["Since"]]

    def test_a_removal_leaves_no_backup_without_its_archive(
        self, kept: Academy, backups: Backups
    ) -> None:
        vault.make_old(kept, 3)
        for act in dying(kept, PRUNE):
            vault.make_old(kept, 3)
            newest = backups.show("latest").id
            die(act)
            for one in backups.list():
                assert backups.verify(one.id, level="quick").verified == "quick"
            assert newest in {one.id for one in backups.list()}


def dying(academy: Academy, words: Sequence[str]) -> Iterator[stage.Act]:
    """A command that dies, at some of all its moments; each of them really has to."""
    act = academy.act(*words)
    ended = stage.ended(stage.start(act), act)
    assert ended.code == 0, ended.err
    many = len(stage.moments(act))
    wanted = max(3, round(many * chance.SHARE))
    numbers = chance.seeded() if chance.SHARE else random.Random(7)
    picked = sorted(numbers.sample(range(many), min(wanted, many)))
    chance.say(f"{' '.join(words)}: {len(picked)} of {many} moments")
    for at in picked:
        yield academy.act(*words, kill_at=at)


def die(act: stage.Act) -> None:
    """Let a command die where it shall."""
    ended = stage.ended(stage.start(act), act)
    assert ended.code == -signal.SIGKILL, (act.kill_at, ended.code, ended.err)


ASIDE = ("backup", "restore", "latest", "--only", "user:ann@x.org", "--yes")
LOADED = "PRAGMA foreign_key_check"


def test_no_decrypted_data_stays_in_the_temporary_folder(kept: Academy) -> None:
    """SIGTERM is an end like Ctrl-C; what a kill left is gone with the next command about backups."""
    assert kept.perform(*CREATE).code == 0
    (kept.folder / "tmp").mkdir()
    own = Academy(kept.folder, kept.url, {**kept.settings, "TMPDIR": str(kept.folder / "tmp")})
    act = own.act(*ASIDE, stop=stage.Stop(LOADED))
    process = stage.start(act)

    stage.signalled(process, act, signal.SIGTERM)

    assert stage.ended(process, act).code == 143
    assert vault.aside(own) == []
    killed(own, ASIDE, LOADED)
    [left] = vault.aside(own)
    assert (left.stat().st_mode & 0o777, (left / "academy.db").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    assert own.perform("backup", "list").code == 0
    assert vault.aside(own) == []
