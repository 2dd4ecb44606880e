"""The update that signs a page: what is appended to it, written and read as each other's inverse.

It adds a signature that is nowhere on the page, certifies the document and allows no changes (DocMDP 1), and
covers every byte but its own container. Whatever is not to the letter what would be written here is refused,
so a stranger's update is never interpreted. Knows bytes; refuses cryptography.
Source: ISO 32000-2, 7.5.6 (updates) and 12.8 (signatures); ETSI EN 319 142-1, 6.3 (PAdES B-B).
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple

from academy_cli.certificates.signatures.objects import BadUpdateError, Numbered, Parts, parts
from academy_cli.kit.saying import say

LARGEST_CONTAINER = 32 * 1024
"""Bytes of a signature with its certificates, the room that is left over included."""
_ENDED = re.compile(rb"startxref\n\d{1,10}\n%%EOF\n")
_BOUND = re.compile(rb"%academy-signature-1 ([0-9a-f]{64})\n")
_AT = re.compile(rb"/M \(D:(\d{14})Z\)")
_CONTAINER = re.compile(rb"/Contents <([0-9a-f]{512,%d})>" % (2 * LARGEST_CONTAINER))
_WRITTEN_AT = "%Y%m%d%H%M%S"
_WIDTH = 8
"""Digits for a place in the range that is signed: no page is larger than 99 MB."""
_TAKEN = (b"/Annots", b"/AcroForm", b"/Perms", b"/Version", b"/Extensions")


class Signing(NamedTuple):
    """What makes one signature's update another's."""

    at: datetime
    """When it was made, as its maker says; UTC, to the second."""
    bound: bytes
    """The SHA-256 of the certificates in its container."""
    container: bytes
    """The signature (CMS), filled up with zeros."""


class Update(NamedTuple):
    """A page with an update."""

    whole: bytes
    gap: tuple[int, int]
    """From where to where the container stands, which is all that is not signed."""

    @property
    def digest(self) -> bytes:
        """The SHA-256 of all that is signed."""
        begin, end = self.gap
        return hashlib.sha256(self.whole[:begin] + self.whole[end:]).digest()


def parted(content: bytes) -> tuple[bytes, bytes]:
    """A page up to its first end, and what was appended to it."""
    found = _ENDED.search(content)
    return (content, b"") if found is None else (content[: found.end()], content[found.end() :])


def written(page: bytes, signing: Signing) -> Update:
    """A page with its signature. Raises BadUpdateError for a page that is not as academy writes them."""
    found = parts(page)
    if any(word in found.catalog.inner + found.page.inner for word in _TAKEN):
        raise BadUpdateError(say("what is before its signature is no page as academy draws it"))
    field, signature = found.size, found.size + 1
    changed = (
        b"%%academy-signature-1 %s\n" % signing.bound.hex().encode("ascii"),
        _object(found.catalog, _CATALOG % (field, signature)),
        _object(found.page, b"/Annots [ %d 0 R ]" % field),
        _FIELD % (field, found.page.number, signature),
    )
    said_at = signing.at.strftime(_WRITTEN_AT).encode("ascii")
    head = page + b"".join(changed) + _SIGNATURE % (signature, said_at)
    container = b"<%s>" % signing.container.hex().encode("ascii")
    begin = len(head) + len(_RANGE % (b" " * _WIDTH, b" " * _WIDTH, b" " * _WIDTH))
    end = begin + len(container)
    numbers = (found.catalog.number, found.page.number, field, signature)
    places = _places(page, changed, len(head) - len(_SIGNATURE % (signature, said_at)))
    table_at = end + len(_CLOSED)
    tail = _CLOSED + _table(dict(zip(numbers, places, strict=True)))
    tail += _trailer(found, page, said_at) + b"startxref\n%d\n%%%%EOF\n" % table_at
    ranged = _RANGE % tuple(b"%-*d" % (_WIDTH, one) for one in (begin, end, len(tail)))
    return Update(head + ranged + container + tail, (begin, end))


def read(page: bytes, appended: bytes) -> tuple[Signing, Update]:
    """What was appended to a page, if it is a signature to the letter as it is written here.

    Raises BadUpdateError.
    """
    bound, at = _BOUND.match(appended), _AT.search(appended)
    container = _CONTAINER.search(appended)
    if bound is None or at is None or container is None or len(container[1]) % 2:
        raise BadUpdateError(say("what is appended to it is no signature as academy writes it"))
    try:
        moment = datetime.strptime(at[1].decode("ascii"), _WRITTEN_AT).replace(tzinfo=UTC)
    except ValueError as error:
        raise BadUpdateError(say("the signature appended to it names no time")) from error
    filled = bytes.fromhex(container[1].decode("ascii"))
    signing = Signing(moment, bytes.fromhex(bound[1].decode("ascii")), filled)
    again = written(page, signing)
    if again.whole != page + appended:
        raise BadUpdateError(
            say("what is appended to it is more than a signature as academy writes it")
        )
    return signing, again


_CATALOG = (
    b"/AcroForm << /Fields [ %d 0 R ] /SigFlags 3 >> /Perms << /DocMDP %d 0 R >> /Version /1.7"
    b" /Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>"
)
_FIELD = (
    b"%d 0 obj\n<<\n/F 132 /FT /Sig /P %d 0 R /Rect [ 0 0 0 0 ] /Subtype /Widget /T (Signature)"
    b" /Type /Annot /V %d 0 R\n>>\nendobj\n"
)
_SIGNATURE = (
    b"%d 0 obj\n<<\n/Filter /Adobe.PPKLite /M (D:%sZ) /Reference [ << /TransformMethod /DocMDP"
    b" /TransformParams << /P 1 /Type /TransformParams /V /1.2 >> /Type /SigRef >> ]"
    b" /SubFilter /ETSI.CAdES.detached /Type /Sig\n"
)
_RANGE = b"/ByteRange [ 0 %s %s %s ] /Contents "
_CLOSED = b"\n>>\nendobj\n"


def _object(old: Numbered, added: bytes) -> bytes:
    """An object again, with more members."""
    return b"%d 0 obj\n<<\n%s\n%s\n>>\nendobj\n" % (old.number, added, old.inner)


def _places(page: bytes, changed: tuple[bytes, ...], signature_at: int) -> list[int]:
    """Where each of the four objects begins."""
    at, found = len(page), []
    for one in changed:
        found.append(at)
        at += len(one)
    return [*found[1:], signature_at]


def _table(places: dict[int, int]) -> bytes:
    """The table of what is new, one section for each number."""
    rows = (b"%d 1\n%010d 00000 n \n" % (number, at) for number, at in sorted(places.items()))
    return b"xref\n" + b"".join(rows)


def _trailer(found: Parts, page: bytes, said_at: bytes) -> bytes:
    changing = hashlib.sha256(page + said_at).hexdigest()[:32].encode("ascii")
    return b"trailer\n<<\n/ID [ <%s> <%s> ] /Info %d 0 R /Prev %d /Root %d 0 R /Size %d\n>>\n" % (
        found.identifier,
        changing,
        found.info,
        found.table_at,
        found.catalog.number,
        found.size + 2,
    )
