"""Whatever is written into a letter, its message has the headers that were meant, and no other."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from academy_cli.mail.headers import is_header, travelling
from academy_cli.mail.letter import Attachment, Mailbox, UnsafeHeaderError, mime
from tests.mail.letters import letter, parsed
from tests.reliability.chance import SHARE

pytestmark = [pytest.mark.torture] if SHARE else []

USUAL = ["Message-ID", "Date", "From", "To", "Subject"]
OF_MIME = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}

tricky = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list(" \t\r\n\x0b\x0c\x85\u2028\u2029\0:;,<>@()[]\"'\\=?_.-%")),
    ),
    max_size=60,
) | st.lists(
    st.sampled_from(
        ["\r\n", "Bcc: eve@example.org", "=?utf-8?q?", "?=", "é", '"', "\\", " ", "<a@b.c>"]
    )
).map("".join)
printable = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
fields = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters=":"),
    min_size=1,
    max_size=20,
)
values = st.text(printable, min_size=1, max_size=200).map(str.strip).filter(bool)
names = fields | tricky
addresses = (
    st.builds(lambda local, domain: f"{local}@{domain}", tricky, tricky) | st.emails() | tricky
)

patient = settings(
    max_examples=200 if SHARE else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
"""Most of what is tricky is refused, and that is well."""


def message(**changes: Any) -> bytes:
    """A letter's message; letters that are refused are none to look at."""
    try:
        return mime(letter(**changes))
    except UnsafeHeaderError:
        assume(False)  # noqa: FBT003
        raise


def quoted(name: str) -> str:
    """A name in quotes (RFC 5322, 3.2.4)."""
    escaped = name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def others(found: Any) -> list[tuple[str, str]]:
    """Headers of a message beside the usual ones and MIME's; the usual ones have to be there once."""
    assert [name for name in found.keys() if name in USUAL] == USUAL  # noqa: SIM118
    return [(name, str(value)) for name, value in found.items() if name not in {*USUAL, *OF_MIME}]


@patient
@given(subject=tricky)
def test_a_subject_stays_in_its_header(subject: str) -> None:
    found = message_from_bytes(message(subject=subject))

    assert others(found) == []
    assert str(make_header(decode_header(found["Subject"]))) == subject


@patient
@given(name=tricky)
def test_a_name_stays_beside_its_address(name: str) -> None:
    found = parsed(message(recipient=Mailbox("ann@example.org", name)))

    assert others(found) == []
    assert [one.addr_spec for one in found["To"].addresses] == ["ann@example.org"]


@patient
@given(name=tricky.filter(bool))
def test_a_name_arrives_as_it_was_written(name: str) -> None:
    found = message_from_bytes(message(recipient=Mailbox("ann@example.org", name)))

    line = found["To"].replace("\r\n ", " ")
    shown = str(make_header(decode_header(line.rpartition(" <")[0])))
    assert shown in (name, quoted(name))


@patient
@given(email=addresses)
def test_an_address_is_one_address(email: str) -> None:
    assume(email.rpartition("@")[0].isascii())
    found = parsed(message(recipient=Mailbox(email, "Ann")))

    assert others(found) == []
    assert [one.addr_spec for one in found["To"].addresses] == [travelling(email)]


@patient
@given(email=addresses)
def test_an_address_beyond_ascii_ends_no_line(email: str) -> None:
    found = message_from_bytes(message(recipient=Mailbox(email, "Ann"), sender=Mailbox(email)))

    assert others(found) == []


@patient
@given(headers=st.dictionaries(names, tricky | values, max_size=3))
def test_headers_are_exactly_those_that_were_meant(headers: dict[str, str]) -> None:
    found = message_from_bytes(message(headers=headers))

    assert others(found) == list(headers.items())


@patient
@given(name=fields, value=values)
def test_headers_for_programs_are_let_through(name: str, value: str) -> None:
    assume(is_header(name, "x"))

    assert f"\r\n{name}: {value}\r\n".encode() in message(headers={name: value})


@patient
@given(name=tricky)
def test_the_name_of_a_file_stays_its_name(name: str) -> None:
    found = parsed(message(attachments=(Attachment(name, "application/pdf", b"%PDF"),)))

    assert others(found) == []
    (file,) = found.iter_attachments()
    assert file["Content-Disposition"].params["filename"] == name
    assert file.get_content() == b"%PDF"


@patient
@given(text=tricky | st.text(max_size=2000), html=tricky)
def test_what_people_read_stays_below_the_head(text: str, html: str) -> None:
    found = parsed(message(text=text, html=html or "x"))

    assert others(found) == []
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]


@patient
@given(
    text=st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=300)
)
def test_every_text_arrives(text: str) -> None:
    found = parsed(message(text=f"{text}\n", html=""))

    assert found.get_content().replace("\r\n", "\n") == f"{text}\n"
