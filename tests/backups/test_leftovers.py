"""Archives that were never finished go when they are asked to, and only those that nobody will miss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from academy_cli.backups.leftovers import Leftovers
from academy_cli.backups.retention import rules_of
from academy_cli.backups.service import Backups
from academy_cli.backups.storetarget import StoreTarget
from academy_cli.backups.vault import Keeping, Vault
from academy_cli.backups.views import BackupView
from academy_cli.storage.stores.opening import open_store
from tests.backups.vaults import ACTOR, AT, Safe

pytestmark = pytest.mark.usefixtures("temporary")
Make = Callable[[int], BackupView]


@pytest.fixture
def safe(sqlite_safe: Safe) -> Safe:
    """An academy on SQLite: what is left does not depend on the engine."""
    return sqlite_safe


@pytest.fixture(params=["folder", "bucket"])
def vault(request: pytest.FixtureRequest, safe: Safe) -> Vault:
    """Where backups are kept: in a folder or a bucket."""
    if request.param == "folder":
        return safe.vault
    return replace(safe.vault, target=StoreTarget(open_store("memory://")))


@pytest.fixture
def make(vault: Vault) -> Make:
    """Make a backup on a day."""
    return lambda day: Backups(vault, ACTOR, clock=lambda: AT + timedelta(days=day)).create()


def gone(vault: Vault, day: int) -> set[str]:
    """The archives that go on a day; those and no others are gone."""
    leftovers = Leftovers(vault, ACTOR, clock=lambda: AT + timedelta(days=day))
    planned, before = leftovers.prune(dry_run=True), set(vault.target.names())
    assert leftovers.prune() == planned
    missing = before - set(vault.target.names())
    assert missing == {one.archive for one in planned if not one.is_kept}
    return missing


def lose(vault: Vault, one: BackupView) -> None:
    vault.target.delete(f"{one.archive}.json")


def test_what_was_never_finished_goes_after_a_week_if_a_later_one_was_proved(
    vault: Vault, make: Make
) -> None:
    lost = make(0)
    lose(vault, lost)

    assert gone(vault, 9) == set()  # it is all there is
    whole = make(1)
    assert gone(vault, 6) == set()  # it may be on its way
    assert gone(vault, 9) == {lost.archive}
    assert [one.id for one in Backups(vault, ACTOR).list()] == [whole.id]


def test_what_is_newer_than_all_that_was_proved_stays(vault: Vault, make: Make) -> None:
    make(0)
    lose(vault, make(1))

    assert gone(vault, 9) == set()


def test_what_is_not_certainly_nobodys_stays(vault: Vault, make: Make) -> None:
    unreadable, renamed, whole = make(0), make(1), make(2)
    target = vault.target
    with target.open(whole.archive) as file:
        content = file.read()
    target.put(f"{unreadable.archive}.json", b"{")
    target.put(f"{renamed.archive}.json", target.get(f"{whole.archive}.json") or b"")
    instance = whole.instance[:8]
    other = whole.archive.replace(instance, f"{int(instance, 16) ^ 1:08x}").replace("1129", "1120")
    for name in (other, "mine.acb", whole.archive.replace("1129T", "9999T")):
        target.put(name, content)

    assert gone(vault, 30) == set()


def test_nothing_of_it_goes_unasked(vault: Vault, make: Make) -> None:
    lost = make(0)
    lose(vault, lost)
    make(1)

    backups = Backups(vault, ACTOR, clock=lambda: AT + timedelta(days=9))
    assert backups.prune(Keeping(rules_of("last=1"), AT.tzinfo, 1))
    assert lost.archive in vault.target.names()
