"""Many learners are written to once: shown first, never twice, paused where nothing arrives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.audit.log import AuditLog
from academy_cli.campaigns.errors import (
    CampaignOverError,
    NobodyWantedError,
    NoCampaignTemplateError,
)
from academy_cli.campaigns.service import Campaigns, Wish
from academy_cli.db.transaction import write
from academy_cli.mail.composing import Composition, Identity
from academy_cli.mail.gateway import LaterError
from academy_cli.mail.judging import Terms
from academy_cli.mail.leaving import Leaving
from academy_cli.mail.sending import Delivery
from academy_cli.mail.suppressions import Suppressions
from academy_cli.mail.templates.errors import UnknownTemplateError
from academy_cli.mail.templates.shelf import Shelf
from academy_cli.models import OutboxMessage, User
from tests.mail.post import Answer, Scripted
from tests.school import QUIET, School

OPERATOR = operator("test")
IDENTITY = Identity("Academy", "https://learn.example.org", "academy@example.org")
COMPOSITION = Composition(Shelf(), IDENTITY)
MORE = {"subject": "More", "message": "Again."}
NEWS = Wish("python", "campaign", values={"subject": "News", "message": "There is *more*."})


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school with learners who have done nothing, half and all of a course."""
    found = School(database_url, tmp_path)
    found.course()
    for name in ("ann", "bo", "cy", "di"):
        found.person(name)
        found.enrollments.create(f"{name}@x.org", "python", QUIET)
    for lesson in ("a", "b"):
        found.progress.set("bo@x.org", "python", lesson, is_done=True)
    for lesson in ("a", "b", "c"):
        found.progress.set("cy@x.org", "python", lesson, is_done=True, tells=False)
    yield found
    found.academy.close()


def campaigns(school: School, actor: Actor = OPERATOR) -> Campaigns:
    academy = school.academy
    return Campaigns(academy.database, actor, COMPOSITION, 60, clock=academy.clock)


def send(school: School, *answers: Answer, composition: Composition = COMPOSITION) -> Scripted:
    transport, academy = Scripted(answers), school.academy
    engine, terms = academy.database.engine, Terms("example.org")
    delivery = Delivery(engine, transport, composition, terms, academy.clock, sleep=lambda _: None)
    delivery.drain(lambda _: None)
    return transport


def written(school: School) -> list[str]:
    return [row.recipient for row in school.rows(OutboxMessage) if row.campaign_id]


def test_a_plan_says_who_gets_what_and_writes_nothing(school: School) -> None:
    plan = campaigns(school).plan(NEWS)

    assert (plan.recipients, plan.unwanted, plan.already, plan.minutes) == (3, 0, 0, 1)
    assert (plan.samples[0].recipient, plan.samples[0].subject) == ("ann@x.org", "News")
    assert "more" in plan.samples[0].text
    assert written(school) == []


def test_only_those_who_are_wanted_are_written_to(school: School) -> None:
    campaigns(school).start(NEWS._replace(below=50))

    assert written(school) == ["ann@x.org", "di@x.org"]
    campaigns(school).start(NEWS._replace(state="completed"))
    assert written(school)[2:] == ["cy@x.org"]


def test_the_same_words_are_never_sent_twice_to_one_person(school: School) -> None:
    campaigns(school).start(NEWS._replace(below=50))

    plan = campaigns(school).plan(NEWS)
    campaigns(school).start(NEWS)

    assert (plan.recipients, plan.already) == (1, 2)
    assert sorted(written(school)) == ["ann@x.org", "bo@x.org", "di@x.org"]
    with pytest.raises(NobodyWantedError):
        campaigns(school).start(NEWS)
    with pytest.raises(NobodyWantedError, match="3 were in one with the same words"):
        campaigns(school).plan(NEWS)
    assert len(campaigns(school).find()) == 2


def test_nobody_is_written_to_who_was_taken_out_of_the_course(school: School) -> None:
    school.enrollments.remove("ann@x.org", "python", "Left")

    campaigns(school).start(NEWS._replace(state=None))

    assert written(school) == ["bo@x.org", "cy@x.org", "di@x.org"]


def test_the_words_of_other_mail_are_no_campaign(school: School) -> None:
    for begin in (campaigns(school).plan, campaigns(school).start):
        with pytest.raises(NoCampaignTemplateError):
            begin(Wish("python", "enrolled"))
    assert written(school) == []


