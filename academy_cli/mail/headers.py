"""Lines of a message's head: what may stand in one, and how words beyond ASCII are written there.

Pure: knows RFC 5322, 2047, 5891 and 6532; refuses whatever would begin a line of its own, and to break the
value of a header that programs read.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

WIDTH = 76
"""Columns that a line has if it can (RFC 5322, 2.1.1: 78; RFC 2047, 2: 76 with encoded words)."""
LONGEST = 998
"""Octets that a line never has more of (RFC 5322, 2.1.1)."""
ENCODED_BYTES = 39
"""Of a text in one encoded word, so that it fits on a line after ``Subject:``."""
REPLY_TO = "Reply-To"
RESERVED = frozenset(
    {
        *("bcc", "cc", "date", "dkim-signature", "from", "message-id", "mime-version", "received"),
        *("return-path", "sender", "subject", "to", "x-sg-eid", "x-sg-id"),
    }
)
"""Headers that a letter has anyway, or that those write who carry it; SendGrid's reserved ones among them.

Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send (``headers``)
"""

_ENDS_LINES = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of characters that end a line, steer a terminal or are none (Unicode, 4.5)."""
_NAME = re.compile(r"[!-9;-~]{1,76}")
_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_LOCAL = re.compile(r'[^\s"(),.:;<>@\[\\\]]+(?:\.[^\s"(),.:;<>@\[\\\]]+)*')
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII | re.IGNORECASE)


def is_line(text: str) -> bool:
    """Whether a text stays on one line, whatever shows it."""
    return text.isprintable() or not any(
        unicodedata.category(letter) in _ENDS_LINES for letter in text
    )


def is_header(name: str, value: str) -> bool:
    """Whether it can be a header beside the usual ones: for programs, hence in ASCII and on one line.

    ``Reply-To`` is an address.
    """
    if name == REPLY_TO:
        return is_address(value)
    fits = len(name) + len(value) + 2 <= LONGEST
    folded = name.lower()
    is_ours = folded in RESERVED or folded == "reply-to" or folded.startswith("content-")
    return bool(_NAME.fullmatch(name) and not is_ours and _VALUE.fullmatch(value) and fits)


@lru_cache(maxsize=256)
def travelling(email: str) -> str:
    """An address as it travels: its domain in ASCII (RFC 5891), which every server understands.

    The part before the @ stays as it is; beyond ASCII it takes a server with SMTPUTF8 (RFC 6531). Raises
    ValueError for what is no address: also one in quotes, which nobody has.
    """
    local, _, domain = email.rpartition("@")
    ascii_domain = domain if domain.isascii() else _punycode(domain)
    is_sound = is_line(local) and _LOCAL.fullmatch(local) and _HOST.fullmatch(ascii_domain)
    if not is_sound or len(email.encode()) > LONGEST // 2:
        message = "no e-mail address"
        raise ValueError(message)
    return f"{local}@{ascii_domain}"


def is_address(email: str) -> bool:
    """Whether ``travelling`` takes it."""
    try:
        return bool(travelling(email))
    except ValueError:
        return False


@lru_cache(maxsize=256)
def text_header(name: str, text: str) -> str:
    """A header for people, such as a subject, with its CRLF at the end."""
    is_plain = _PLAIN.fullmatch(text) and "=?" not in text and _are_short(text.split(" "))
    return _folded(name, text.split(" ") if is_plain else _encoded(text))


@lru_cache(maxsize=256)
def address_header(name: str, email: str, person: str) -> str:
    """A header with one address, which ``travelling`` has made, and the name beside it."""
    if not person:
        return f"{name}: {email}\r\n"
    is_short = _are_short(person.split(" ")) and "=?" not in person
    if _ATOMS.fullmatch(person) and is_short:
        words: Iterable[str] = person.split(" ")
    elif _PLAIN.fullmatch(person) and is_short:
        escaped = person.replace("\\", r"\\").replace('"', r"\"")
        words = f'"{escaped}"'.split(" ")
    else:
        words = _encoded(person)
    return _folded(name, [*words, f"<{email}>"])


def exact_header(name: str, value: str) -> str:
    """A header that programs read, whole on its line, so that nobody has to unfold it (RFC 8058, 4)."""
    return f"{name}: {travelling(value) if name == REPLY_TO else value}\r\n"


def _are_short(words: Iterable[str]) -> bool:
    return all(len(word) <= LONGEST // 4 for word in words)


def _folded(name: str, words: Iterable[str]) -> str:
    """Words with a space between them, and a line's end before it where the line would be too long."""
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > WIDTH and not lines[-1].endswith(":"):
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def _encoded(text: str) -> Iterator[str]:
    """A text as encoded words, each of whole characters; the space between them is none of the text."""
    some = b""
    for letter in text:
        one = letter.encode()
        if len(some) + len(one) > ENCODED_BYTES:
            yield _word(some)
            some = b""
        some += one
    if some:
        yield _word(some)


def _word(some: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(some).decode('ascii')}?="


def _punycode(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(str(error)) from error
