"""Letters by SendGrid: as its API takes them, and said truly what became of each."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from academy_cli.mail.gateway import (
    LONGEST_REASON,
    LONGEST_WAIT_S,
    DownError,
    LaterError,
    NeverError,
    NotSentError,
    UnsureError,
)
from academy_cli.mail.letter import Letter, Mailbox
from academy_cli.mail.transports.sendgrid import SendGridAccount, SendGridTransport
from tests.mail.letters import PDF, UNSUBSCRIBE, letter, with_everything
from tests.mail.post_office import scripted
from tests.mail.web import KEY, Answer, SendGrid, connections, files, opened, refused

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GIVEN = "14c5d75ce93"


def outcomes(url: str, *letters: Letter, **changes: Any) -> list[type[Exception] | str]:
    """What became of each letter over one opening."""
    found: list[type[Exception] | str] = []
    with SendGridTransport(SendGridAccount(KEY, url, **changes)).opened() as sender:
        for one in letters:
            try:
                found.append(sender.send(one))
            except NotSentError as error:
                found.append(type(error))
    return found


def refusal(url: str, key: str = KEY, **changes: Any) -> NotSentError:
    """How a letter is not sent."""
    account = SendGridAccount(key, url, **changes)
    with (
        pytest.raises(NotSentError) as caught,
        SendGridTransport(account).opened() as sender,
    ):
        sender.send(letter())
    return caught.value


def after(answer: Answer) -> NotSentError:
    """How a letter is not sent where this is answered."""
    with opened(SendGrid(answer)) as office:
        return refusal(office.url, timeout_s=5)


def sent(one: Letter) -> Any:
    """The request for a letter, which has to be taken."""
    with opened(SendGrid()) as office:
        assert outcomes(office.url, one) == [GIVEN]
    return office.requests[0]


def test_a_letter_is_asked_for_as_documented() -> None:
    assert sent(letter()).body == {
        "personalizations": [
            {
                "to": [{"email": "ann@example.org", "name": "Ann"}],
                "custom_args": {"outbox_id": "81"},
            }
        ],
        "from": {"email": "no-reply@academy.example.org", "name": "Academy"},
        "subject": "Welcome to Python",
        "content": [
            {"type": "text/plain", "value": letter().text},
            {"type": "text/html", "value": letter().html},
        ],
        "headers": {"Message-ID": "<outbox-81.4f1c@mail.example.org>"},
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
        },
    }


def test_headers_for_unsubscribing_go_with_it() -> None:
    headers = sent(with_everything()).body["headers"]

    assert {name: headers[name] for name in UNSUBSCRIBE} == UNSUBSCRIBE


def test_answers_go_where_they_shall() -> None:
    body = sent(letter(headers={"Reply-To": "help@müller.example"})).body

    assert body["reply_to"] == {"email": "help@xn--mller-kva.example"}
    assert list(body["headers"]) == ["Message-ID"]


def test_a_file_goes_with_it_byte_for_byte() -> None:
    (file,) = files(sent(with_everything()))

    assert base64.b64decode(file["content"]) == PDF
    assert {**file, "content": ""} == {
        "content": "", "filename": "شهادة é.pdf", "type": "application/pdf",
        "disposition": "attachment",
    }  # fmt: skip


def test_a_domain_beyond_ascii_goes_as_punycode() -> None:
    (one,) = sent(letter(recipient=Mailbox("ann@müller.example"))).body["personalizations"]

    assert one["to"] == [{"email": "ann@xn--mller-kva.example"}]


@pytest.mark.parametrize("name", ["Ann, PhD", "Ann; eve@example.org"])
def test_a_recipient_s_name_that_would_be_misread_stays_here(name: str) -> None:
    (one,) = sent(letter(recipient=Mailbox("ann@example.org", name))).body["personalizations"]

    assert one["to"] == [{"email": "ann@example.org"}]


def test_an_address_beyond_ascii_is_never_taken() -> None:
    with opened(SendGrid()) as office:
        found = outcomes(office.url, letter(recipient=Mailbox("jürgen@example.org")), letter())

    assert found == [NeverError, GIVEN]


def test_many_letters_share_a_connection() -> None:
    with opened(SendGrid(Answer(202), refused(400, "no"), refused(429, "wait"))) as office:
        outcomes(office.url, *[letter()] * 20)

    assert (len(office.requests), connections(office)) == (20, 1)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refused(400, "Invalid type.", "content.0.value"), NeverError),
        (
            refused(400, "Does not contain a valid address.", "personalizations.0.to.0.email"),
            NeverError,
        ),
        (refused(400, "The from email is not valid.", "from.email"), DownError),
        (
            refused(401, "The provided authorization grant is invalid, expired, or revoked"),
            DownError,
        ),
        (refused(401, "Maximum credits exceeded"), DownError),
        (
            refused(403, "The from address does not match a verified Sender Identity.", "from"),
            DownError,
        ),
        (refused(404, "not found"), DownError),
        (refused(405, "method not allowed"), DownError),
        (refused(413, "payload too large"), NeverError),
        (refused(429, "too many requests"), LaterError),
        (refused(451, "data residency"), DownError),
        (refused(500, "internal error"), LaterError),
        (refused(503, "not available"), LaterError),
        (Answer(502, body="<html>Bad gateway</html>"), UnsureError),
        (Answer(504, body="<html>Gateway timeout</html>"), UnsureError),
        (Answer(200, body="{}"), DownError),
        (Answer(301, {"Location": "https://example.org/"}), DownError),
    ],
)
def test_an_answer_means_what_is_documented(answer: Answer, outcome: type[NotSentError]) -> None:
    error = after(answer)

    assert (type(error), error.reason[:3]) == (outcome, str(answer.code))


def test_sendgrid_s_own_words_are_given() -> None:
    assert after(refused(401, "Maximum credits exceeded")).reason == "401 Maximum credits exceeded"


@pytest.mark.parametrize(
    "body",
    [
        *("", "<html>", "[]", "null", "{}", '{"errors": 1}', '{"errors": [1]}', '{"errors": [{}]}'),
        *('{"errors": [{"message": null}]}', "[" * 5000, "\x00\x1b[2J", '"\\ud800"'),
    ],
)
def test_whatever_a_refusal_says_its_code_counts(body: str) -> None:
    assert after(Answer(400, body=body)).reason == "400 Bad Request"


def test_a_long_refusal_is_cut_and_one_line() -> None:
    error = after(refused(400, "no\r\n\x1b[2J" * 500))

    assert (len(error.reason) <= LONGEST_REASON, error.reason.isprintable()) == (True, True)


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 400}, LONGEST_WAIT_S),
        ({"Retry-After": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90.0),
        ({"Retry-After": format_datetime(NOW - timedelta(seconds=90), usegmt=True)}, 0.0),
        ({"X-RateLimit-Reset": str(int(NOW.timestamp()) + 30)}, 30.0),
        ({"X-RateLimit-Reset": "nan"}, None),
        ({"X-RateLimit-Reset": "9" * 400}, LONGEST_WAIT_S),
        ({"Retry-After": "7", "X-RateLimit-Reset": "1"}, 7.0),
    ],
)
def test_who_asks_too_often_waits_as_long_as_is_said(
    headers: dict[str, str], wait_s: float | None
) -> None:
    dated = {"Date": format_datetime(NOW, usegmt=True), **headers}
    script = "".join(f"{name}: {value}\r\n" for name, value in dated.items())
    answer = f"HTTP/1.1 429 Too Many Requests\r\n{script}Content-Length: 0\r\n\r\n".encode()

    with scripted(400, answer) as port:
        error = refusal(f"http://127.0.0.1:{port}", timeout_s=5)

    assert isinstance(error, LaterError)
    assert error.wait_s == wait_s


def test_an_unavailable_service_says_how_long_too() -> None:
    error = after(refused(503, "not available", Retry_After="60"))

    assert isinstance(error, LaterError)
    assert error.wait_s == 60.0


def test_no_answer_is_a_doubt() -> None:
    assert type(after(Answer(cut="before"))) is UnsureError


def test_a_letter_in_doubt_is_not_sent_again_by_itself() -> None:
    with opened(SendGrid(Answer(cut="before"))) as office:
        outcomes(office.url, letter())

    assert len(office.requests) == 1


def test_a_slow_answer_is_a_doubt() -> None:
    with opened(SendGrid(Answer(after_s=1))) as office:
        assert outcomes(office.url, letter(), timeout_s=0.2) == [UnsureError]


def test_an_acceptance_that_is_cut_after_its_code_is_one() -> None:
    cut = Answer(202, {"X-Message-Id": GIVEN}, cut="in its body")

    with opened(SendGrid(cut)) as office:
        assert outcomes(office.url, letter(), letter()) == [GIVEN, GIVEN]


def test_a_refusal_that_is_cut_after_its_code_is_one() -> None:
    assert type(after(Answer(400, body='{"errors": [', cut="in its body"))) is NeverError


def test_the_next_letter_is_taken_after_a_doubt() -> None:
    with opened(SendGrid(Answer(cut="before"))) as office:
        assert outcomes(office.url, letter(), letter()) == [UnsureError, GIVEN]


def test_what_is_no_http_is_a_doubt() -> None:
    with scripted(400, b"what?\r\n") as port:
        assert outcomes(f"http://127.0.0.1:{port}", letter(), timeout_s=5) == [UnsureError]


def test_no_server_takes_no_letter() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert outcomes(f"http://127.0.0.1:{port}", letter()) == [DownError]


def test_a_request_that_cannot_be_written_is_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"

        found = outcomes(url, letter(text="x" * 12_000_000), timeout_s=0.5)

    assert found == [LaterError]


@pytest.mark.parametrize(
    "url",
    ["http://api.sendgrid.com", "http://127.0.0.1.example.org", "ftp://127.0.0.1", "", "http://"],
)
def test_a_key_goes_encrypted_or_not_at_all(url: str) -> None:
    error = refusal(url, timeout_s=0.1)

    assert (type(error), "https" in error.reason) == (DownError, True)


def test_what_is_no_address_is_named() -> None:
    error = refusal("https://127.0.0.1:x")

    assert (type(error), "“https://127.0.0.1:x” is no address" in error.reason) == (DownError, True)


@pytest.mark.parametrize("key", ["SG.S3CRET\n", "SG.S3CRET\r\nX: y", "SG.S3CRÉT", "SG S3CRET"])
def test_a_key_that_is_none_is_not_said(key: str) -> None:
    with opened(SendGrid()) as office:
        error = refusal(office.url, key)

    assert type(error) is DownError
    assert "S3CR" not in f"{error!r} {error.__cause__!r} {error.__context__!r}"


def test_no_error_says_the_key_even_if_the_provider_does() -> None:
    error = after(refused(401, f"unknown key {KEY}"))

    assert "S3CRET" not in f"{error!r} {error.__cause__!r} {error.__context__!r}"


def test_an_account_keeps_its_key_to_itself() -> None:
    assert "S3CRET" not in repr(SendGridAccount(KEY))


def test_the_key_goes_in_its_header() -> None:
    request = sent(letter())

    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(request.body)


def test_the_library_is_imported_when_a_connection_is_wanted() -> None:
    asked = "import sys, academy_cli.mail.transports.sendgrid; print('httpx' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout == "False\n"


def test_without_a_key_nothing_is_tried_and_no_attempt_counts() -> None:
    with opened(SendGrid()) as office:
        error = refusal(office.url, key="")

    assert (type(error), error.reason) == (DownError, "mail.sendgrid_key is empty")
    assert office.requests == []
