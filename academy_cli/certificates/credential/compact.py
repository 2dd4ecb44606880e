"""A certificate small enough for the code printed on it: paper that can be checked without a network.

What a person would compare (name, course, code, dates) with a signature of its own, in Base 32, which QR
codes hold densely. Knows its bytes; refuses to know how a code is drawn. It says nothing of what was taken
back since: that takes a status list.
Source: RFC 4648, section 6; ISO/IEC 18004, 7.4.4 (alphanumeric mode).
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.didkey import NAME_BYTES
from academy_cli.certificates.credential.facts import Facts, clean
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VERSION = 1
PREFIX = "ACADEMY:"
"""What stands before it where the academy has no site; else its address and ``/Q/``."""
LONGEST_TEXT = 120
"""Bytes of a name and of a title; more is cut, so that the code can still be scanned."""
SIGNATURE_BYTES = 64
_MARK = b"academy certificate 1\0"
"""Before what is signed, so that no signature of it is one of anything else."""
_DAY_NONE = date(2019, 12, 31)
"""Days are counted from it; none is 0."""
_CODE_BYTES, _DAY_BYTES = 10, 3
_BETWEEN, _CUT = "\x1f", "…"
_HEAD = 1 + NAME_BYTES + _CODE_BYTES + 2 * _DAY_BYTES
_LONGEST = 1000
_WRITTEN = re.compile(r"(?:.*[:/])?([A-Z2-7]+)", re.IGNORECASE)


class BadCodeError(ValueError):
    """A scanned text that is no certificate; says why."""


@dataclass(frozen=True, slots=True)
class Compact:
    """What the code on a page says; names may have been cut. ``signed`` and ``signature`` are its bytes."""

    key_name: str
    code: str
    issued_on: date
    valid_until: date | None
    recipient: str
    title: str
    signed: bytes
    signature: bytes

    def agrees(self, facts: Facts) -> bool:
        """Whether a credential says the same."""
        until = facts.valid_until.date() if facts.valid_until else None
        mine = (self.code, self.issued_on, self.valid_until, self.recipient, self.title)
        theirs = (_cut(facts.recipient), _cut(facts.taught.title))
        return mine == (facts.code, facts.issued_at.date(), until, *theirs)

    def is_signed_by(self, public: bytes) -> bool:
        """Whether a key has signed it."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, _MARK + self.signed)
        except InvalidSignature:
            return False
        return True


def written(facts: Facts, key: Ed25519PrivateKey, key_name: str, site: str = "") -> str:
    """The text of the code, dense as long as the site's address has no path, where letters' case matters."""
    until = facts.valid_until.date() if facts.valid_until else None
    body = b"".join(
        (
            bytes([VERSION]),
            bytes.fromhex(key_name),
            codes.number(facts.code).to_bytes(_CODE_BYTES),
            _days(facts.issued_at.date()),
            _days(until) if until else bytes(_DAY_BYTES),
            _BETWEEN.join(map(_cut, (facts.recipient, facts.taught.title))).encode(),
        )
    )
    packed = base64.b32encode(body + key.sign(_MARK + body)).decode("ascii").rstrip("=")
    return _before(site.rstrip("/")) + packed


def _before(site: str) -> str:
    if not site:
        return PREFIX
    has_path = "/" in site.partition("://")[2]
    return f"{site if has_path else site.upper()}/Q/"


def read(scanned: str) -> Compact:
    """What a scanned text says, whoever signed it. Raises BadCodeError."""
    found = _WRITTEN.fullmatch(scanned.strip()) if len(scanned) <= _LONGEST else None
    if found is None:
        raise BadCodeError(say("it is no code of a certificate"))
    text = found[1].upper()
    try:
        content = base64.b32decode(text + "=" * (-len(text) % 8))
        whole, signature = content[:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
        name, _, title = whole[_HEAD:].decode().partition(_BETWEEN)
    except ValueError as error:
        raise BadCodeError(say("it is no code of a certificate")) from error
    if len(content) <= _HEAD + SIGNATURE_BYTES or whole[0] != VERSION:
        raise BadCodeError(say("it is cut, or of a later version"))
    if not name or not title or (name, title) != (clean(name), clean(title)):
        raise BadCodeError(say("its words are not valid"))
    fields = whole[1 + NAME_BYTES :]
    days = fields[_CODE_BYTES : _CODE_BYTES + 2 * _DAY_BYTES]
    number = int.from_bytes(fields[:_CODE_BYTES])
    if number >= codes.COUNT:
        raise BadCodeError(say("its number is not valid"))
    return Compact(
        whole[1 : 1 + NAME_BYTES].hex(),
        codes.completed(number),
        _day(days[:_DAY_BYTES]),
        _day(days[_DAY_BYTES:]) if any(days[_DAY_BYTES:]) else None,
        name,
        title,
        whole,
        signature,
    )


def _days(day: date) -> bytes:
    return (day - _DAY_NONE).days.to_bytes(_DAY_BYTES)


def _day(written_days: bytes) -> date:
    try:
        return _DAY_NONE + timedelta(days=int.from_bytes(written_days))
    except OverflowError as error:
        raise BadCodeError(say("its days are not valid")) from error


def _cut(text: str) -> str:
    """A text that is not too long, whole letters of it."""
    if len(text.encode()) <= LONGEST_TEXT:
        return text
    room = LONGEST_TEXT - len(_CUT.encode())
    return clean(text.encode()[:room].decode(errors="ignore")) + _CUT
