"""Letters by SendGrid: as its API takes them, and who is let in there."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys

import pytest

from academy_cli.mail.gateway import (
    DownError,
    LaterError,
    NeverError,
)
from academy_cli.mail.letter import Mailbox
from academy_cli.mail.transports.sendgrid import SendGridAccount
from tests.mail.by_sendgrid import GIVEN, after, outcomes, refusal, sent
from tests.mail.letters import PDF, UNSUBSCRIBE, letter, with_everything
from tests.mail.web import KEY, Answer, SendGrid, connections, files, opened, refused


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
