"""What is said before a letter: asked one by one or all at once, announced or not."""

from __future__ import annotations

from collections.abc import Iterator
from smtplib import quoteaddr
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from academy_cli.mail.gateway import (
    LaterError,
    NeverError,
    NotSentError,
)
from academy_cli.mail.headers import is_address
from academy_cli.mail.letter import Mailbox, mime
from academy_cli.mail.transports.smtp import dotted
from tests.mail.by_smtp import connections, outcomes, transport
from tests.mail.letters import letter
from tests.mail.post_office import (
    CUT,
    PostOffice,
    opened,
    scripted,
)


class Manner(NamedTuple):
    """How a server and we talk: whether letters are announced, and all is said at once."""

    is_announced: bool = False
    is_pipelining: bool = False


MANNERS = [Manner(), Manner(is_announced=True), Manner(is_pipelining=True), Manner(True, True)]  # noqa: FBT003


@pytest.fixture(params=MANNERS, ids=["asked", "announced", "at once", "announced at once"])
def manner(request: pytest.FixtureRequest) -> Manner:
    found: Manner = request.param
    return found


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as found:
        yield found


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    "answer", ["451 4.3.0 later", "550 5.1.1 no", "421 4.3.2 shutting down", CUT]
)
def test_the_next_letter_is_taken_after_a_refusal(step: str, answer: str, manner: Manner) -> None:
    with opened(PostOffice(is_pipelining=manner.is_pipelining, **{step: ["", answer]})) as office:
        found = outcomes(office.port, *[letter()] * 3, is_announced=manner.is_announced)

    assert found[2] == "OK queued as 4F1C"


@pytest.mark.parametrize(
    ("answer", "outcome"), [("550 5.1.1 no", NeverError), ("451 4.3.0 later", LaterError)]
)
@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_refusal_is_that_letter_s_in_every_manner(
    step: str, answer: str, outcome: type[NotSentError], manner: Manner
) -> None:
    with opened(PostOffice(is_pipelining=manner.is_pipelining, **{step: ["", answer]})) as office:
        found = outcomes(office.port, *[letter()] * 3, is_announced=manner.is_announced)

    assert (found[1], len(office.taken)) == (outcome, 2)


def test_many_letters_arrive_whole_in_every_manner(manner: Manner) -> None:
    many = [letter(subject=f"Letter {n}") for n in range(20)]

    with opened(PostOffice(is_pipelining=manner.is_pipelining)) as office:
        outcomes(office.port, *many, is_announced=manner.is_announced)

    assert [one.content for one in office.taken] == [mime(one) for one in many]
    assert connections(office) == 1


def test_a_refusal_costs_no_connection(manner: Manner) -> None:
    answers = ["", "550 5.1.1 no", "451 4.3.0 later"]
    with opened(PostOffice(is_pipelining=manner.is_pipelining, RCPT=answers)) as office:
        outcomes(office.port, *[letter()] * 4, is_announced=manner.is_announced)

    assert (len(office.taken), connections(office)) == (2, 1)


COMMANDS = len(b"MAIL FROM:<no-reply@academy.example.org>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n")
AT_ONCE = (b"220 here\r\n", b"250-here\r\n250 PIPELINING\r\n")


def test_all_is_said_at_once_where_that_is_taken() -> None:
    script = (*AT_ONCE, COMMANDS, b"250 OK\r\n250 OK\r\n354 go\r\n")

    with scripted(*script, len(dotted(mime(letter()))), b"250 taken\r\n") as port:
        found = outcomes(port, letter(), timeout_s=2)

    assert found == ["taken"]


def test_a_server_that_waits_for_a_letter_it_has_refused_gets_another_connection() -> None:
    refused = b"250 OK\r\n550 5.1.1 no\r\n354 go\r\n"

    with (
        scripted(*AT_ONCE, COMMANDS, refused, b"250 what came is taken\r\n") as port,
        transport(port, timeout_s=2).opened() as sender,
    ):
        with pytest.raises(NeverError, match=r"550 5\.1\.1 no"):
            sender.send(letter())
        assert sender._smtp is None


