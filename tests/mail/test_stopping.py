"""Whoever ends sending by Ctrl-C or SIGTERM ends it between two letters: none goes again because of that."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from academy_cli.db.transaction import read, write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import OutboxMessage
from tests.mail.post import NOW
from tests.mail.post_office import SLOW, PostOffice, opened
from tests.reliability.academy import Academy

pytestmark = pytest.mark.slow

VALUES = {"name": "Ann", "course": "python", "title": "Python"}


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A server that takes its time for each letter but the first, until it has done so four times."""
    with opened(PostOffice(DATA=["", *[SLOW] * 4])) as found:
        yield found


@pytest.fixture
def school(database_url: str, engine: Engine, office: PostOffice, home: Path) -> Academy:
    """An academy that has eight letters to send there."""
    with write(engine) as connection:
        some = [
            Message(f"event:{number}", "enrolled", f"p{number}@x.org", None, None, VALUES)
            for number in range(8)
        ]
        enqueue(connection, some, NOW)
    said = {
        "ACADEMY_MAIL_TRANSPORT": "smtp",
        "ACADEMY_MAIL_SMTP_HOST": "127.0.0.1",
        "ACADEMY_MAIL_SMTP_PORT": str(office.port),
        "ACADEMY_MAIL_SMTP_SECURITY": "none",
    }
    home.mkdir(exist_ok=True)
    return Academy(home, database_url, said)


def states(engine: Engine) -> Counter[str]:
    """How many messages are in each state."""
    with read(engine) as connection:
        return Counter(connection.scalars(select(OutboxMessage.state)))


def wait_until_one_has_left(engine: Engine) -> None:
    """Come back while letters are with the server, and at least one has been answered."""
    for _ in range(400):
        if states(engine)["sent"] and states(engine)["sending"]:
            return
        time.sleep(0.05)
    message = "nothing was sent"
    raise AssertionError(message)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ((), signal.SIGINT),
        (("--connections", "3"), signal.SIGINT),
        (("--follow",), signal.SIGTERM),
    ],
)
def test_a_letter_that_is_leaving_is_heard_of_before_the_end(
    engine: Engine,
    office: PostOffice,
    school: Academy,
    words: tuple[str, ...],
    number: signal.Signals,
) -> None:
    process = school.start("mail", "send", *words)
    wait_until_one_has_left(engine)
    process.send_signal(number)

    _, said = process.communicate(timeout=20)

    assert process.returncode == (143 if number is signal.SIGTERM else 130), said
    assert "Ending" in said
    found = states(engine)
    assert set(found) == {"sent", "waiting"}
    assert found["sent"] == len(office.taken)
    with write(engine) as connection:
        connection.execute(update(OutboxMessage).values(next_try_at=NOW))
    assert school.perform("mail", "send", "--connections", "4").code == 0
    names = Counter(message_from_bytes(one.content)["Message-ID"] for one in office.taken)
    assert (len(names), set(names.values())) == (8, {1})


@pytest.mark.parametrize("words", [(), ("--connections", "3")])
def test_who_insists_ends_it_at_once(
    engine: Engine, school: Academy, words: tuple[str, ...]
) -> None:
    process = school.start("mail", "send", *words)
    wait_until_one_has_left(engine)
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    while "Ending" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)

    _, said = process.communicate(timeout=20)

    assert process.returncode == 130, said
    assert states(engine)["sending"] >= 1
