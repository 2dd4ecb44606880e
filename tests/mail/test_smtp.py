"""Letters by SMTP: over one connection, and said truly what became of each."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from smtplib import quoteaddr
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from academy_cli.mail.gateway import (
    DownError,
    LaterError,
    NeverError,
    NotSentError,
    UnsureError,
)
from academy_cli.mail.headers import is_address
from academy_cli.mail.letter import Letter, Mailbox, mime
from academy_cli.mail.queue import lease_for
from academy_cli.mail.transports import smtp
from academy_cli.mail.transports.smtp import Security, SmtpServer, SmtpTransport, dotted
from tests.mail.certificates import ELSEWHERE, Authority
from tests.mail.letters import letter, with_everything
from tests.mail.post_office import (
    CUT,
    PASSWORD,
    SLOW,
    USER,
    PostOffice,
    letting_in,
    opened,
    scripted,
)

HEAD = (b"220 here\r\n", b"250 here\r\n")


def transport(port: int, **changes: Any) -> SmtpTransport:
    """A way to a server on this machine."""
    options: dict[str, Any] = {"security": Security.NONE, "timeout_s": 5}
    return SmtpTransport(SmtpServer("127.0.0.1", port, **(options | changes)))


def outcomes(
    port: int, *letters: Letter, is_announced: bool = False, **changes: Any
) -> list[type[Exception] | str]:
    """What became of each letter over one opening."""
    found: list[type[Exception] | str] = []
    with transport(port, **changes).opened() as sender:
        for one in letters:
            if is_announced:
                sender.announce(one)
            try:
                found.append(sender.send(one))
            except NotSentError as error:
                found.append(type(error))
    return found


def refusal(port: int, one: Letter | None = None, **changes: Any) -> NotSentError:
    """How a letter is not sent."""
    with transport(port, **changes).opened() as sender, pytest.raises(NotSentError) as caught:
        sender.send(one or letter())
    return caught.value


def connections(office: PostOffice) -> int:
    return len({one.connection for one in office.taken})


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


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


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


def test_ctrl_c_while_an_answer_is_waited_for_ends_the_connection(office: PostOffice) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with transport(office.port).opened() as sender:
        with pytest.raises(KeyboardInterrupt):
            sender.send(letter(), interrupt)
        assert sender.send(letter()) == "OK queued as 4F1C"


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
        f"127.0.0.1:{port}: Connection refused",
    )


@pytest.mark.parametrize(
    "greeting", [b"554 not today\r\n", b"421 busy\r\n", b"HTTP/1.1 400\r\n", b""]
)
def test_a_server_that_does_not_greet_takes_no_letter(greeting: bytes) -> None:
    with scripted(greeting) as port:
        assert outcomes(port, letter(), timeout_s=0.5) == [DownError]


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


# Who may read along, and who is let in


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_server_that_an_authority_vouches_for_is_trusted(
    authority: Authority, security: Security
) -> None:
    with opened(PostOffice(), **secured(authority.server(), security)) as office:
        found = outcomes(office.port, letter(), security=security, authorities=authority.file)

    assert (found, len(office.taken)) == (["OK queued as 4F1C"], 1)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ({"by_itself": True}, "self-signed"),
        ({"days": -1}, "expired"),
        ({"names": ELSEWHERE}, "IP address mismatch"),
    ],
)
def test_a_server_that_may_be_another_takes_no_letter(
    authority: Authority, security: Security, shown: dict[str, Any], why: str
) -> None:
    with opened(PostOffice(), **secured(authority.server(**shown), security)) as office:
        error = refusal(office.port, security=security, authorities=authority.file)

    assert (type(error), why in error.reason, office.taken) == (DownError, True, [])


def test_an_authority_that_was_not_named_is_not_trusted(authority: Authority) -> None:
    with opened(PostOffice(), **secured(authority.server(), Security.TLS)) as office:
        assert outcomes(office.port, letter(), security=Security.TLS) == [DownError]


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_file_without_certificates_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "authorities.pem"
    if content is not None:
        path.write_bytes(content)

    error = refusal(1, security=Security.TLS, authorities=str(path))

    assert (type(error), str(path) in error.reason) == (DownError, True)


def test_a_server_without_starttls_is_told_nothing(office: PostOffice) -> None:
    error = refusal(office.port, security=Security.STARTTLS)

    assert (type(error), office.taken) == (DownError, [])


def test_mail_leaves_this_machine_encrypted_or_not_at_all() -> None:
    elsewhere = SmtpTransport(SmtpServer("mail.example.org", 25, Security.NONE))

    with elsewhere.opened() as sender, pytest.raises(DownError, match="encrypted"):
        sender.send(letter())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_this_machine_is_known(host: str) -> None:
    assert SmtpServer(host, 25).is_here


@pytest.mark.parametrize(
    "host", ["mail.example.org", "10.0.0.1", "localhost.example.org", "0.0.0.0"]
)
def test_other_machines_are_known(host: str) -> None:
    assert not SmtpServer(host, 25).is_here


def secured(context: Any, security: Security) -> dict[str, Any]:
    """Options of a server that shows a certificate."""
    if security is Security.TLS:
        return {"ssl_context": context}
    return {"tls_context": context, "require_starttls": True}


def guarded(authority: Authority) -> dict[str, Any]:
    """Options of a server that lets in who knows the password."""
    return {
        **secured(authority.server(), Security.STARTTLS),
        "authenticator": letting_in,
        "auth_required": True,
    }


def signed_in(authority: Authority, **changes: Any) -> dict[str, Any]:
    options: dict[str, Any] = {
        "security": Security.STARTTLS,
        "authorities": authority.file,
        "user": USER,
        "password": PASSWORD,
    }
    return options | changes


def test_who_knows_the_password_is_let_in(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        found = outcomes(office.port, letter(), letter(), **signed_in(authority))

    assert (found, connections(office)) == (["OK queued as 4F1C"] * 2, 1)


def test_who_does_not_sign_in_takes_every_letter_back(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        error = refusal(office.port, **signed_in(authority, user=""))

    assert (type(error), error.reason[:3]) == (DownError, "530")


def test_a_wrong_password_is_nobody_s_letter_s_fault(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        error = refusal(office.port, **signed_in(authority, password="S3CRET"))

    assert (type(error), "535" in error.reason, f"“{USER}”" in error.reason) == (
        DownError,
        True,
        True,
    )


def test_a_password_beyond_ascii_is_named_as_such(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        error = refusal(office.port, **signed_in(authority, password="pässwörd"))

    assert (type(error), "ASCII" in error.reason) == (DownError, True)


@pytest.mark.parametrize(
    "said",
    [
        "S3CRET",
        base64.b64encode(b"S3CRET").decode(),
        base64.b64encode(b"\0academy\0S3CRET").decode(),
    ],
)
def test_no_error_says_the_password_even_if_the_server_does(said: str) -> None:
    script = (
        b"220 here\r\n", b"250-here\r\n250 AUTH PLAIN LOGIN\r\n", f"500 what is {said}\r\n".encode(),
        f"500 what is {said}\r\n".encode(),
    )  # fmt: skip

    with scripted(*script) as port:
        error = refusal(port, user=USER, password="S3CRET", timeout_s=1)

    whole = f"{error!r} {error.__cause__!r} {error.__context__!r}"
    assert (type(error), said in whole) == (DownError, False)


def test_a_server_keeps_its_password_to_itself() -> None:
    assert "S3CRET" not in repr(SmtpServer("mail.example.org", 25, password="S3CRET"))
