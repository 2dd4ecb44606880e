"""Several academies keep their backups in one place, and each one's latest is its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from academy_cli.backups.finding_errors import WhoseLatestError
from academy_cli.backups.opening import NO_KEYS
from academy_cli.backups.partial.parts import Part, Sort
from academy_cli.backups.partial.service import Parts
from tests.backups.vaults import ACTOR, Safe, occupy, upgrade

LIMIT = timedelta(hours=26)


@pytest.fixture
def another(sqlite_safe: Safe, tmp_path: Path) -> Safe:
    """Another academy, with Bo in it, whose backups are in the same folder."""
    url = f"sqlite:///{tmp_path / 'another.db'}"
    occupy(url)
    return replace(sqlite_safe, url=url)


@pytest.fixture
def nothing(sqlite_safe: Safe, tmp_path: Path) -> Safe:
    """A place whose database was lost."""
    return replace(sqlite_safe, url=f"sqlite:///{tmp_path / 'lost.db'}")


def test_the_latest_is_of_the_academy_that_is_here(sqlite_safe: Safe, another: Safe) -> None:
    ours, theirs = sqlite_safe.backups.create(), another.backups.create()
    parts = Parts(sqlite_safe.database, sqlite_safe.vault.target, sqlite_safe.files.assets, ACTOR)

    assert sqlite_safe.backups.show("latest") == ours
    assert sqlite_safe.backups.verify("latest").id == ours.id
    assert sqlite_safe.backups.set("latest", label="mine").id == ours.id
    assert sqlite_safe.restoring.restore("latest").backup == ours.id
    with parts.rows("latest", Part(Sort.USER, "ann@x.org"), NO_KEYS) as out:
        assert out.origin.backup == ours.id
    assert another.backups.show("latest") == theirs
    (sqlite_safe.folder / f"{ours.archive}.json").unlink()
    with pytest.raises(WhoseLatestError, match="another academy"):
        sqlite_safe.restoring.restore("latest")


def test_where_nobody_knows_whose_the_latest_is_it_is_refused(
    sqlite_safe: Safe, another: Safe, nothing: Safe
) -> None:
    ours = sqlite_safe.backups.create()
    assert nothing.restoring.look("latest").backup == ours.id
    theirs = another.backups.create()

    with pytest.raises(WhoseLatestError) as refused:
        nothing.restoring.restore("latest")
    assert all(one.id in refused.value.hint for one in (ours, theirs))
    assert nothing.place.is_empty
    assert nothing.restoring.restore(ours.id).backup == ours.id


def test_a_lost_database_does_not_look_healthy(
    sqlite_safe: Safe, another: Safe, nothing: Safe
) -> None:
    ours = sqlite_safe.backups.create()
    said, error = nothing.backups.freshness(LIMIT), nothing.backups.trouble(LIMIT)
    assert error is not None
    assert (said.backups, said.is_fresh, error.code) == (1, False, "backup.lost-database")
    assert error.hint == "Bring it back: academy backup restore latest"

    new = another.backups.trouble(LIMIT)
    assert new is not None
    assert (new.code, f"academy backup restore {ours.id}" in new.hint) == ("backup.none", True)
    theirs = another.backups.create()
    both = nothing.backups.trouble(LIMIT)
    assert both is not None
    assert f"restore {ours.id}" in both.hint
    assert f"restore {theirs.id}" in both.hint


def test_an_academy_with_people_that_never_made_a_backup_is_another_one(
    sqlite_safe: Safe, another: Safe, nothing: Safe
) -> None:
    made = sqlite_safe.backups.create()

    assert not another.restoring.look(made.id).is_same
    assert nothing.restoring.look(made.id).is_same
    upgrade(nothing.url)
    assert nothing.restoring.look(made.id).is_same
