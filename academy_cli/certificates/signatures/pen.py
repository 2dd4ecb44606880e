"""What pages are signed with: a certificate and its private key, out of a PKCS #12 file.

Knows the file and its passphrase; refuses a file that others may read, and a certificate that readers of PDFs
could not check or that does not hold. Source: RFC 7292.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.certificates.signatures import cades
from academy_cli.certificates.signatures.errors import (
    LockedSigningFileError,
    NoSigningCertificateError,
    OpenSigningFileError,
    OutOfTimeError,
    UnusableSigningFileError,
)
from academy_cli.certificates.signatures.update import LARGEST_CONTAINER
from academy_cli.kit.ownership import exposure
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates

LARGEST_BYTES = 256 * 1024
_LONGEST_ISSUER = 256
"""Bytes of a name that stands in a container twice, beside the certificates."""


class Pen(NamedTuple):
    """A certificate with its private key and those that lead to its root, each in DER."""

    key: bytes
    signer: bytes
    others: Sequence[bytes]

    @property
    def certificates(self) -> Sequence[bytes]:
        """All of them."""
        return (self.signer, *self.others)


class PenCase(NamedTuple):
    """Where a pen is."""

    path: Path | None = None
    passphrase: str = ""

    def __repr__(self) -> str:
        return f"PenCase({self.path})"

    def opened(self, at: datetime) -> Pen:
        """The pen, if its certificate holds at a moment.

        Raises NoSigningCertificateError, OpenSigningFileError, LockedSigningFileError,
        UnusableSigningFileError and OutOfTimeError.
        """
        if self.path is None:
            raise NoSigningCertificateError(None)
        return _pen(self.path, _opened(self.path, self.passphrase), at)


def _pen(path: Path, found: PKCS12KeyAndCertificates, at: datetime) -> Pen:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    if found.key is None or found.cert is None:
        raise UnusableSigningFileError(path, say("it holds no certificate with its private key"))
    certificate = found.cert.certificate
    if why := cades.flaw(certificate):
        raise UnusableSigningFileError(path, why)
    if len(certificate.issuer.public_bytes()) > _LONGEST_ISSUER:
        raise UnusableSigningFileError(path, say("its issuer's name is too long for a page"))
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= at <= ends:
        raise OutOfTimeError(path, begins, ends)
    key = found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = certificate.public_bytes(Encoding.DER)
    others = {one.certificate.public_bytes(Encoding.DER) for one in found.additional_certs}
    pen = Pen(key, signer, sorted(others - {signer}))
    if cades.room(pen.certificates) > LARGEST_CONTAINER:
        raise UnusableSigningFileError(path, say("its certificates are too large for a page"))
    return pen


def _opened(path: Path, passphrase: str) -> PKCS12KeyAndCertificates:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    content = _content(path)
    try:
        return load_pkcs12(content, passphrase.encode() or None)
    except UnsupportedAlgorithm as error:
        raise UnusableSigningFileError(
            path, say("it is encrypted in a way that is not known")
        ) from error
    except (ValueError, TypeError) as error:
        if passphrase:
            raise LockedSigningFileError(path, is_given=True) from error
    try:
        return load_pkcs12(content, b"")  # an empty passphrase is another than none
    except (ValueError, TypeError) as error:
        raise LockedSigningFileError(path, is_given=False) from error


def _content(path: Path) -> bytes:
    """The file, if only we may read it; looked at once it is open, so that none comes between."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError as error:
        raise NoSigningCertificateError(path) from error
    except OSError as error:
        raise UnusableSigningFileError(path, system_words(error)) from error
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode):
        os.close(file)
        raise UnusableSigningFileError(path, say("it is no file"))
    with os.fdopen(file, "rb") as of:
        if (seen := exposure(path, found, "600")) is not None:
            raise OpenSigningFileError(path, *seen)
        return of.read(LARGEST_BYTES)
