"""Letters by SMTP: over one connection, and said truly what became of each."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from academy_cli.mail.gateway import (
    DownError,
    LaterError,
    NeverError,
    NotSentError,
    UnsureError,
)
from academy_cli.mail.letter import mime
from academy_cli.mail.queue import lease_for
from academy_cli.mail.transports import smtp
from academy_cli.mail.transports.smtp import SmtpServer, dotted
from tests.mail.by_smtp import connections, outcomes, refusal, transport
from tests.mail.letters import letter, with_everything
from tests.mail.post_office import (
    CUT,
    SLOW,
    PostOffice,
    opened,
    scripted,
)

HEAD = (b"220 here\r\n", b"250 here\r\n")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as found:
        yield found


def test_a_letter_arrives_byte_for_byte(office: PostOffice) -> None:
    outcomes(office.port, with_everything())

    assert [one.content for one in office.taken] == [mime(with_everything())]


def test_the_server_s_words_are_given(office: PostOffice) -> None:
    assert outcomes(office.port, letter()) == ["OK queued as 4F1C"]


def test_sender_and_recipient_are_on_the_envelope(office: PostOffice) -> None:
    outcomes(office.port, letter())

    (taken,) = office.taken
    assert (taken.sender, list(taken.recipients)) == (
        "no-reply@academy.example.org",
        ["ann@example.org"],
    )


def test_the_size_is_said_first(office: PostOffice) -> None:
    outcomes(office.port, letter())

    assert list(office.taken[0].options) == [f"SIZE={len(mime(letter()))}"]


def test_many_letters_share_a_connection(office: PostOffice) -> None:
    outcomes(office.port, *[letter()] * 20)

    assert (len(office.taken), connections(office)) == (20, 1)


def test_a_connection_carries_so_many_letters(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "MOST_PER_CONNECTION", 3)

    outcomes(office.port, *[letter()] * 7)

    assert (len(office.taken), connections(office)) == (7, 3)


def test_an_opening_without_letters_asks_nobody() -> None:
    with transport(1).opened():
        pass


def test_a_connection_that_was_closed_while_idle_is_made_anew() -> None:
    with (
        opened(PostOffice(), timeout=0.2) as office,
        transport(office.port).opened() as sender,
    ):
        sender.send(letter())
        time.sleep(0.5)
        sender.send(letter())

    assert (len(office.taken), connections(office)) == (2, 2)


def test_a_server_that_has_had_enough_of_a_connection_gets_another() -> None:
    with opened(PostOffice(MAIL=["", "421 4.7.0 too many letters"])) as office:
        found = outcomes(office.port, letter(), letter())

    assert found == ["OK queued as 4F1C"] * 2


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("MAIL", "421 4.3.2 shutting down", LaterError),
        ("MAIL", "451 4.3.0 later", LaterError),
        ("MAIL", "452 4.3.1 no room", LaterError),
        ("MAIL", "550 5.7.1 not as this sender", DownError),
        ("MAIL", "553 5.1.8 sender's domain is not known", DownError),
        ("MAIL", "530 5.7.0 sign in first", DownError),
        ("MAIL", "552 5.3.4 too large", NeverError),
        ("MAIL", "550 5.6.7 no addresses beyond ASCII", NeverError),
        ("RCPT", "421 4.3.2 shutting down", LaterError),
        ("RCPT", "450 4.2.1 greylisted", LaterError),
        ("RCPT", "451 4.3.0 later", LaterError),
        ("RCPT", "452 4.2.2 mailbox full", LaterError),
        ("RCPT", "530 5.7.0 sign in first", DownError),
        ("RCPT", "550 5.1.1 no such user", NeverError),
        ("RCPT", "552 5.2.2 mailbox full", NeverError),
        ("RCPT", "554 5.7.1 refused", NeverError),
        ("DATA", "421 4.3.2 shutting down", LaterError),
        ("DATA", "451 4.3.0 later", LaterError),
        ("DATA", "452 4.3.1 no room", LaterError),
        ("DATA", "550 5.7.1 looks like spam", NeverError),
        ("DATA", "552 5.3.4 too large", NeverError),
        ("DATA", "554 5.6.0 refused", NeverError),
        ("DATA", "299 what", UnsureError),
    ],
)
def test_a_refusal_means_what_it_says(step: str, answer: str, outcome: type[NotSentError]) -> None:
    with opened(PostOffice(**{step: [answer]})) as office:
        error = refusal(office.port)

    assert (type(error), error.reason, office.taken) in [
        (outcome, answer, []),
        (outcome, f"an answer that is none: {answer}", []),
    ]


def test_a_server_that_cannot_begin_anew_gets_another_connection() -> None:
    with opened(PostOffice(RCPT=["550 5.1.1 no"], RSET=["503 no"])) as office:
        found = outcomes(office.port, letter(), letter())

    assert found == [NeverError, "OK queued as 4F1C"]


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_a_connection_that_ends_before_the_letter_left_is_no_doubt(step: str) -> None:
    with opened(PostOffice(**{step: [CUT]})) as office:
        assert outcomes(office.port, letter()) == [LaterError]


def test_a_connection_that_ends_in_the_letter_is_no_doubt() -> None:
    large = letter(text="x" * 12_000_000)
    script = (*HEAD, b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n", 1000)

    with scripted(*script) as port:
        error = refusal(port, large)

    assert type(error) is LaterError


def test_a_connection_that_ends_before_the_answer_is_a_doubt() -> None:
    with opened(PostOffice(DATA=[CUT])) as office:
        found = outcomes(office.port, letter())

    assert (found, len(office.taken)) == ([UnsureError], 1)


def test_a_letter_in_doubt_is_not_sent_again_by_itself() -> None:
    with opened(PostOffice(DATA=["", CUT])) as office:
        found = outcomes(office.port, letter(), letter())

    assert (found[1], len(office.taken)) == (UnsureError, 2)


def test_an_answer_that_is_none_is_a_doubt() -> None:
    size = len(dotted(mime(letter())))
    script = (*HEAD, b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n", size - 50, b"what?\r\n")

    with scripted(*script) as port:
        assert outcomes(port, letter()) == [UnsureError]


@pytest.mark.parametrize(
    ("step", "outcome"), [("MAIL", LaterError), ("RCPT", LaterError), ("DATA", UnsureError)]
)
def test_a_slow_server_is_not_waited_for(step: str, outcome: type[NotSentError]) -> None:
    with opened(PostOffice(**{step: [SLOW]})) as office:
        assert outcomes(office.port, letter(), timeout_s=0.3, answer_timeout_s=0.3) == [outcome]


def test_the_answer_to_a_whole_letter_may_take_longer() -> None:
    with opened(PostOffice(DATA=[SLOW])) as office:
        found = outcomes(office.port, letter(), timeout_s=0.3, answer_timeout_s=5)

    assert (found, len(office.taken)) == (["OK queued as 4F1C"], 1)


def test_who_makes_ready_too_late_gets_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "PATIENCE_S", 0.5)

    with opened(PostOffice(RCPT=[SLOW])) as office:
        found = outcomes(office.port, letter(), letter())

    assert (found, len(office.taken)) == ([LaterError, "OK queued as 4F1C"], 1)


def test_a_lease_outlasts_a_letter_on_its_way() -> None:
    for timeout_s in (1, 30, 600):
        server = SmtpServer("mail.example.org", 25, timeout_s=timeout_s)
        longest_s = smtp.PATIENCE_S + 2 * timeout_s + server.answer_timeout_s

        assert lease_for(timeout_s).total_seconds() > longest_s


def test_no_server_takes_no_letter() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert (type(refusal(port)), refusal(port).reason) == (
        DownError,
        f"127.0.0.1:{port}: connection refused",
    )


@pytest.mark.parametrize(
    "greeting", [b"554 not today\r\n", b"421 busy\r\n", b"HTTP/1.1 400\r\n", b""]
)
def test_a_server_that_does_not_greet_takes_no_letter(greeting: bytes) -> None:
    with scripted(greeting) as port:
        assert outcomes(port, letter(), timeout_s=0.5) == [DownError]


def test_dots_at_the_beginning_of_lines_arrive(office: PostOffice) -> None:
    text = ".\n..\n.hidden\n\n.\n"

    outcomes(office.port, letter(text=text, html=""))

    assert office.taken[0].content == mime(letter(text=text, html=""))


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        (b".a\r\n.\r\n..b\r\n", b"..a\r\n..\r\n...b\r\n.\r\n"),
        (b"a", b"a\r\n.\r\n"),
        (b"a.b\r\n", b"a.b\r\n.\r\n"),
    ],
)
def test_dots_are_doubled_at_the_beginning_of_lines_only(content: bytes, sent: bytes) -> None:
    assert dotted(content) == sent
