"""What verifying a backup says of it stays with it: the most that was proved, or that it is damaged."""

from __future__ import annotations

import json
from datetime import UTC, timedelta

import pytest

from academy_cli.backups import verdicts
from academy_cli.backups.errors import DamagedError
from academy_cli.backups.freshness import freshness, trouble
from academy_cli.backups.retention import HARMED, kept, rules_of
from academy_cli.backups.verdicts import DAMAGED, FULL, QUICK, RESTORE
from academy_cli.backups.views import BackupView
from tests import child
from tests.backups.outside import JSON, academy
from tests.backups.shelf import DAY, NOW, OURS, backup, daily
from tests.backups.vaults import Safe, people

LIMIT = timedelta(hours=26)


def flip(safe: Safe, made: BackupView) -> None:
    """Change one bit of an archive, or change it back."""
    path = safe.folder / made.archive
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_what_was_found_damaged_is_no_proof_until_it_is_proved_again(sqlite_safe: Safe) -> None:
    older, made = sqlite_safe.backups.create(), sqlite_safe.backups.create()
    flip(sqlite_safe, made)

    with pytest.raises(DamagedError):
        sqlite_safe.backups.verify("latest")

    found = sqlite_safe.backups.show(made.id)
    assert (found.verified, found.found_by) == (DAMAGED, QUICK)
    said = sqlite_safe.backups.freshness(LIMIT)
    assert (said.verified, said.damaged) == (older.id, [made.id])
    assert sqlite_safe.restoring.restore("latest").backup == older.id
    assert people(sqlite_safe.url) == ["ann@x.org"]
    flip(sqlite_safe, made)
    assert sqlite_safe.backups.verify(made.id).verified == FULL
    assert sqlite_safe.restoring.look("latest").backup == made.id


def test_less_than_what_found_it_damaged_does_not_prove_it() -> None:
    made = verdicts.damaged(backup(NOW, verified=FULL), RESTORE, NOW)

    with pytest.raises(DamagedError):
        verdicts.proved(made, FULL, NOW)
    again = verdicts.damaged(made, QUICK, NOW)
    assert again.found_by == RESTORE
    assert verdicts.proved(again, RESTORE, NOW).verified == RESTORE


def test_a_quick_look_takes_no_better_proof_away(sqlite_safe: Safe) -> None:
    made = sqlite_safe.backups.create(proof=RESTORE)

    assert sqlite_safe.backups.verify(made.id, level=QUICK) == made
    assert sqlite_safe.backups.show(made.id) == made
    later = verdicts.proved(made, RESTORE, made.finished_at + DAY)
    assert later.verified_at == made.finished_at + DAY


def test_a_damaged_one_drops_no_whole_one_and_stays_until_a_later_one_was_proved() -> None:
    sound = daily(4, verified=FULL)[1:]
    harmed = verdicts.damaged(backup(NOW - DAY - timedelta(hours=11), verified=FULL), FULL, NOW)

    before = kept([*sound[1:], harmed], rules_of("daily=2"), NOW, UTC, OURS, least=1)
    after = kept([*sound, harmed], rules_of("daily=3"), NOW, UTC, OURS, least=1)

    assert all(one.is_kept for one in before)
    assert [(one.backup, one.reasons) for one in after if not one.is_kept] == [(harmed, (HARMED,))]


def test_backups_of_which_none_is_whole_are_trouble() -> None:
    harmed = [verdicts.damaged(one, FULL, NOW) for one in daily(2, verified=FULL)]
    error = trouble(harmed, NOW, LIMIT, OURS)

    assert error is not None
    assert error.code == "backup.all-damaged"
    assert not freshness(harmed, NOW, LIMIT, OURS).is_fresh
    assert all(one.is_kept for one in kept(harmed, rules_of("last=1"), NOW, UTC, OURS))


@pytest.mark.parametrize("words", [(), ("--quick",), ("--restore",)])
@pytest.mark.parametrize("by_path", [True, False])
def test_one_on_a_medium_that_is_only_read_can_be_verified(
    sqlite_safe: Safe, words: tuple[str, ...], *, by_path: bool
) -> None:
    made = sqlite_safe.backups.create()
    named = str(sqlite_safe.folder / made.archive) if by_path else made.id
    sqlite_safe.folder.chmod(0o555)

    ended = academy(sqlite_safe).run(
        "backup", "verify", named, *words, *JSON, preexec_fn=child.drop_power()
    )

    sqlite_safe.folder.chmod(0o755)
    assert ended.code == 0, ended.err
    assert "could not be noted" in ended.err
    assert json.loads(ended.out)["verified"] == (words[0][2:] if "--restore" in words else "full")
