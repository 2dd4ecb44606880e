"""What changes while a campaign leaves is heeded; other mail stands behind none of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from academy_cli.access.actor import operator
from academy_cli.accounts.people import People
from academy_cli.campaigns.service import Campaigns, Wish
from academy_cli.db.transaction import write
from academy_cli.mail import queue
from academy_cli.mail.composing import Composition, Identity
from academy_cli.mail.errors import MailDownError
from academy_cli.mail.gateway import LaterError, NeverError, UnsureError
from academy_cli.mail.judging import Terms
from academy_cli.mail.letter import Letter
from academy_cli.mail.postoffice import EVERY, Equipment, PostOffice
from academy_cli.mail.sending import Delivery
from academy_cli.mail.service import Message, enqueue
from academy_cli.mail.suppressions import Suppressions
from academy_cli.mail.templates.shelf import Shelf
from academy_cli.models import OutboxMessage
from tests.engines import on_sqlite
from tests.mail.post import Answer, Scripted
from tests.school import School

OPERATOR = operator("test")
WHO = Identity("Academy", "https://learn.example.org", "academy@example.org")
NEWS = Wish("python", "campaign", values={"subject": "News", "message": "There is more."})
NAMES = ("ann", "bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "jo", "kim", "lea")
VALUES = {"name": "Eve", "course": "python", "title": "Python"}
SECOND = timedelta(seconds=1)


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A course with a dozen learners."""
    found = School(database_url, tmp_path)
    found.course()
    for name in NAMES:
        found.learner(name)
    yield found
    found.academy.close()


def campaigns(school: School) -> Campaigns:
    academy = school.academy
    return Campaigns(academy.database, OPERATOR, Composition(Shelf(), WHO), 60, clock=academy.clock)


def delivery(
    school: School, transport: Scripted, who: Identity = WHO, templates: Path | None = None
) -> Delivery:
    academy, composition = school.academy, Composition(Shelf(templates), who)
    engine, terms = academy.database.engine, Terms("example.org", per_minute=60)
    return Delivery(engine, transport, composition, terms, academy.clock, sleep=lambda _: None)


def send(school: School, *answers: Answer, **more: object) -> list[str]:
    transport = Scripted(answers)
    delivery(school, transport, **more).drain(lambda _: None)  # type: ignore[arg-type]
    return [one.recipient.email.partition("@")[0] for one in transport.sent]


def then(school: School, act: Callable[[], object]) -> Answer:
    """An answer that takes two seconds, in which somebody acts."""

    def answer(_: Letter) -> str:
        act()
        school.at(school.academy.now + 2 * SECOND)
        return "ok"

    return answer


def states(school: School) -> list[str]:
    return [row.state for row in school.rows(OutboxMessage) if row.campaign_id]


def test_one_that_somebody_pauses_stops_at_once(school: School) -> None:
    reference = campaigns(school).start(NEWS).reference

    sent = send(school, "ok", then(school, lambda: campaigns(school).pause(reference)))

    assert sent == ["ann", "bo"]
    assert states(school)[2:] == ["waiting"] * 10
    campaigns(school).resume(reference)
    assert sorted(send(school)) == list(NAMES[2:])


def test_one_that_somebody_cancels_stops_at_once(school: School) -> None:
    reference = campaigns(school).start(NEWS).reference

    assert send(school, then(school, lambda: campaigns(school).cancel(reference))) == ["ann"]
    assert states(school)[1:] == ["cancelled"] * 11


def office(school: School) -> PostOffice:
    academy, terms = school.academy, Terms("example.org")
    equipment = Equipment(Scripted(), Composition(Shelf(), WHO), terms)
    return PostOffice(academy.database, OPERATOR, equipment, clock=academy.clock)


def test_what_was_given_up_does_not_come_back_after_it_was_cancelled(school: School) -> None:
    reference = campaigns(school).start(NEWS).reference
    send(school, NeverError("550 no such user"), UnsureError("no answer"))
    assert office(school).stuck(EVERY) == {"campaign": 2}
    campaigns(school).cancel(reference)

    assert office(school).stuck(EVERY) == {}
    assert office(school).retry(EVERY) == 0
    assert states(school)[:2] == ["dead", "unsure"]


def test_nothing_of_one_that_is_paused_is_due(school: School) -> None:
    reference = campaigns(school).start(NEWS).reference
    assert office(school).waiting().total == 12

    campaigns(school).pause(reference)

    assert office(school).waiting().total == 0


