"""A letter as it leaves: who writes to whom, in which words, and the MIME message that carries it.

Pure: knows RFC 5322 and MIME; refuses to know how a letter travels, and to let a text become a header.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

_LINES = frozenset({"Cc", "Zl", "Zp"})
"""Categories of characters that end a line or steer a terminal (Unicode 15, 4.5)."""


class UnsafeHeaderError(ValueError):
    """A text that would begin a header of its own."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name beside it."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; ``media_type`` as in ``application/pdf``."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person.

    ``message_id`` is the same however often it is sent, without its angle brackets; ``key`` is what a
    provider is told to know it by. ``headers`` are those beside the usual ones. Raises UnsafeHeaderError.
    """

    key: str
    message_id: str
    sender: Mailbox
    recipient: Mailbox
    subject: str
    text: str
    html: str
    at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        named = (one for box in (self.sender, self.recipient) for one in (box.email, box.name))
        files = (one for file in self.attachments for one in (file.name, file.media_type))
        for text in (self.message_id, self.subject, *named, *files, *self.headers.values()):
            if any(unicodedata.category(letter) in _LINES for letter in text):
                message = f"“{text!r}” is no line of a header"
                raise UnsafeHeaderError(message)


def mime(letter: Letter) -> bytes:
    """The message as it travels, with lines that end in CRLF; the same bytes every time."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{letter.message_id}>"
    message["Date"] = format_datetime(letter.at)
    message["From"] = _address(letter.sender)
    message["To"] = _address(letter.recipient)
    message["Subject"] = letter.subject
    for name, value in letter.headers.items():
        message[name] = value
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    for file in letter.attachments:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
        part.set_boundary(f"=_{number}_{letter.message_id.partition('@')[0]}")
    return message.as_bytes()


def _address(box: Mailbox) -> Address:
    return Address(box.name, addr_spec=box.email)
