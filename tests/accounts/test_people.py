"""Accounts: made, looked at and changed, each change on record with what was there before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from academy_cli.access.errors import BadAddressError, NotPermittedError, UnknownUserError
from academy_cli.access.matrix import Role
from academy_cli.accounts.errors import (
    BadFieldError,
    UserExistsError,
)
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.views import Status
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import OneTimeToken, User
from tests.accounts.accounts import WHOLE, Acting, entries, hold, newest
from tests.accounts.conftest import ANN, AT, number

# -- create -------------------------------------------------------------------------------------


def test_an_account_says_what_it_was_made_with_in_one_form(people: People) -> None:
    people.create(WHOLE)

    seen = people.show("ann@example.org")
    assert (seen.email, seen.name, seen.language) == ("ann@example.org", "Ann Lee", "de-AT")
    assert (seen.time_zone, seen.bio) == ("Europe/Vienna", "I teach.")
    assert seen.privacy == {"profile": "private", "show_progress": False}
    assert seen.metadata == {"team": "red"}
    assert (seen.created_at, seen.updated_at, seen.status) == (AT, None, Status.INVITED)
    assert (seen.has_password, seen.roles, seen.enrollments) == (False, (), 0)


def test_making_an_account_is_on_record(people: People, database: Database, engine: Engine) -> None:
    people.create(WHOLE, roles=[Role.SUPPORT], reason="hired")

    told = newest(database)
    assert (told.action, told.subject) == (
        "user.create",
        f"user:{number(engine, 'ann@example.org')}",
    )
    assert (told.actor, told.reason) == ("operator:ann", "hired")
    assert told.details is not None
    assert told.details["before"] == {}
    assert told.details["after"] == {
        "email": "ann@example.org",
        "name": "Ann Lee",
        "language": "de-AT",
        "time_zone": "Europe/Vienna",
        "bio": "I teach.",
        "avatar": "https://x.org/ann.png",
        "privacy": {"profile": "private"},
        "metadata": {"team": "red"},
        "roles": ["support"],
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ann@x.org", "ANN@X.org"),
        ("a@bücher.de", "A@xn--bcher-kva.de"),
        ("é@x.org", "e\u0301@x.org"),
    ],
)
def test_one_mailbox_is_one_account(people: People, first: str, second: str) -> None:
    people.create(Profile(first, "Ann"))

    with pytest.raises(UserExistsError):
        people.create(Profile(second, "Other"))


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Profile(None, "Ann"), BadAddressError),
        (Profile("ann", "Ann"), BadAddressError),
        (Profile("ann@x.org"), BadFieldError),
        (Profile("ann@x.org", "a\nb"), BadFieldError),
        (Profile("ann@x.org", "Ann", time_zone="Mars"), BadFieldError),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    people: People, engine: Engine, wanted: Profile, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        people.create(wanted)

    assert (list(people.find()), entries(engine)) == ([], 0)


def test_of_two_who_make_the_same_account_at_once_one_wins(
    database_url: str, engine: Engine
) -> None:
    start = Barrier(2)

    def make(email: str) -> str:
        database = Database(database_url)
        try:
            start.wait()
            return People(database, ANN).create(Profile(email, "Ann")).email
        except UserExistsError as refused:
            return refused.code
        finally:
            database.close()

    for at in range(5):
        with ThreadPoolExecutor(2) as pool:
            outcomes = sorted(pool.map(make, (f"ann{at}@x.org", f"ANN{at}@X.ORG")))
        assert outcomes == [f"ann{at}@x.org", "user.exists"]
    assert entries(engine) == 5


def test_another_writer_between_looking_and_writing_is_a_refusal(
    database: Database, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = People(database, ANN)
    people.create(Profile("ann@x.org", "Ann"))
    monkeypatch.setattr("academy_cli.accounts.store.person", lambda *_, **__: None)

    with pytest.raises(UserExistsError, match="“ann@x.org”"):
        people.create(Profile("Ann@x.org", "Ann"))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.emails() | st.from_regex(r"\w{1,8}@\w{1,8}\.\w{2,4}", fullmatch=True), st.text(max_size=30)
)
def test_whatever_is_typed_is_an_account_that_any_spelling_finds_or_a_refusal(
    people: People, email: str, name: str
) -> None:
    try:
        made = people.create(Profile(email, name)).email
    except (BadAddressError, BadFieldError, UserExistsError):
        return
    assert people.show(email).email == people.show(f" {made} ").email == made
    with pytest.raises(UserExistsError):
        people.create(Profile(email, name))


def test_support_makes_students_only(staff: People, acting: Acting) -> None:
    acting("sue@x.org").create(Profile("new@x.org", "New"))

    with pytest.raises(NotPermittedError, match="may not do user.role"):
        acting("sue@x.org").create(Profile("more@x.org", "More"), roles=[Role.SUPPORT])


# -- set ----------------------------------------------------------------------------------------


def test_a_change_is_on_record_with_what_was_there_before(
    people: People, database: Database
) -> None:
    people.create(WHOLE)

    change = people.set("ANN@example.org", Profile(name="Ann Li", bio="", metadata={"n": 3}))

    assert change.before == {"name": "Ann Lee", "bio": "I teach.", "metadata": {"team": "red"}}
    assert change.after == {"name": "Ann Li", "bio": None, "metadata": {"n": 3, "team": "red"}}
    assert newest(database).details == {"before": change.before, "after": change.after}
    assert people.show("ann@example.org").updated_at == AT


def test_a_change_to_what_is_so_already_writes_nothing(people: People, engine: Engine) -> None:
    people.create(WHOLE)

    change = people.set("ann@example.org", WHOLE)

    assert change.is_empty
    assert entries(engine) == 1
    assert people.show("ann@example.org").updated_at is None


def test_a_dry_run_tells_the_same_and_writes_nothing(people: People, engine: Engine) -> None:
    people.create(WHOLE)
    tried = people.set("ann@example.org", Profile(name="Ann Li"), dry_run=True)

    assert people.show("ann@example.org").name == "Ann Lee"
    assert entries(engine) == 1
    assert tried == people.set("ann@example.org", Profile(name="Ann Li"))


def test_a_new_address_is_unverified_and_old_links_end(people: People, engine: Engine) -> None:
    people.create(WHOLE)
    hold(engine, "ann@example.org")
    with write(engine) as connection:
        connection.execute(update(User).values(email_verified_at=AT))

    change = people.set("ann@example.org", Profile(email="Ann@New.org"))

    assert change.ended == {"links": 1}
    assert change.after == {"email": "ann@new.org", "email_verified_at": None}
    seen = people.show("ann@new.org")
    assert (seen.email_verified_at, seen.sessions) == (None, 1)
    with read(engine) as connection:
        assert set(connection.scalars(select(OneTimeToken.revoked_at))) == {AT, None}


def test_an_address_in_another_spelling_is_no_change(people: People) -> None:
    people.create(WHOLE)

    assert people.set("ann@example.org", Profile(email="ANN@EXAMPLE.ORG")).is_empty


def test_an_address_that_somebody_has_cannot_be_taken(
    staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserExistsError, match="“tom@x.org”"):
        staff.set("sam@x.org", Profile(email="Tom@x.org"))


@pytest.mark.parametrize("act", ["set", "deactivate", "activate", "erase", "export", "show"])
def test_nobody_is_made_by_looking_for_them(people: People, act: str) -> None:
    more: dict[str, Any] = {"set": {"wanted": Profile()}, "erase": {"revokes_certificates": True}}

    with pytest.raises(UnknownUserError, match="“nobody@x.org”"):
        getattr(people, act)("nobody@x.org", **more.get(act, {}))
