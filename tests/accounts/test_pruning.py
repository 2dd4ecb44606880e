"""Removing what is over: no more than that, in small steps, on record, and no thief gets by for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from academy_cli.access.actor import Actor
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.accounts.signin import pruning
from academy_cli.accounts.signin.credential_views import Pruned
from academy_cli.accounts.signin.pruning import Pruning
from academy_cli.audit.log import AuditLog
from academy_cli.db.transaction import read
from academy_cli.models import Base, OneTimeToken, RefreshToken, Session
from tests.accounts.entrance import ANN, OTHER, PASSWORD, Entrance, code_of

KEEPS = timedelta(days=90)


def service(ann: Entrance) -> Pruning:
    return Pruning(ann.database, ann.own, KEEPS, clock=ann.clock)


def pruned(ann: Entrance) -> tuple[int, int, int]:
    found = service(ann).prune()
    return found.sessions, found.refresh_tokens, found.links


def count(ann: Entrance, model: type[Base]) -> int:
    with read(ann.database.engine) as connection:
        return connection.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def busy(ann: Entrance) -> Entrance:
    """Ann has gone on with one session for half a year, and left two others behind."""
    ann.door.login(ANN, PASSWORD)
    ann.door.logout(ann.door.login(ANN, PASSWORD).refresh_token)
    ann.recovery.request_reset(ANN)
    login = ann.door.login(ANN, PASSWORD)
    for _ in range(30):
        ann.later(days=6)
        login = ann.door.refresh(login.refresh_token)
    ann.recovery.request_reset(ANN)
    return ann


def test_what_is_over_goes_and_what_goes_on_stays(busy: Entrance) -> None:
    planned = service(busy).prune(dry_run=True)

    assert (planned.sessions, planned.refresh_tokens, planned.links) == (2, 28, 2)
    assert service(busy).prune() == planned
    assert (count(busy, Session), count(busy, RefreshToken), count(busy, OneTimeToken)) == (1, 3, 1)
    assert pruned(busy) == (0, 0, 0)


def test_a_dry_run_writes_nothing(busy: Entrance) -> None:
    before = busy.text()
    service(busy).prune(dry_run=True)

    assert busy.text() == before


def test_the_session_goes_on(ann: Entrance) -> None:
    login = ann.door.login(ANN, PASSWORD)
    for _ in range(30):
        ann.later(days=6)
        login = ann.door.refresh(login.refresh_token)
        service(ann).prune()

    assert ann.door.refresh(login.refresh_token)


def test_a_thief_is_found_for_as_long_as_what_was_stolen_could_hold(ann: Entrance) -> None:
    stolen = ann.door.login(ANN, PASSWORD)
    mine = ann.door.refresh(stolen.refresh_token)
    ann.later(days=6, hours=23)
    mine = ann.door.refresh(mine.refresh_token)
    service(ann).prune()

    assert code_of(ann.door.refresh, stolen.refresh_token) == "auth.session-over"
    assert code_of(ann.door.refresh, mine.refresh_token) == "auth.session-over"


def test_what_is_older_is_refused_and_ends_nobodys_session(ann: Entrance) -> None:
    stolen = ann.door.login(ANN, PASSWORD)
    mine = ann.door.refresh(stolen.refresh_token)
    for _ in range(2):
        ann.later(days=6)
        mine = ann.door.refresh(mine.refresh_token)
    service(ann).prune()

    assert code_of(ann.door.refresh, stolen.refresh_token) == "auth.session-over"
    assert ann.door.refresh(mine.refresh_token)


def test_it_is_on_record_in_the_transaction_that_did_it(
    busy: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "AT_ONCE", 10)

    pruned(busy)

    log = AuditLog(busy.database, busy.own)
    told = [one.details or {} for one in log.find() if one.action == "user.prune"]
    assert [one.get("refresh_tokens") for one in reversed(told)] == [10, 10, 8, None, None]
    assert log.verify().flaws == ()


def test_no_number_of_a_link_is_given_twice(ann: Entrance) -> None:
    ann.recovery.request_reset(ANN)
    ann.later(days=200)
    service(ann).prune()
    ann.recovery.request_reset(ANN)

    resets = [values["code"] for name, _, values in ann.mails() if name == "reset"]
    assert len(resets) == 2
    ann.recovery.set_password(resets[-1], OTHER)


def test_refreshing_meanwhile_waits_for_nobody_in_a_circle(
    busy: Entrance, doors: list[Entrance]
) -> None:
    logins = [busy.door.login(ANN, PASSWORD) for _ in range(6)]
    for one in doors:
        one.now = busy.now

    with ThreadPoolExecutor(3) as pool:
        pruning_runs = [pool.submit(code_of, service(one).prune) for one in doors]
        refreshed = list(
            pool.map(lambda one: code_of(busy.door.refresh, one.refresh_token), logins)
        )

    assert {run.result() for run in pruning_runs} | set(refreshed) == {""}


@pytest.mark.parametrize("role", [Role.STUDENT, Role.INSTRUCTOR, Role.SUPPORT])
def test_only_admins_prune(ann: Entrance, role: Role) -> None:
    ann.own = Actor("user:9", "x@x.org", 9, frozenset({role}))

    with pytest.raises(NotPermittedError):
        service(ann).prune()


def test_without_a_database_there_is_nothing(ann: Entrance) -> None:
    from academy_cli.db.service import Database

    nowhere = Database("sqlite:////nowhere/at/all.db")
    found = Pruning(nowhere, ann.own, KEEPS, clock=ann.clock).prune(dry_run=True)

    assert found == Pruned(ann.now - KEEPS, 0, 0, 0)
