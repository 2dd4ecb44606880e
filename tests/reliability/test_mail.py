"""Killed at any moment, sending goes on: nothing is lost, and one letter at the most is there twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import OutboxMessage
from tests.mail.sink import Sink, sink
from tests.reliability import chance, stage
from tests.reliability.academy import Academy

MESSAGES = 100
TRIALS = 200
"""So many senders are killed at a random moment while they send."""
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    """Somebody who takes mail."""
    with sink(tmp_path_factory.mktemp("sink")) as found:
        yield found


@pytest.fixture
def office(academy: Academy, server: Sink) -> Academy:
    """An academy whose mail goes there."""
    said = {
        "ACADEMY_MAIL_TRANSPORT": "smtp",
        "ACADEMY_MAIL_SMTP_HOST": "127.0.0.1",
        "ACADEMY_MAIL_SMTP_PORT": str(server.port),
        "ACADEMY_MAIL_SMTP_SECURITY": "none",
    }
    return replace(academy, settings=said)


def write_messages(academy: Academy, trial: int) -> None:
    """Let messages wait."""
    values = {"name": "Ann", "course": "python", "title": "Python"}
    engine = open_engine(academy.url)
    with write(engine) as connection:
        enqueue(
            connection,
            (
                Message(
                    f"trial:{trial}:{number}", "enrolled", f"p{number}@x.org", None, None, values
                )
                for number in range(MESSAGES)
            ),
            AT,
        )
    engine.dispose()


def let_time_pass(academy: Academy) -> None:
    """Let whatever a dead sender held be free."""
    engine = open_engine(academy.url)
    held = update(OutboxMessage).where(OutboxMessage.state.in_(("waiting", "sending")))
    with write(engine) as connection:
        connection.execute(held.values(next_try_at=AT + timedelta(seconds=1)))
    engine.dispose()


def names(academy: Academy, trial: int) -> dict[str, str]:
    """What became of each message, by Message-ID."""
    engine = open_engine(academy.url)
    with read(engine) as connection:
        theirs = OutboxMessage.event.startswith(f"trial:{trial}:", autoescape=True)
        query = select(OutboxMessage.message_id, OutboxMessage.state).where(theirs)
        found = {name or "": state for name, state in connection.execute(query)}
    engine.dispose()
    return found


def assert_all_are_there(academy: Academy, server: Sink, trial: int, moment: str) -> int:
    """Require every letter, one of them twice at the most; how many are."""
    found, taken = names(academy, trial), server.taken()
    assert len(found) == MESSAGES, moment
    assert set(found.values()) == {"sent"}, moment
    counts = [taken[name] for name in found]
    assert min(counts) == 1, moment
    twice = sum(counts) - MESSAGES
    assert twice <= 1, moment
    return twice


STEP = "what became of one, and the next"
MOMENTS = (STEP, "COMMIT", "committed")


def words(academy: Academy, moment: str) -> str:
    """How a moment begins in this database; at a later step a letter was answered and is not on record."""
    steps = "UPDATE outbox" if academy.url.startswith("sqlite") else "WITH ended"
    return steps if moment == STEP else moment


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("time_", [3, 10])
def test_a_sender_killed_around_a_statement_loses_nothing(
    office: Academy, server: Sink, moment: str, time_: int
) -> None:
    trial = hash((moment, time_, office.url)) % 10**6
    write_messages(office, trial)
    act = office.act("mail", "send", stop=stage.Stop(words(office, moment), time_))
    process = stage.start(act)
    act.stop.wait()
    process.kill()
    assert stage.ended(process, act).code == -signal.SIGKILL
    let_time_pass(office)

    ended = office.perform("mail", "send")

    assert ended.code == 0, ended
    twice = assert_all_are_there(office, server, trial, f"{moment} {time_}")
    assert (moment, time_) != (STEP, 10) or twice == 1


def test_it_is_seen_when_what_left_is_not_written_down(office: Academy, server: Sink) -> None:
    trial = hash(office.url) % 10**6 + 10**6
    write_messages(office, trial)
    act = office.act("mail", "send", stop=stage.Stop("committed", 9), broken="forget_what_left")
    process = stage.start(act)
    act.stop.wait()
    process.kill()
    stage.ended(process, act)
    let_time_pass(office)
    office.perform("mail", "send")

    with pytest.raises(AssertionError):
        assert_all_are_there(office, server, trial, "without the safeguard")


def test_two_senders_at_once_send_nothing_twice(office: Academy, server: Sink) -> None:
    trial = hash(office.url) % 10**6 + 2 * 10**6
    write_messages(office, trial)

    ended = office.at_once(*[("mail", "send")] * 3)

    assert [one.code for one in ended] == [0] * 3, ended
    let_time_pass(office)
    office.perform("mail", "send")
    assert assert_all_are_there(office, server, trial, "three at once") == 0


@pytest.mark.torture
def test_senders_killed_at_random_moments_lose_nothing(office: Academy, server: Sink) -> None:
    numbers, ends, twice = chance.seeded(), Counter[str](), 0
    base = numbers.randrange(10**6) + 3 * 10**6
    write_messages(office, base)
    begun = time.monotonic()
    act = office.act("mail", "send")
    stage.ended(stage.start(act), act)
    whole_s = time.monotonic() - begun
    trial = base
    while ends["killed"] < TRIALS:
        trial += 1
        write_messages(office, trial)
        act = office.act("mail", "send")
        process = stage.start(act)
        waited_s = numbers.uniform(0.05, 1) * whole_s
        time.sleep(waited_s)
        process.kill()
        is_killed = stage.ended(process, act).code == -signal.SIGKILL
        ends["killed" if is_killed else "ended"] += 1
        whole_s = whole_s if is_killed else waited_s
        let_time_pass(office)
        ended = office.perform("mail", "send")
        assert ended.code == 0, ended
        twice += assert_all_are_there(office, server, trial, f"trial {trial}")
        assert ends["ended"] < TRIALS, ends
    chance.say(f"{dict(ends)}, {twice} twice")
