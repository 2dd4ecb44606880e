"""Letters become messages: whole, the same each time, and with no header that was not meant."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest

from academy_cli.mail.letter import Attachment, Letter, Mailbox, UnsafeHeaderError, mime
from tests.mail.letters import AT, PDF, UNSUBSCRIBE, arrived, letter, parsed, with_everything

BEGINS = ["a\nBcc: eve@example.org", "a\rb", "a\x0bb", "a\x85b", "a\u2028b", "a\x00b", "a\ud800b"]
"""Texts that end a line for somebody."""


def head(message: bytes) -> list[bytes]:
    """The lines of a message's head."""
    return message.partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_a_letter_in_arabic_arrives_as_it_was_written() -> None:
    written = with_everything()

    found = arrived(mime(written))

    assert (found.subject, found.text, found.html) == (written.subject, written.text, written.html)


def test_names_arrive_as_they_were_written() -> None:
    found = parsed(mime(with_everything()))

    assert found["From"].addresses[0].display_name == "Académie, “la nôtre”"
    assert found["To"].addresses[0].display_name == "نور الهدى"


def test_an_attachment_arrives_byte_for_byte() -> None:
    assert arrived(mime(with_everything())).files == {"شهادة é.pdf": PDF}


def test_text_and_html_are_alternatives_beside_the_files() -> None:
    kinds = [part.get_content_type() for part in parsed(mime(with_everything())).walk()]

    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip


def test_a_letter_without_html_or_files_is_one_text() -> None:
    assert parsed(mime(letter(html=""))).get_content_type() == "text/plain"


def test_a_text_cannot_end_its_part() -> None:
    boundaries = re.findall(r'boundary="([^"]+)"', mime(with_everything()).decode())
    text = "".join(f"\n--{one}--\n--{one}\nContent-Type: text/html\n\n" for one in boundaries)

    found = arrived(mime(with_everything(text=text, html=text)))

    assert len(boundaries) == 2
    assert (found.text, found.html, found.files) == (text, text, {"شهادة é.pdf": PDF})


def test_a_letter_is_the_same_bytes_each_time() -> None:
    assert mime(with_everything()) == mime(with_everything())


def test_message_id_and_date_are_those_of_the_letter() -> None:
    found = parsed(mime(letter(at=AT.astimezone(timezone(timedelta(hours=1))))))

    assert found["Message-ID"] == "<outbox-81.4f1c@mail.example.org>"
    assert parsedate_to_datetime(str(found["Date"])) == AT