def test_whoever_says_so_meanwhile_gets_none(school: School) -> None:
    campaigns(school).start(NEWS)
    wishes = Suppressions(school.academy.database, OPERATOR, clock=school.academy.clock)
    leaving = then(school, lambda: wishes.add("cy@x.org", "unsubscribe", only_campaigns=True))

    sent = send(school, leaving)

    assert sent == [name for name in NAMES if name != "cy"]


def test_one_that_paused_by_itself_goes_on_in_the_same_breath(school: School) -> None:
    reference = campaigns(school).start(NEWS).reference
    failing = [LaterError("451 greylisted")] * 5

    assert send(school, *failing) == []
    assert campaigns(school).show(reference).state == "paused"
    with write(school.academy.database.engine) as connection:
        connection.execute(update(OutboxMessage).values(next_try_at=school.academy.now))
        eve = Message("event:eve", "enrolled", "eve@x.org", None, None, VALUES)
        enqueue(connection, [eve], school.academy.now)
    again = then(school, lambda: campaigns(school).resume(reference))
    assert send(school, again) == ["eve", *NAMES]


def test_mail_that_somebody_waits_for_does_not_stand_behind_a_campaign(school: School) -> None:
    campaigns(school).start(NEWS)

    def told() -> None:
        with write(school.academy.database.engine) as connection:
            eve = Message("event:eve", "enrolled", "eve@x.org", None, None, VALUES)
            enqueue(connection, [eve], school.academy.now)

    sent = send(school, then(school, told))

    assert sent.index("eve") <= 10
    assert len(sent) == 13


def test_all_connections_together_keep_to_the_rate(school: School) -> None:
    campaigns(school).start(NEWS)
    academy, composition = school.academy, Composition(Shelf(), WHO)
    terms, transport = Terms("example.org", per_minute=600), Scripted()
    equipment = Equipment(transport, composition, terms)
    post = PostOffice(academy.database, OPERATOR, equipment, clock=academy.clock)
    begun = time.monotonic()

    post.send(connections=4)

    assert len(transport.sent) == len(NAMES)
    assert time.monotonic() - begun > (len(NAMES) - 1) * 60 / 600


def test_where_its_template_breaks_it_pauses(school: School, tmp_path: Path) -> None:
    own = tmp_path / "texts" / "en" / "campaign.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\nsubject: Hi\nlanguage: en\n---\n{{ nonsense }}\n")
    reference = campaigns(school).start(NEWS).reference

    send(school, templates=tmp_path / "texts")

    assert states(school).count("dead") == 5
    assert campaigns(school).show(reference).state == "paused"


@on_sqlite
@pytest.mark.parametrize(
    "wrong",
    [
        {"sender": ""},
        {"sender": "academy"},
        {"sender": "a..b@example.org"},
        {"sender": "academy@example.org\nBcc: eve@x.org"},
        {"sender": "academy@-ö-.example"},
        {"name": "Academy\r\nBcc: eve@x.org"},
        {"name": "Academy\u2028"},
        {"name": "\udcff"},
        {"reply_to": "nobody"},
        {"reply_to": "a@x.org\nBcc: eve@x.org"},
        {"unsubscribe_url": "https://x.org/ä/{who}", "unsubscribe_key": "k"},
    ],
)
def test_what_settings_say_wrong_costs_no_letter(school: School, wrong: dict[str, str]) -> None:
    campaigns(school).start(NEWS)
    before = states(school)

    with pytest.raises(MailDownError):
        send(school, who=WHO._replace(**wrong))

    assert states(school) == before
    assert send(school) == list(NAMES)


def test_an_answer_counts_after_somebody_gave_it_up(school: School) -> None:
    campaigns(school).start(NEWS)
    engine = school.academy.database.engine

    def given_up(_: Letter) -> str:
        with write(engine) as connection:
            assert queue.doubt_lost(connection, school.academy.now + timedelta(days=1)) == 1
        return "ok"

    assert len(send(school, given_up)) == 12
    assert states(school) == ["sent"] * 12


def test_nobody_is_written_to_who_left_meanwhile(school: School) -> None:
    campaigns(school).start(NEWS)

    def erased() -> None:
        people = People(school.academy.database, OPERATOR, clock=school.academy.clock)
        people.erase("cy@x.org", reason="Asked", revokes_certificates=False)

    sent = send(school, then(school, erased))

    assert sent == [name for name in NAMES if name != "cy"]
