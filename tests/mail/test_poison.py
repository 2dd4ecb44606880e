"""One message that is broken, whatever it is that broke it, stops no other and is never sent for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from academy_cli.access.actor import operator
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError, Kind
from academy_cli.mail.composing import Composition, Identity
from academy_cli.mail.errors import MailDownError
from academy_cli.mail.gateway import NeverError
from academy_cli.mail.judging import Terms
from academy_cli.mail.letter import Letter
from academy_cli.mail.postoffice import Equipment, PostOffice
from academy_cli.mail.queue import Taken
from academy_cli.mail.templates.shelf import Shelf
from academy_cli.models import OutboxMessage
from tests.engines import in_turns
from tests.mail.post import NOW, Post, Scripted

COMPOSITION = Composition(Shelf(), Identity("Academy", "", "academy@academy.example"))


class Academy(Post):
    """A post office whose letters are those of templates, or of another writer."""

    writer: Callable[[Taken], Letter] = COMPOSITION

    def compose(self, message: Taken) -> Letter:
        """The letter by its template."""
        return self.writer(message)

    def poison(self, **columns: object) -> None:
        """Let the oldest message be as nobody writes one."""
        with write(self.engine) as connection:
            connection.execute(update(OutboxMessage).where(OutboxMessage.id == 1).values(columns))


@pytest.fixture
def post(engine: Engine) -> Academy:
    """A post office with two messages."""
    found = Academy(engine)
    found.write("ann", "bo", course="python", title="Python")
    return found


@in_turns
@pytest.mark.parametrize(
    "columns",
    [
        {"values": ""},
        {"values": "{"},
        {"values": "[]"},
        {"values": "null"},
        {"values": "[" * 100_000},
        {"values": '{"name": {"a": 1}, "title": "x", "course": "x"}'},
        {"values": '{"name": "\\ud800", "title": ["x"], "course": "x"}'},
        {"values": '{"expires_at": "soon"}'},
        {"values": '{"expires_at": "2027-01-01T00:00:00"}'},
        {"values": '{"title": "x", "title": {}}'},
        {"template": "gone"},
        {"template": ""},
        {"template": "../../etc/passwd"},
        {"language": "x" * 35},
        {"language": "../fr", "values": "{}"},
        {"recipient": "nobody"},
        {"recipient": "a@b@c"},
        {"recipient": "@x.org"},
        {"recipient": "ann@"},
        {"recipient": "a\nb@x.org"},
        {"recipient": "a b@x.org"},
        {"recipient": ""},
        {"message_id": "a\nBcc: eve@x.org"},
        {"message_id": "none"},
    ],
)
def test_a_message_that_is_broken_stops_no_other(post: Academy, columns: dict[str, object]) -> None:
    post.poison(**columns)

    sent = post.send().sent

    assert "bo@x.org" in [letter.recipient.email for letter in sent]
    assert post.states()[1] == "sent"
    assert post.states()[0] in ("sent", "dead")


@pytest.mark.parametrize(
    "said", ["250 \0", "2.0.0 \udcff ok", "x" * 10_000, "\x1b[31m", "\x1b\u200d" * 255]
)
def test_what_a_server_says_never_keeps_it_from_being_written_down(
    post: Academy, said: str
) -> None:
    post.send(said, NeverError(said))

    assert post.states() == ["sent", "dead"]
    assert post.send().sent == []


@pytest.mark.parametrize("values", ["", "{", "[]", "null"])
def test_a_message_that_is_broken_can_be_looked_at(
    database_url: str, post: Academy, values: str
) -> None:
    post.poison(values=values)
    database = Database(database_url)
    equipment = Equipment(Scripted(), post.compose, Terms("academy.example"))

    view = PostOffice(database, operator("test"), equipment).show(1)

    assert (view.state, view.values) == ("waiting", {})
    database.close()


def test_what_is_wrong_with_a_message_can_always_be_written_down(
    engine: Engine, post: Academy
) -> None:
    post.writer = _raises

    post.send()

    assert post.states() == ["dead", "dead"]
    assert post.now == NOW


def test_a_letter_that_cannot_be_made_now_is_not_dead(engine: Engine, post: Academy) -> None:
    post.writer = _away
    with pytest.raises(MailDownError, match="is busy"):
        post.send()
    waiting = post.states()
    post.writer = COMPOSITION
    post.now += timedelta(hours=1)

    assert waiting == ["waiting", "waiting"]
    assert len(post.send().sent) == 2


def _away(_message: Taken) -> Letter:
    raise AcademyError(Kind.UNAVAILABLE, "database.busy", "The database is busy.", "Try again.")


def _raises(_message: Taken) -> Letter:
    message = "\0 \udcff " + "x" * 100_000
    raise ValueError(message)
