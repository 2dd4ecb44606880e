"""The container of a signature (CMS as CAdES has it), made and read as each other's inverse.

It holds what PAdES B-B asks for and nothing else, so what was changed in it is another, even where no
signature covers it. Whose certificate it is decides somebody else. Knows pyHanko, and refuses to know PDF.
Source: RFC 5652; ETSI EN 319 122-1, 5.2.2 (the certificate's digest is signed with the page's).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.certificates.signatures.errors import MissingSignExtraError
from academy_cli.certificates.signatures.extra import wanted
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from asn1crypto.cms import CMSAttributes, ContentInfo
    from cryptography.x509 import Certificate
    from pyhanko.sign.signers import SimpleSigner

    from academy_cli.certificates.signatures.pen import Pen

DIGEST = "sha256"
_ROOM = 2048
"""Bytes for all but the certificates: RSA's largest signature takes 1,024, twice its issuer's name 512."""
_MOST_CERTIFICATES = 10


class BadContainerError(ValueError):
    """A container that is not as academy writes it, or whose signature does not fit; says why."""


class Read(NamedTuple):
    """A container, taken apart: all that one has of its own."""

    signer: bytes
    """The signer's certificate (DER)."""
    others: Sequence[bytes]
    """Those that lead from it to its root, in any order."""
    signature: bytes


def bound(certificates: Iterable[bytes]) -> bytes:
    """The SHA-256 of certificates, in whatever order they come."""
    return hashlib.sha256(b"".join(sorted(certificates))).digest()


def room(certificates: Iterable[bytes]) -> int:
    """How many bytes a container with some certificates is filled up to."""
    return _ROOM + sum(map(len, certificates))


def signed(digest: bytes, pen: Pen, size: int) -> bytes:
    """A container that signs the SHA-256 of a page, filled up with zeros.

    Raises MissingSignExtraError.
    """
    with wanted():
        from asn1crypto.keys import PrivateKeyInfo
    signer = _signer(pen.signer)
    signer.signing_key = PrivateKeyInfo.load(pen.key)
    attributes = _attributes(signer, digest).dump()
    written = _container(Read(pen.signer, pen.others, signer.sign_raw(attributes, DIGEST)), digest)
    return written.ljust(size, b"\0")


def read(filled: bytes, digest: bytes, bound_to: bytes) -> Certificate:
    """The certificate of whoever signed a page of some SHA-256 with a container that was filled up.

    ``bound_to`` is what ``bound`` said of its certificates when the page was signed. Raises
    BadContainerError and MissingSignExtraError.
    """
    with wanted():
        from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from cryptography import x509

    try:
        info = _parsed(filled)
        found = _apart(info)
        if _container(found, digest).ljust(len(filled), b"\0") != filled:
            raise BadContainerError(say("there is more in it than academy writes"))
        if bound((found.signer, *found.others)) != bound_to:
            raise BadContainerError(say("other certificates are in it than were signed"))
        certificate = x509.load_der_x509_certificate(found.signer)
        _require_usable(certificate)
        [said] = info["content"]["signer_infos"]
        is_intact, is_valid = validate_sig_integrity(
            said, _certificate(found.signer), "data", digest
        )
    except (BadContainerError, MissingSignExtraError):
        raise
    except (
        Exception
    ) as error:  # a stranger's bytes in three readers: whatever they raise, it is none
        raise BadContainerError(say("it cannot be read")) from error
    if not (is_intact and is_valid):
        raise BadContainerError(say("the signature in it is of something else"))
    return certificate


def flaw(certificate: Certificate) -> str | None:
    """Why no page is signed with a certificate, half a sentence; None where it can be."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        if not 2048 <= key.key_size <= 8192:
            return say("its RSA key has {} bits", key.key_size)
    elif not isinstance(key, ec.EllipticCurvePublicKey):
        return say("its key is neither RSA nor EC, which readers of PDFs cannot check")
    elif not isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1):
        return say("its key is on the curve {}", key.curve.name)
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    may_sign = usage.digital_signature or usage.content_commitment
    return None if may_sign else say("its certificate is not for signing documents")


def _require_usable(certificate: Certificate) -> None:
    if why := flaw(certificate):
        raise BadContainerError(why)


def _parsed(filled: bytes) -> ContentInfo:
    """The container at the beginning. Raises BadContainerError and MissingSignExtraError, and ValueError."""
    with wanted():
        from asn1crypto import parser
        from asn1crypto.cms import ContentInfo
    length = parser.peek(filled)
    return ContentInfo.load(filled[:length], strict=True)


def _apart(info: ContentInfo) -> Read:
    """What a container has of its own. Raises BadContainerError, and what strange ones let readers raise."""
    with wanted():
        from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
    content = info["content"]
    if len(content["certificates"]) > _MOST_CERTIFICATES:
        raise BadContainerError(
            say("there are more than {} certificates in it", _MOST_CERTIFICATES)
        )
    certificates = extract_certs_for_validation(content)
    [said] = content["signer_infos"]
    return Read(
        certificates.signer_cert.dump(),
        sorted(one.dump() for one in certificates.other_certs),
        said["signature"].native,
    )


def _certificate(der: bytes) -> object:
    from asn1crypto.x509 import Certificate as Parsed

    return Parsed.load(der, strict=True)


def _signer(certificate: bytes) -> SimpleSigner:
    with wanted():
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore
    return SimpleSigner(_certificate(certificate), None, SimpleCertificateStore())


def _attributes(signer: SimpleSigner, digest: bytes) -> CMSAttributes:
    """What is signed: that it is a page of some SHA-256, and by whose certificate."""
    from asn1crypto.cms import CMSAttributes
    from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute

    certificate = as_signing_certificate_v2(signer.signing_cert, DIGEST)
    return CMSAttributes(
        [
            simple_cms_attribute("content_type", "data"),
            simple_cms_attribute("message_digest", digest),
            simple_cms_attribute("signing_certificate_v2", certificate),
        ]
    )


def _container(parts: Read, digest: bytes) -> bytes:
    """The one container that has these parts and signs this digest."""
    from asn1crypto import cms

    signer = _signer(parts.signer)
    said = signer.signer_info(DIGEST, _attributes(signer, digest), parts.signature)
    certificates = [_certificate(one) for one in (parts.signer, *parts.others)]
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [said["digest_algorithm"]],
            "encap_content_info": {"content_type": "data"},
            "certificates": [cms.CertificateChoices("certificate", one) for one in certificates],
            "signer_infos": [said],
        }
    )
    info = cms.ContentInfo({"content_type": "signed_data", "content": content})
    return bytes(info.dump())
