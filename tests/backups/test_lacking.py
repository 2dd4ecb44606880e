"""What is not in a backup, or must not come back with one, is said."""

from __future__ import annotations

import shutil
from datetime import UTC, timedelta

import pytest
from sqlalchemy import update

from academy_cli.backups.creating import Wish
from academy_cli.backups.restoring.service import Restoring
from academy_cli.backups.retention import rules_of
from academy_cli.backups.vault import Keeping
from academy_cli.kit.clock import utc_now
from academy_cli.models import User
from tests.backups.test_trouble_restoring import file_of
from tests.backups.vaults import ACTOR, AT, Safe, changing, needed, people

pytestmark = pytest.mark.slow


def test_files_that_are_not_in_it_are_counted(sqlite_safe: Safe) -> None:
    [lost] = needed(sqlite_safe)
    listed = sqlite_safe.backups.create(Wish(has_files=False))
    assert (listed.has_files, listed.missing_files, listed.absent_files) == (False, 0, 1)
    assert sqlite_safe.restoring.restore(listed.id).lost_files == 0
    whole = sqlite_safe.backups.create()
    assert whole.absent_files == 0
    shutil.rmtree(sqlite_safe.storage / "assets")
    told: list[str] = []

    made = sqlite_safe.backups.create(Wish(may_miss_files=True), missing=told.extend)

    assert told == [lost]
    assert sqlite_safe.backups.show(made.id).missing_files == made.absent_files == 1
    for one in (made, listed):
        done = sqlite_safe.restoring.restore(one.id)
        assert (done.absent_files, done.lost_files) == (1, 1)
    assert sqlite_safe.restoring.rehearse(whole.id).lost_files == 0
    done = sqlite_safe.restoring.restore(whole.id)
    assert (done.absent_files, done.lost_files) == (0, 0)


def test_who_was_erased_since_and_is_back_is_named(safe: Safe) -> None:
    made = safe.backups.create()
    assert safe.restoring.rehearse(made.id).erased_since == ()
    with changing(safe.url) as connection:
        gone = {"email": "erased-1@invalid", "erased_at": AT}
        connection.execute(update(User).values(gone))

    planned = safe.restoring.rehearse(made.id)
    assert people(safe.url) == ["erased-1@invalid"]
    done = safe.restoring.restore(made.id)

    assert planned.erased_since == done.erased_since == ("ann@x.org",)
    assert people(safe.url) == ["ann@x.org"]


@pytest.mark.parametrize("are_forgotten", [True, False])
def test_who_was_erased_is_named_whenever_one_is_brought_back(
    safe: Safe, *, are_forgotten: bool
) -> None:
    """The database that is replaced the second time never erased anybody."""
    first, second = safe.backups.create(), safe.backups.create()
    with changing(safe.url) as connection:
        gone = {"email": "erased-1@invalid", "erased_at": AT}
        connection.execute(update(User).values(gone))
    safe.restoring.restore(first.id)
    if are_forgotten:
        for one in safe.place.kept():
            safe.place.forget(one)

    for _ in range(2):
        assert safe.restoring.restore(second.id).erased_since == ("ann@x.org",)


def test_kept_databases_know_who_was_erased_where_the_live_one_is_lost(sqlite_safe: Safe) -> None:
    made = sqlite_safe.backups.create()
    with changing(sqlite_safe.url) as connection:
        connection.execute(update(User).values(email="erased-1@invalid", erased_at=AT))
    sqlite_safe.restoring.restore(made.id)
    file_of(sqlite_safe).write_bytes(b"no database at all" * 1000)

    assert sqlite_safe.restoring.restore(made.id).erased_since == ("ann@x.org",)


def test_another_person_of_the_same_number_was_not_erased(sqlite_safe: Safe) -> None:
    made = sqlite_safe.backups.create()
    with changing(sqlite_safe.url) as connection:
        connection.execute(update(User).values(email="x", erased_at=AT, created_at=AT))

    assert sqlite_safe.restoring.restore(made.id).erased_since == ()


def test_what_a_restore_replaced_goes_with_the_next_backup_or_prune_after_a_week(
    safe: Safe,
) -> None:
    made = safe.backups.create()
    weeks_ago = utc_now() - timedelta(days=15)
    then = Restoring(safe.vault, safe.files, ACTOR, clock=lambda: weeks_ago)
    keeping = Keeping(rules_of("last=9"), UTC, 1)

    for tidies in (safe.backups.create, lambda: safe.backups.prune(keeping)):
        then.restore(made.id)
        safe.backups.prune(keeping, dry_run=True)
        assert len(safe.restoring.kept()) == 1
        tidies()
        assert safe.restoring.kept() == []
