"""Letters for tests, and how what arrived is read.

Knows one good letter, from which each test changes one thing; refuses to know how letters travel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from academy_cli.mail.letter import Attachment, Letter, Mailbox

AT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
PDF = b"%PDF-1.4\r\n.\r\n" + bytes(range(256)) * 40 + b"\r\n%%EOF"
UNSUBSCRIBE = {
    "List-Unsubscribe": f"<https://academy.example.org/out?token={'a1B2-_' * 30}>, <mailto:stop@example.org>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def letter(**changes: Any) -> Letter:
    """A letter, changed in some fields."""
    fields: dict[str, Any] = {
        "key": "81",
        "message_id": "outbox-81.4f1c@mail.example.org",
        "sender": Mailbox("no-reply@academy.example.org", "Academy"),
        "recipient": Mailbox("ann@example.org", "Ann"),
        "subject": "Welcome to Python",
        "text": "Hello Ann,\n\nyour course begins.\n",
        "html": "<p>Hello Ann,</p><p>your course begins.</p>\n",
        "at": AT,
    }
    return Letter(**(fields | changes))


def with_everything(**changes: Any) -> Letter:
    """A letter in Arabic and French with long lines, an attachment and headers of its own."""
    fields: dict[str, Any] = {
        "sender": Mailbox("no-reply@academy.example.org", "Académie, “la nôtre”"),
        "recipient": Mailbox("nour@example.org", "نور الهدى"),
        "subject": "مرحبا بك في دورة بايثون — à bientôt " + "٪" * 60,
        "text": "مرحبا\n.\n..two dots\nFrom here\n" + "long " * 500 + "\nfin é\n",
        "html": '<p dir="rtl">مرحبا</p>\n' + "<b>x</b>" * 400 + "\n.\n",
        "headers": UNSUBSCRIBE,
        "attachments": (Attachment("شهادة é.pdf", "application/pdf", PDF),),
    }
    return letter(**(fields | changes))


@dataclass(frozen=True)
class Arrived:
    """What a person has in hand."""

    recipient: str
    subject: str
    text: str
    html: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    message_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def parsed(message: bytes) -> EmailMessage:
    """A message as the standard library reads it, which has to find nothing wrong."""
    found = message_from_bytes(message, policy=default)
    assert isinstance(found, EmailMessage)
    assert [defect for part in found.walk() for defect in part.defects] == []
    return found


def arrived(message: bytes) -> Arrived:
    """What is in a message."""
    found = parsed(message)
    html = found.get_body(("html",))
    return Arrived(
        recipient=found["To"].addresses[0].addr_spec,
        subject=str(found["Subject"]),
        text=content(found.get_body(("plain",))),
        html=content(html) if html is not None else "",
        files={str(one.get_filename()): one.get_content() for one in found.iter_attachments()},
        message_id=str(found["Message-ID"]),
        headers={name: str(found[name]) for name in UNSUBSCRIBE if name in found},
    )


def content(part: Any) -> str:
    """The text of a part, with line ends as they were."""
    text: str = part.get_content()
    return text.replace("\r\n", "\n")
