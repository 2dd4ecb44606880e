"""Whoever has another address is written to there: what waits, their wishes, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.access.actor import operator
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.campaigns.errors import NobodyWantedError
from academy_cli.campaigns.service import Campaigns, Wish
from academy_cli.mail.composing import Composition, Identity
from academy_cli.mail.judging import Terms
from academy_cli.mail.leaving import Leaving
from academy_cli.mail.letter import Letter
from academy_cli.mail.marks import mark_of
from academy_cli.mail.sending import Delivery
from academy_cli.mail.suppressions import Suppressions
from academy_cli.mail.templates.shelf import Shelf
from academy_cli.models import OutboxMessage, Suppression
from tests.mail.post import Answer, Scripted
from tests.school import NOW, QUIET, School

OPERATOR = operator("test")
WHO = Identity("Academy", "https://learn.example.org", "academy@example.org")
NEWS = Wish("python", "campaign", values={"subject": "News", "message": "There is more."})
KEY = "k" * 32


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A course with two learners, one of whom has proved her address."""
    found = School(database_url, tmp_path)
    found.course()
    found.person("ann", email_verified_at=NOW)
    found.person("bo")
    for name in ("ann", "bo"):
        found.enrollments.create(f"{name}@x.org", "python", QUIET)
    yield found
    found.academy.close()


def campaigns(school: School) -> Campaigns:
    academy = school.academy
    composition = Composition(Shelf(), WHO)
    return Campaigns(academy.database, OPERATOR, composition, 60, clock=academy.clock)


def move(school: School, old: str = "ann@x.org", new: str = "ann@new.org") -> None:
    people = People(school.academy.database, OPERATOR, clock=school.academy.clock)
    people.set(old, Profile(email=new), reason="Asked")


def send(school: School, *answers: Answer) -> list[str]:
    transport, academy = Scripted(answers), school.academy
    composition, terms = Composition(Shelf(), WHO), Terms("example.org")
    engine = academy.database.engine
    delivery = Delivery(engine, transport, composition, terms, academy.clock, sleep=lambda _: None)
    delivery.drain(lambda _: None)
    return [one.recipient.email for one in transport.sent if "News" in one.subject]


def test_a_campaign_that_was_sent_is_not_sent_again_to_another_address(school: School) -> None:
    campaigns(school).start(NEWS)
    send(school)

    move(school)

    with pytest.raises(NobodyWantedError):
        campaigns(school).plan(NEWS)
    with pytest.raises(NobodyWantedError):
        campaigns(school).start(NEWS)


def test_what_waits_goes_to_the_address_that_somebody_has_by_now(school: School) -> None:
    campaigns(school).start(NEWS)

    move(school)

    assert send(school) == ["ann@new.org", "bo@x.org"]


def test_so_does_what_somebody_has_in_hand(school: School) -> None:
    campaigns(school).start(NEWS)

    def moved(_: Letter) -> str:
        move(school, "bo@x.org", "bo@new.org")
        return "ok"

    assert send(school, moved) == ["ann@x.org", "bo@new.org"]


def test_what_guards_an_account_goes_where_it_was_written_to(school: School) -> None:
    move(school)

    (row,) = school.rows(OutboxMessage)

    assert (row.template, row.recipient) == ("address-changed", "ann@x.org")


@pytest.mark.parametrize("cause", ["unsubscribe", "complaint", "wish"])
def test_who_wants_no_campaigns_wants_none_at_another_address(school: School, cause: str) -> None:
    wishes = Suppressions(school.academy.database, OPERATOR)
    wishes.add("ann@x.org", cause, only_campaigns=True)

    move(school)

    assert campaigns(school).plan(NEWS).unwanted == 1
    campaigns(school).start(NEWS)
    assert send(school) == ["bo@x.org"]


def test_a_mailbox_that_is_gone_says_nothing_of_another(school: School) -> None:
    wishes = Suppressions(school.academy.database, OPERATOR)
    wishes.add("ann@x.org", "bounce")

    move(school)

    assert [row.recipient for row in school.rows(Suppression)] == ["ann@x.org"]


def test_a_mark_in_a_mail_to_an_old_address_is_about_the_one_there_is(school: School) -> None:
    campaigns(school).start(NEWS)
    send(school)
    number = next(row.id for row in school.rows(OutboxMessage) if row.recipient == "ann@x.org")
    move(school)

    assert Leaving(school.academy.database, KEY).leave(mark_of(number, KEY))

    barred = [(row.recipient, row.scope) for row in school.rows(Suppression)]
    assert barred == [("ann@new.org", "campaigns"), ("ann@x.org", "campaigns")]


def test_wishes_of_both_addresses_are_told_and_forgotten(school: School) -> None:
    database, clock = school.academy.database, school.academy.clock
    people = People(database, OPERATOR, clock=clock)
    Suppressions(database, OPERATOR).add("ann@x.org", "unsubscribe", only_campaigns=True)
    move(school)

    told = people.export("ann@new.org")
    erased = people.erase("ann@new.org", revokes_certificates=False)

    assert told.counts["mail_wishes"] == 2
    assert erased.removed["mail_wishes"] == 2
    assert school.rows(Suppression) == []