def test_a_letter_that_fails_in_one_language_is_seen_before(school: School, tmp_path: Path) -> None:
    path = tmp_path / "texts" / "fr" / "campaign-news.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\nsubject: Un\nlanguage: fr\n---\nDeux. {{ unsubscribe? }}\n")
    database, french = school.academy.database, IDENTITY._replace(language="fr")
    for number in range(4):
        school.person(f"more{number}")
        school.enrollments.create(f"more{number}@x.org", "python", QUIET)
    composition = Composition(Shelf(tmp_path / "texts"), french)
    mine = Campaigns(database, OPERATOR, composition, 60, clock=school.academy.clock)
    assert mine.plan(Wish("python", "campaign-news")).recipients == 7
    with write(database.engine) as connection:
        connection.execute(update(User).where(User.email == "more3@x.org").values(language="de"))

    with pytest.raises(UnknownTemplateError):
        mine.plan(Wish("python", "campaign-news"))


def test_other_words_are_another_campaign(school: School) -> None:
    campaigns(school).start(NEWS)
    campaigns(school).start(NEWS._replace(values=MORE))

    assert len(written(school)) == 6


def test_whoever_wants_no_campaigns_gets_none_also_later(school: School) -> None:
    wishes = Suppressions(school.academy.database, operator("test"))
    wishes.add("ann@x.org", only_campaigns=True)

    plan = campaigns(school).plan(NEWS)
    campaigns(school).start(NEWS)
    wishes.add("bo@x.org", "unsubscribe", only_campaigns=True)
    sent = send(school).sent

    assert (plan.recipients, plan.unwanted) == (2, 1)
    assert [letter.recipient.email for letter in sent] == ["di@x.org"]


def test_where_nothing_arrives_it_pauses_and_goes_on_when_told(school: School) -> None:
    for number in range(6):
        school.person(f"more{number}")
        school.enrollments.create(f"more{number}@x.org", "python", QUIET)
    begun = campaigns(school).start(NEWS)

    tried = send(school, *[LaterError("451 greylisted")] * 9)

    view = campaigns(school).show(begun.reference)
    assert (len(tried.answers), view.state, view.paused_because) == (4, "paused", "451 greylisted")
    assert send(school).sent == []
    assert campaigns(school).resume(begun.reference).state == "running"
    assert len(send(school).sent) == 4


def test_what_is_cancelled_does_not_leave_and_stays_so(school: School) -> None:
    begun = campaigns(school).start(NEWS)

    view = campaigns(school).cancel(begun.reference)

    assert (view.state, dict(view.messages)) == ("cancelled", {"cancelled": 3})
    assert send(school).sent == []
    with pytest.raises(CampaignOverError):
        campaigns(school).resume(begun.reference)


def test_one_that_is_sent_is_done(school: School) -> None:
    begun = campaigns(school).start(NEWS)

    send(school)

    view = campaigns(school).show(begun.reference)
    assert (view.state, dict(view.messages)) == ("done", {"sent": 3})


def test_who_teaches_writes_to_the_learners_of_their_own_courses(school: School) -> None:
    school.course("other")
    teacher = school.actor("di@x.org", Role.INSTRUCTOR, courses=["other"])
    begun = campaigns(school).start(NEWS)

    with pytest.raises(NotPermittedError):
        campaigns(school, teacher).plan(NEWS)
    assert list(campaigns(school, teacher).find()) == []
    assert begun.course == "python"


def test_a_campaign_can_be_left_by_mail_where_there_is_no_site_for_it(school: School) -> None:
    campaigns(school).start(NEWS)

    headers = send(school).sent[0].headers

    assert headers["List-Unsubscribe"] == "<mailto:academy@example.org?subject=unsubscribe>"
    assert "List-Unsubscribe-Post" not in headers


def test_a_campaign_can_be_left_by_one_click_and_then_no_other_comes(school: School) -> None:
    key = "k" * 32
    who = IDENTITY._replace(unsubscribe_url="https://x.org/u/{who}", unsubscribe_key=key)
    leaving = Leaving(school.academy.database, key)
    campaigns(school).start(NEWS)

    letter = send(school, composition=Composition(Shelf(), who)).sent[0]
    url = letter.headers["List-Unsubscribe"].strip("<>")
    mark = url.removeprefix("https://x.org/u/")

    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in letter.text
    assert [leaving.leave(one) for one in (mark, mark, f"{mark}0", "1-x", "x", "")] == [
        *(True, True),
        *[False] * 4,
    ]
    assert campaigns(school).plan(NEWS._replace(values=MORE)).unwanted == 1
    assert AuditLog(school.academy.database, OPERATOR).verify().flaws == ()
