"""A letter as it leaves: who writes to whom, in which words, and the MIME message that carries it.

Pure: knows RFC 5322 and MIME; refuses to know how a letter travels, and to let a text become a header.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from functools import cached_property, lru_cache

from academy_cli.kit.saying import say
from academy_cli.mail.headers import (
    address_header,
    exact_header,
    is_address,
    is_header,
    is_line,
    text_header,
    travelling,
)
from academy_cli.mail.parts import file_part, multipart, text_part

LONGEST_FILE_NAME = 255
"""Bytes of a file's name; file systems take no more."""

OURS = frozenset(
    {
        "sender's address",
        "sender's name",
        "headers",
        "header that is there twice",
    }
)
"""Parts that letters have in common: what is wrong with one is wrong with all."""
_MEDIA_TYPE = re.compile(r"(?!multipart/|message/)[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)


class UnsafeHeaderError(ValueError):
    """A letter that no message can carry, such as a text that would begin a header of its own.

    Says which part it is and never what stands in it: letters hold links that let their readers in.
    """

    def __init__(self, part: str) -> None:
        super().__init__(say("the {} cannot be written into a message", part))
        self.part = part


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name beside it."""

    email: str
    name: str = ""

    @property
    def travelling(self) -> str:
        """The address with its domain in ASCII. Raises ValueError."""
        return travelling(self.email)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; ``media_type`` as in ``application/pdf``; text is in UTF-8."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Letter:
    """One letter to one person.

    ``message_id`` is the same however often it is sent, without its angle brackets; ``key`` is what a
    provider is told to know it by. ``headers`` are those beside the usual ones, for programs and hence in
    ASCII. What people read is not in its ``repr``. Raises UnsafeHeaderError.
    """

    key: str
    message_id: str
    sender: Mailbox
    recipient: Mailbox
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    at: datetime
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        for part, is_sound in self._parts().items():
            if not is_sound:
                raise UnsafeHeaderError(part)

    @cached_property
    def message(self) -> bytes:
        """What ``mime`` makes of it, made once."""
        return mime(self)

    def _parts(self) -> Mapping[str, bool]:
        files = self.attachments
        names = [name.lower() for name in self.headers]
        return {
            say("sender's address"): is_address(self.sender.email),
            say("sender's name"): is_line(self.sender.name),
            say("key"): is_line(self.key),
            "Message-ID": _is_message_id(self.message_id),
            say("time without a zone"): self.at.tzinfo is not None,
            say("recipient's address"): is_address(self.recipient.email),
            say("recipient's name"): is_line(self.recipient.name),
            say("subject"): is_line(self.subject),
            say("text"): _is_text(self.text),
            "HTML": _is_text(self.html),
            say("headers"): all(is_header(name, value) for name, value in self.headers.items()),
            say("header that is there twice"): len(names) == len(set(names)),
            say("name of a file"): all(_is_file_name(file.name) for file in files),
            say("media type of a file"): all(
                _MEDIA_TYPE.fullmatch(file.media_type) for file in files
            ),
        }


def mime(letter: Letter) -> bytes:
    """The message as it travels, with lines that end in CRLF; the same bytes every time.

    In ASCII, but for a name before the @ that is not (RFC 6532).
    """
    head = (
        exact_header("Message-ID", f"<{travelling(letter.message_id)}>"),
        exact_header("Date", _date(letter.at)),
        address_header("From", letter.sender.travelling, letter.sender.name),
        address_header("To", letter.recipient.travelling, letter.recipient.name),
        text_header("Subject", letter.subject),
        *(exact_header(name, value) for name, value in letter.headers.items()),
    )
    return "".join(head).encode() + _body(letter)


@lru_cache(maxsize=64)  # of a campaign all have the same
def _date(at: datetime) -> str:
    return format_datetime(at)


def _body(letter: Letter) -> bytes:
    """What follows the head, begun by the headers of MIME.

    Boundaries begin as no part can: neither of its encodings has ``=_`` (RFC 2045, 6.7 and 6.8).
    """
    mark = hashlib.sha256(letter.message_id.encode()).hexdigest()[:32]
    found = text_part("plain", letter.text)
    if letter.html:
        found = multipart("alternative", f"=_1_{mark}", [found, text_part("html", letter.html)])
    if letter.attachments:
        files = [file_part(file.name, file.media_type, file.content) for file in letter.attachments]
        found = multipart("mixed", f"=_0_{mark}", [found, *files])
    return b"MIME-Version: 1.0\r\n" + found


def _is_message_id(written: str) -> bool:
    """Whether it has the form of an address (RFC 5322, 3.6.4), with a domain that need not be in ASCII."""
    return is_address(written) and written.rpartition("@")[0].isascii()


def _is_text(text: str) -> bool:
    """Whether there are bytes for it: none are for half of a surrogate pair."""
    try:
        return text.encode() is not None
    except UnicodeEncodeError:
        return False


def _is_file_name(name: str) -> bool:
    return is_line(name) and 0 < len(name.encode()) <= LONGEST_FILE_NAME
