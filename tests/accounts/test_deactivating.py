"""Whoever is deactivated can do nothing any more, and what ended stays ended."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from academy_cli.access.matrix import Role
from academy_cli.accounts.errors import (
    ErasedError,
)
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.views import Status
from academy_cli.db.service import Database
from tests.accounts.accounts import WHOLE, entries, hold, newest, stored
from tests.accounts.conftest import AT, LATER


def test_who_is_deactivated_can_do_nothing_any_more(
    people: People, engine: Engine, database: Database
) -> None:
    people.create(WHOLE)
    hold(engine, "ann@example.org")

    change = people.deactivate("ann@example.org", reason="asked for it")

    assert change.ended == {"sessions": 1, "api_tokens": 1, "links": 1}
    seen = people.show("ann@example.org")
    assert (seen.status, seen.deactivated_at) == (Status.DEACTIVATED, AT)
    assert (seen.sessions, seen.api_tokens) == (0, 0)
    told = newest(database)
    assert (told.action, told.reason) == ("user.deactivate", "asked for it")
    assert told.details == {
        "before": {"deactivated_at": None},
        "after": {"deactivated_at": "2026-11-22T08:33:00Z"},
        "ended": {"sessions": 1, "api_tokens": 1, "links": 1},
    }


def test_what_ended_does_not_come_back(people: People, engine: Engine) -> None:
    people.create(WHOLE)
    hold(engine, "ann@example.org")
    people.deactivate("ann@example.org")

    change = people.activate("ann@example.org")

    assert change.after == {"deactivated_at": None}
    seen = people.show("ann@example.org")
    assert (seen.status, seen.sessions, seen.api_tokens) == (Status.INVITED, 0, 0)


def test_what_is_so_already_is_not_done_again(people: People, engine: Engine) -> None:
    people.create(WHOLE)

    assert people.activate("ann@example.org").is_empty
    people.deactivate("ann@example.org")
    assert people.deactivate("ann@example.org").is_empty
    assert entries(engine) == 2


def test_who_was_erased_cannot_be_changed(people: People, engine: Engine) -> None:
    people.create(WHOLE)
    left = people.erase("ann@example.org", revokes_certificates=False).email

    for change in (people.deactivate, people.activate):
        with pytest.raises(ErasedError):
            change(left)
    with pytest.raises(ErasedError):
        people.set(left, Profile(name="Ann"))
    with pytest.raises(ErasedError):
        people.add_role(left, Role.SUPPORT)


def test_moments_of_other_people_stay_as_they_are(staff: People, engine: Engine) -> None:
    before = stored(engine, "tom@x.org")

    staff.deactivate("sam@x.org")
    staff.set("sam@x.org", Profile(name="Sammy"))

    assert stored(engine, "tom@x.org") == before
    assert LATER > AT
