"""An address that one person gave up and another had since: what is about the other is theirs."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, select

from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.db.transaction import read, write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import OutboxMessage
from tests.accounts.conftest import AT, number
from tests.accounts.traces import everything, refuse


@pytest.fixture
def passed_on(people: People, engine: Engine) -> People:
    """Ann had ``shared@x.org`` first, then Bo, who was written to there; now nobody has it."""
    people.create(Profile("shared@x.org", "Ann"))
    people.set("shared@x.org", Profile(email="ann@x.org"))
    people.create(Profile("shared@x.org", "Bo"))
    write_to(engine, "shared@x.org", number(engine, "shared@x.org"), "Bo")
    people.set("shared@x.org", Profile(email="bo@x.org"))
    return people


def write_to(engine: Engine, address: str, user_id: int | None, name: str) -> None:
    """Write somebody a mail."""
    with write(engine) as connection:
        said = Message(f"t:{name}", "t", address, user_id, None, {"name": name})
        enqueue(connection, [said], AT)


def names(people: People, email: str) -> list[str]:
    """Whom the mail in somebody's export greets."""
    return [one["values"]["name"] for one in json.loads(people.export(email).files["mail.json"])]


def waiting(engine: Engine) -> int:
    """How much mail waits."""
    with read(engine) as connection:
        query = select(OutboxMessage.id).where(OutboxMessage.state == "waiting")
        return len(connection.scalars(query).all())


def test_mail_to_the_next_who_had_it_is_in_no_export_but_theirs(passed_on: People) -> None:
    assert (names(passed_on, "ann@x.org"), names(passed_on, "bo@x.org")) == ([], ["Bo"])


def test_mail_to_the_next_who_had_it_stays_when_the_first_is_erased(
    passed_on: People, engine: Engine
) -> None:
    passed_on.erase("ann@x.org", revokes_certificates=False)

    assert (waiting(engine), names(passed_on, "bo@x.org")) == (1, ["Bo"])


def test_mail_to_the_one_before_is_not_of_who_has_it_now(passed_on: People, engine: Engine) -> None:
    passed_on.create(Profile("shared@x.org", "Cy"))

    assert names(passed_on, "shared@x.org") == []
    passed_on.erase("shared@x.org", revokes_certificates=False)
    assert (waiting(engine), names(passed_on, "bo@x.org")) == (1, ["Bo"])


def test_refused_rows_that_quote_it_are_of_who_had_it_last(
    passed_on: People, engine: Engine
) -> None:
    refuse(engine, "“shared@x.org” is there already")

    given = {
        name: len(json.loads(passed_on.export(f"{name}@x.org").files["imports.json"]))
        for name in ("ann", "bo")
    }
    assert given == {"ann": 0, "bo": 1}
    passed_on.erase("ann@x.org", revokes_certificates=False)
    assert "“shared@x.org” is there already" in everything(engine)


def test_nothing_of_it_is_left_when_all_who_had_it_are_erased(
    passed_on: People, engine: Engine
) -> None:
    refuse(engine, "“shared@x.org” is there already")

    for email in ("bo@x.org", "ann@x.org"):
        passed_on.erase(email, revokes_certificates=False)

    assert "shared@x.org" not in everything(engine)


def test_mail_to_it_that_is_nobodys_by_name_goes_with_its_owner(
    people: People, engine: Engine
) -> None:
    """Such as a link that somebody else wanted sent there, who never had the address."""
    people.create(Profile("cy@x.org", "Cy"))
    write_to(engine, "ann@x.org", number(engine, "cy@x.org"), "Stranger")
    write_to(engine, "ann@x.org", None, "Nobody")
    people.create(Profile("ann@x.org", "Ann"))

    people.erase("ann@x.org", revokes_certificates=False)

    assert (waiting(engine), "ann@x.org" in everything(engine)) == (0, False)
