"""The seal of a page: what the issuer's key says of every byte of a PDF, in a comment at its end.

So nobody can repaint a page round a genuine credential, and checking one takes neither its template nor its
fonts. The comment stands between trailer and ``startxref``, where PDF lets comments be (ISO 32000-2, 7.2.4).
Knows bytes; refuses to know what is drawn.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.certificates.credential import didkey
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MARK = b"academy page 1\0"
"""Before what is signed, so that no signature of it is one of anything else."""
_END = b"startxref\n"
_SEAL = re.compile(
    rb"%academy-page-1 ([1-9A-HJ-NP-Za-km-z]{64,90})\n(?=startxref\n\d{1,10}\n%%EOF\n?\Z)"
)


class BadPageError(ValueError):
    """A page that is not as academy drew it; says why."""


class Sealed(NamedTuple):
    """A page without its seal, and the signature in it."""

    plain: bytes
    signature: bytes


def signed(plain: bytes, key: Ed25519PrivateKey) -> str:
    """What a key says of a page, as the comment has it."""
    return didkey.base58(key.sign(_told(plain)))


def sealed(plain: bytes, signature: str) -> bytes:
    """A page with its seal."""
    body, end, rest = plain.rpartition(_END)
    if not end:
        raise BadPageError(say("it has no end"))
    return b"".join((body, b"%academy-page-1 ", signature.encode("ascii"), b"\n", end, rest))


def parted(page: bytes) -> Sealed:
    """A page and its seal. Raises BadPageError."""
    found = _SEAL.search(page, max(0, len(page) - 1024))
    if found is None:
        raise BadPageError(say("no seal of its issuer is on it"))
    try:
        signature = didkey.from_base58(found[1].decode("ascii"))
    except ValueError as error:
        raise BadPageError(say("its seal cannot be read")) from error
    return Sealed(page[: found.start()] + page[found.end() :], signature)


def require_signed(page: Sealed, public: bytes) -> None:
    """Insist that a key has signed a page. Raises BadPageError."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(page.signature, _told(page.plain))
    except InvalidSignature:
        raise BadPageError(say("somebody changed the page since it was drawn")) from None


def _told(plain: bytes) -> bytes:
    return _MARK + hashlib.sha256(plain).digest()