@pytest.mark.parametrize("written", [letter(), with_everything()])
def test_lines_end_in_crlf_and_fit_every_server(written: Letter) -> None:
    message = mime(written)

    assert message.isascii()
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", message) is None
    assert max(map(len, message.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


def test_encoded_words_are_as_short_as_they_must_be() -> None:
    words = re.findall(rb"=\?utf-8\?b\?[^?]*\?=", mime(with_everything()))

    assert len(words) > 5
    assert max(map(len, words)) <= 75


def test_a_header_for_unsubscribing_stays_whole_on_its_line() -> None:
    lines = head(mime(with_everything()))

    for name, value in UNSUBSCRIBE.items():
        assert f"{name}: {value}".encode() in lines


def test_a_plain_subject_is_written_plainly() -> None:
    assert b"Subject: Welcome to Python" in head(mime(letter()))


def test_a_long_plain_subject_is_folded_at_spaces() -> None:
    subject = "many plain words " * 20 + "end"

    message = mime(letter(subject=subject))

    assert max(map(len, head(message))) <= 78
    assert parsed(message)["Subject"] == subject


def test_a_subject_that_looks_encoded_is_not_decoded() -> None:
    assert parsed(mime(letter(subject="=?utf-8?q?Bcc?=")))["Subject"] == "=?utf-8?q?Bcc?="


def test_a_domain_beyond_ascii_travels_as_punycode() -> None:
    message = mime(letter(recipient=Mailbox("ann@straße.example", "Ann")))

    assert b"To: Ann <ann@xn--strae-oqa.example>" in head(message)


def test_a_name_beyond_ascii_before_the_at_stays_as_it_is() -> None:
    message = mime(letter(recipient=Mailbox("jürgen@müller.example")))

    assert "To: jürgen@xn--mller-kva.example".encode() in head(message)


def test_answers_go_where_they_shall() -> None:
    message = mime(letter(headers={"Reply-To": "help@müller.example"}))

    assert parsed(message)["Reply-To"] == "help@xn--mller-kva.example"


@pytest.mark.parametrize(
    "value", ["", "help", "a@b.c, d@e.f", "a@b.c\r\nBcc: eve@example.org", "A <a@b.c>"]
)
def test_answers_go_to_one_address(value: str) -> None:
    with pytest.raises(UnsafeHeaderError):
        letter(headers={"Reply-To": value})


def test_a_message_id_of_a_domain_beyond_ascii_travels_as_punycode() -> None:
    message = mime(letter(message_id="academy-7@müller.example"))

    assert b"Message-ID: <academy-7@xn--mller-kva.example>" in head(message)


@pytest.mark.parametrize("text", BEGINS)
@pytest.mark.parametrize(
    "part",
    [
        "key",
        "message_id",
        "subject",
        "sender",
        "recipient",
        "name",
        "header",
        "value",
        "file",
        "type",
    ],
)
def test_no_text_begins_a_header(part: str, text: str) -> None:
    changes = {
        "name": {"recipient": Mailbox("ann@example.org", text)},
        "sender": {"sender": Mailbox(f"{text}@example.org")},
        "recipient": {"recipient": Mailbox(f"ann@{text}")},
        "header": {"headers": {text: "x"}},
        "value": {"headers": {"X-Course": text}},
        "file": {"attachments": (Attachment(text, "application/pdf", PDF),)},
        "type": {"attachments": (Attachment("a", f"application/{text}", PDF),)},
    }

    with pytest.raises(UnsafeHeaderError) as caught:
        letter(**changes.get(part, {part: text}))

    assert "eve" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["To", "bcc", "Message-Id", "Content-Type", "reply-to", "X-SG-EID", "", "X Y", "X:"]
)
def test_a_header_of_the_letter_itself_or_none_at_all_is_refused(name: str) -> None:
    with pytest.raises(UnsafeHeaderError):
        letter(headers={name: "x"})


@pytest.mark.parametrize("value", ["", " x", "x ", "é", "x" * 990])
def test_a_header_that_would_have_to_be_changed_is_refused(value: str) -> None:
    with pytest.raises(UnsafeHeaderError):
        letter(headers={"X-Course": value})


def test_a_header_is_there_once() -> None:
    with pytest.raises(UnsafeHeaderError):
        letter(headers={"X-Course": "a", "x-course": "b"})


@pytest.mark.parametrize(
    "email",
    [
        *("", "ann", "@example.org", "ann@", "a b@example.org", "ann@exa mple.org", "ann@a..b"),
        *("ann@example.org, eve@example.org", "ann@example.org>", "<ann@example.org", "a..b@c.d"),
        *('"a b"@example.org', "ann@example.org\t", "a@b@c", "a(x)@example.org", "ann@[::1]"),
        *("ann@" + "x" * 64 + ".org", "ann@\u2024.org"),
    ],
)
def test_what_is_no_single_address_is_refused(email: str) -> None:
    with pytest.raises(UnsafeHeaderError, match="recipient's address"):
        letter(recipient=Mailbox(email))


@pytest.mark.parametrize(
    "kind", ["", "pdf", "multipart/mixed", "message/rfc822", "a/b; name=c", "a/b/c"]
)
def test_what_is_no_type_of_a_file_is_refused(kind: str) -> None:
    with pytest.raises(UnsafeHeaderError, match="media type"):
        letter(attachments=(Attachment("a", kind, b"x"),))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(UnsafeHeaderError, match="zone"):
        letter(at=datetime(2026, 11, 26))  # noqa: DTZ001


def test_a_text_that_has_no_bytes_is_refused() -> None:
    with pytest.raises(UnsafeHeaderError, match="text"):
        letter(text="\ud83d")


def test_a_letter_keeps_its_words_to_itself() -> None:
    written = repr(with_everything(text="https://academy.example.org/reset?token=S3CRET"))

    for private in ("S3CRET", "مرحبا", "token=", "%PDF"):
        assert private not in written
