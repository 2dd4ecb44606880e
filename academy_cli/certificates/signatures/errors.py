"""What signing a page can meet, each with its own sentence."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

_SELF_SIGNED = say(
    "To try it, make a certificate of your own, which readers show as unknown: "
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj '/CN=My Academy' "
    "-addext keyUsage=critical,digitalSignature,nonRepudiation "
    "-keyout key.pem -out cert.pem && (umask 077; openssl pkcs12 -export -inkey key.pem -in cert.pem "
    "-out sign.p12). One that readers trust comes from a certification authority for documents "
    "(in the EU a qualified trust service provider)."
)


class MissingSignExtraError(AcademyError):
    """A signature, without the libraries that it takes."""

    def __init__(self, library: str, install: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "signature.missing-extra",
            say("Signatures of PDFs take “{}”, which is not installed.", library),
            say("Install it: {}", install),
        )


class NoSigningCertificateError(AcademyError):
    """Settings that name no certificate to sign with, or one that is not there."""

    def __init__(self, path: Path | None) -> None:
        said = (
            say("“{}” is not there", path)
            if path
            else say("certificates.signing_certificate names no PKCS #12 file")
        )
        super().__init__(
            Kind.REFUSED,
            "signature.no-certificate",
            say("There is nothing to sign the page with: {}.", said),
            say(
                "Name one in academy.yaml: certificates: {{signing_certificate: sign.p12}}. {}",
                _SELF_SIGNED,
            ),
        )


class OpenSigningFileError(AcademyError):
    """A file with a private key that others may read, or that is somebody else's."""

    def __init__(self, path: Path, why: str, fix: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "signature.open-file",
            say("“{}” {}, so nothing is signed with it.", path, why),
            fix,
        )


class LockedSigningFileError(AcademyError):
    """A PKCS #12 file that takes another passphrase, or is none: the two cannot be told apart."""

    def __init__(self, path: Path, *, is_given: bool) -> None:
        why = say("takes another passphrase") if is_given else say("takes a passphrase")
        super().__init__(
            Kind.REFUSED,
            "signature.locked",
            say("“{}” {}, or is no PKCS #12 file.", path, why),
            "Set it in ACADEMY_CERTIFICATES_SIGNING_PASSPHRASE.",
        )


class UnusableSigningFileError(AcademyError):
    """A PKCS #12 file with which no page can be signed."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "signature.unusable",
            say("“{}” cannot be used: {}.", path, why),
            "It takes a PKCS #12 file with a certificate and its private key, RSA of 2048 bits or more, "
            "or EC on P-256, P-384 or P-521.",
        )


class OutOfTimeError(AcademyError):
    """A certificate that does not hold at the moment."""

    def __init__(self, path: Path, begins: datetime, ends: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "signature.out-of-time",
            say(
                "The certificate in “{}” holds from {:%Y-%m-%d %H:%M} to {:%Y-%m-%d %H:%M} UTC, "
                "which is not now.",
                path,
                begins,
                ends,
            ),
            "Get a new one from whoever issued it.",
        )
