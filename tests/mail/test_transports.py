"""The contract of all transports: each takes letters whole, and says alike what became of them."""

from __future__ import annotations

import base64
import io
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from academy_cli.mail.gateway import DownError, NotSentError, Transport
from academy_cli.mail.letter import Letter, Mailbox
from academy_cli.mail.transports.console import ConsoleTransport
from academy_cli.mail.transports.folder import FolderTransport
from academy_cli.mail.transports.sendgrid import SendGridAccount, SendGridTransport
from academy_cli.mail.transports.smtp import Security, SmtpServer, SmtpTransport
from tests.mail import post_office, web
from tests.mail.letters import PDF, UNSUBSCRIBE, Arrived, arrived, letter, with_everything

NAMES = ("folder", "console", "smtp", "sendgrid")
WHOLE = ("folder", "smtp", "sendgrid")
"""Those that carry more than can be read on a terminal."""


@dataclass(frozen=True)
class Way:
    """A transport, what arrived by it, and the same one with nobody at its other end."""

    transport: Transport
    arrived: Callable[[], Sequence[Arrived]]
    broken: Transport


@pytest.fixture(params=NAMES)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    with ExitStack() as stack:
        yield made(request.param, tmp_path, stack)


@pytest.fixture(params=WHOLE)
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    with ExitStack() as stack:
        yield made(request.param, tmp_path, stack)


def made(name: str, folder: Path, stack: ExitStack) -> Way:
    """A transport of a kind."""
    makers = {"folder": by_folder, "console": by_console, "smtp": by_smtp, "sendgrid": by_sendgrid}
    return makers[name](folder, stack)


def by_folder(folder: Path, stack: ExitStack) -> Way:
    target = folder / "some" / "mail"
    (folder / "taken").write_text("a file")
    return Way(
        FolderTransport(target),
        lambda: [arrived(path.read_bytes()) for path in sorted(target.iterdir())],
        FolderTransport(folder / "taken"),
    )


def by_console(folder: Path, stack: ExitStack) -> Way:
    stream, closed = io.StringIO(), io.StringIO()
    closed.close()
    return Way(ConsoleTransport(stream), lambda: read(stream.getvalue()), ConsoleTransport(closed))


def by_smtp(folder: Path, stack: ExitStack) -> Way:
    office = stack.enter_context(post_office.opened(post_office.PostOffice()))
    return Way(
        SmtpTransport(SmtpServer("127.0.0.1", office.port, Security.NONE)),
        lambda: [arrived(one.content) for one in office.taken],
        SmtpTransport(SmtpServer("127.0.0.1", closed_port(), Security.NONE, password="S3CRET")),
    )


def by_sendgrid(folder: Path, stack: ExitStack) -> Way:
    office = stack.enter_context(web.opened(web.SendGrid()))
    return Way(
        SendGridTransport(SendGridAccount(web.KEY, office.url)),
        lambda: [asked(one) for one in office.requests],
        SendGridTransport(SendGridAccount(web.KEY, f"http://127.0.0.1:{closed_port()}")),
    )


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def read(written: str) -> list[Arrived]:
    """What somebody reads on a terminal."""
    found = []
    for one in written.split("From: no-reply@academy.example.org\n")[1:]:
        head, _, text = one.partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        found.append(Arrived(fields["To"], fields["Subject"], text.removesuffix("\n")))
    return found


def asked(request: web.Request) -> Arrived:
    """What SendGrid would deliver."""
    (one,) = request.body["personalizations"]
    texts = {part["type"]: part["value"] for part in request.body["content"]}
    headers = request.body["headers"]
    return Arrived(
        one["to"][0]["email"],
        request.body["subject"],
        texts["text/plain"],
        texts.get("text/html", ""),
        {file["filename"]: base64.b64decode(file["content"]) for file in web.files(request)},
        headers["Message-ID"],
        {name: headers[name] for name in UNSUBSCRIBE if name in headers},
    )


def sent(transport: Transport, *letters: Letter) -> list[str]:
    with transport.opened() as sender:
        return [sender.send(one) for one in letters]


def test_each_transport_has_its_own_name(tmp_path: Path) -> None:
    with ExitStack() as stack:
        names = [made(name, tmp_path, stack).transport.name for name in NAMES]

    assert names == list(NAMES)


@pytest.mark.parametrize("one", [letter(), with_everything()], ids=["plain", "everything"])
def test_a_letter_is_read_as_it_was_written(way: Way, one: Letter) -> None:
    sent(way.transport, one)

    (found,) = way.arrived()
    assert (found.recipient, found.subject, found.text) == (
        one.recipient.email,
        one.subject,
        one.text,
    )


def test_a_letter_arrives_with_all_that_belongs_to_it(whole: Way) -> None:
    one = with_everything()

    sent(whole.transport, one)

    (found,) = whole.arrived()
    assert (found.html, found.files) == (one.html, {"شهادة é.pdf": PDF})
    assert (found.message_id, found.headers) == (f"<{one.message_id}>", UNSUBSCRIBE)


def test_letters_arrive_one_after_the_other(way: Way) -> None:
    many = [letter(message_id=f"outbox-{n}@x.org", subject=f"Letter {n}") for n in range(5)]

    sent(way.transport, *many)

    assert [one.subject for one in way.arrived()] == [f"Letter {n}" for n in range(5)]


def test_a_letter_that_is_sent_again_is_known_by_its_message_id(whole: Way) -> None:
    sent(whole.transport, letter())
    sent(whole.transport, letter())

    assert {one.message_id for one in whole.arrived()} == {f"<{letter().message_id}>"}


def test_a_transport_opens_as_often_as_it_is_asked_to(way: Way) -> None:
    sent(way.transport)
    sent(way.transport, letter(message_id="a@x.org"))
    sent(way.transport, letter(message_id="b@x.org"))

    assert len(way.arrived()) == 2


def test_what_is_raised_inside_comes_out(way: Way) -> None:
    with pytest.raises(KeyError), way.transport.opened():
        raise KeyError


def test_where_nobody_is_no_letter_is_at_fault(way: Way) -> None:
    with pytest.raises(DownError):
        sent(way.broken, letter())


def test_no_error_says_what_is_secret(way: Way) -> None:
    secret = letter(
        subject="S3CRET", text="S3CRET", html="S3CRET", recipient=Mailbox("ann@x.org", "S3CRET")
    )

    with pytest.raises(NotSentError) as caught:
        sent(way.broken, secret)

    error = caught.value
    assert error.reason
    assert "S3CRET" not in f"{error} {error!r} {error.__cause__!r} {error.__context__!r}"


def test_a_domain_beyond_ascii_arrives_everywhere(whole: Way) -> None:
    sent(whole.transport, letter(recipient=Mailbox("ann@müller.example")))

    assert whole.arrived()[0].recipient == "ann@xn--mller-kva.example"
