"""Lists of what does not hold any more: one bit for each credential, so that whoever asks is not seen asking.

Knows Bitstring Status List; refuses to know why a bit is set. A list is published as a credential of its own.
Source: w3.org/TR/vc-bitstring-status-list, sections 2.2 and 3.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from academy_cli.certificates.credential.facts import Issuer
from academy_cli.certificates.credential.reading import (
    CONTEXT,
    Found,
    moment,
    read_moment,
    require_same,
    written_issuer,
)
from academy_cli.kit.saying import said_by, say

BITS = 131_072
"""Places of a list, no fewer (section 2.2): among so many nobody is picked out."""
_BYTES = BITS // 8
PURPOSES = ("revocation", "suspension")


class BadListError(ValueError):
    """A status list that cannot be read; says why."""


def encoded(places: Collection[int]) -> str:
    """The bits of some places, as ``encodedList`` has them, the highest of each byte first."""
    bits = bytearray(_BYTES)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def is_set(encoded_list: str, place: int) -> bool:
    """Whether the bit of a place is set. Raises BadListError, also for what grows beyond a list's size."""
    if not encoded_list.startswith("u") or not 0 <= place < BITS:
        message = say("its bits are not in base64url, or there is no such place")
        raise BadListError(message)
    text = encoded_list[1:]
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        bits = reader.decompress(packed, _BYTES + 1)
    except (ValueError, zlib.error) as error:
        raise BadListError(say("its bits cannot be unpacked")) from error
    if len(bits) != _BYTES or not reader.eof:
        raise BadListError(say("it has not {:,} places", BITS))
    return bool(bits[place // 8] & 0x80 >> place % 8)


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list as it is published: its address, what it is about, its bits, who says so, and when."""

    id: str
    purpose: str
    bits: str
    issuer: Issuer
    at: datetime


def written(stated: StatusList) -> dict[str, Any]:
    """The list as a document without a proof."""
    return {
        "@context": [*CONTEXT],
        "id": stated.id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": written_issuer(stated.issuer),
        "validFrom": moment(stated.at),
        "credentialSubject": {
            "id": f"{stated.id}#list",
            "type": "BitstringStatusList",
            "statusPurpose": stated.purpose,
            "encodedList": stated.bits,
        },
    }


def read(document: Mapping[str, Any]) -> StatusList:
    """What a document says, its proof left aside; it says no more than that. Raises BadListError."""
    found = Found({name: value for name, value in document.items() if name != "proof"})
    try:
        stated = StatusList(
            found.text("id"),
            found.text("credentialSubject", "statusPurpose"),
            found.text("credentialSubject", "encodedList"),
            found.issuer(),
            read_moment(found.text("validFrom")),
        )
        require_same(written(stated), found.document)
    except ValueError as error:
        raise BadListError(said_by(error)) from error
    return stated