def test_a_letter_that_was_announced_and_is_not_sent_leaves_nothing_behind(manner: Manner) -> None:
    first, other, last = (letter(subject=f"Letter {n}") for n in range(3))

    with (
        opened(PostOffice(is_pipelining=manner.is_pipelining)) as office,
        transport(office.port).opened() as sender,
    ):
        sender.send(first)
        sender.announce(other)
        sender.announce(last)
        sender.send(first)
        sender.send(last)
        sender.announce(other)

    assert [one.content for one in office.taken] == [mime(one) for one in (first, first, last)]


def test_the_time_in_which_an_answer_is_waited_for_can_be_used() -> None:
    done: list[int] = []

    with opened(PostOffice()) as office, transport(office.port).opened() as sender:
        sender.send(letter(), lambda: done.append(len(office.taken)))
        sender.send(letter(), lambda: done.append(len(office.taken)))

    assert len(done) == 2


def test_the_time_in_which_it_is_heard_whether_a_letter_may_come_can_be_used(
    manner: Manner,
) -> None:
    done: list[int] = []

    with (
        opened(PostOffice(is_pipelining=manner.is_pipelining)) as office,
        transport(office.port).opened() as sender,
    ):
        for one in (letter(subject="one"), letter(subject="two")):
            if manner.is_announced:
                sender.announce(one)
            sender.ask(one, lambda: done.append(len(office.taken)))
            sender.ask(one, lambda: done.append(-1))
            sender.send(one)

    assert done == [0, 1]
    assert len(office.taken) == 2


def test_a_letter_that_was_asked_for_and_is_not_sent_leaves_nothing_behind(manner: Manner) -> None:
    first, other, last = (letter(subject=f"Letter {n}") for n in range(3))

    with (
        opened(PostOffice(is_pipelining=manner.is_pipelining)) as office,
        transport(office.port).opened() as sender,
    ):
        sender.ask(other)
        sender.send(first)
        sender.ask(other)
        if manner.is_announced:
            sender.announce(last)
        sender.ask(last)
        sender.send(last)
        sender.ask(other)

    assert [one.content for one in office.taken] == [mime(one) for one in (first, last)]


def test_ctrl_c_while_an_answer_is_waited_for_ends_the_connection(office: PostOffice) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with transport(office.port).opened() as sender:
        with pytest.raises(KeyboardInterrupt):
            sender.send(letter(), interrupt)
        assert sender.send(letter()) == "OK queued as 4F1C"


# What is beyond ASCII


def test_a_domain_beyond_ascii_needs_nothing_of_the_server(office: PostOffice) -> None:
    outcomes(office.port, letter(recipient=Mailbox("ann@müller.example")))

    assert list(office.taken[0].recipients) == ["ann@xn--mller-kva.example"]


def test_an_address_beyond_ascii_goes_where_it_can() -> None:
    one = letter(recipient=Mailbox("jürgen@müller.example", "Jürgen"))

    with opened(PostOffice(), enable_SMTPUTF8=True) as office:
        outcomes(office.port, one)

    (taken,) = office.taken
    assert list(taken.recipients) == ["jürgen@xn--mller-kva.example"]
    assert list(taken.options)[1:] == ["SMTPUTF8", "BODY=8BITMIME"]
    assert taken.content == mime(one)


def test_a_letter_that_says_more_than_usual_is_at_fault_itself() -> None:
    one = letter(recipient=Mailbox("jürgen@x.example"))

    with opened(PostOffice(MAIL=["555 what is SMTPUTF8"]), enable_SMTPUTF8=True) as office:
        found = outcomes(office.port, one, letter())

    assert found == [NeverError, "OK queued as 4F1C"]


def test_an_address_beyond_ascii_never_goes_where_it_cannot(office: PostOffice) -> None:
    found = outcomes(office.port, letter(recipient=Mailbox("jürgen@x.example")), letter())

    assert found == [NeverError, "OK queued as 4F1C"]


@given(st.emails())
@settings(deadline=None)
def test_an_address_is_said_as_it_is(email: str) -> None:
    assume(is_address(email))

    assert quoteaddr(email) == f"<{email}>"
