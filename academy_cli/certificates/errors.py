"""What certificates can meet, each with its own sentence."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from academy_cli.errors import AcademyError, Kind


class NoKeyError(AcademyError):
    """A key that is not in the folder."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(
            Kind.MISSING,
            "key.missing",
            f"The key {name} is not in “{folder}”.",
            "Bring its file back, or make another: academy certificate key rotate",
        )


class KeyThereError(AcademyError):
    """A key that would be written over."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "key.exists",
            f"“{path}” is there already.",
            "Nothing is ever written over a key; see: academy certificate key list",
        )


class OpenKeyError(AcademyError):
    """A private key that others may read, or that is somebody else's."""

    def __init__(self, path: Path, why: str, fix: str) -> None:
        super().__init__(
            Kind.REFUSED, "key.open", f"“{path}” {why}, so nothing is signed with it.", fix
        )


class UnreadableKeyError(AcademyError):
    """A file that holds no key, or cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "key.unreadable",
            f"“{path}” cannot be used: {why}.",
            "Bring the file back from where you keep it, or make a new key: "
            "academy certificate key rotate",
        )


class LockedKeyError(AcademyError):
    """A key that takes another passphrase, or one at all."""

    def __init__(self, path: Path, *, is_given: bool) -> None:
        why = "takes another passphrase" if is_given else "takes a passphrase"
        super().__init__(
            Kind.REFUSED,
            "key.locked",
            f"“{path}” {why}.",
            "Set it in ACADEMY_CERTIFICATES_KEY_PASSPHRASE.",
        )


class NoSigningKeyError(AcademyError):
    """An academy that has no key to sign with yet, or gave up the last one."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED,
            "key.none",
            "This academy has no key to sign certificates with.",
            "Make one: academy certificate key init",
        )


class SigningKeyThereError(AcademyError):
    """An academy that signs with a key already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "key.exists",
            f"This academy signs with the key {name} already.",
            "Take another from now on: academy certificate key rotate",
        )


class UnknownKeyError(AcademyError):
    """A key that this academy does not know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.MISSING,
            "key.unknown",
            f"“{name}” is no key of this academy.",
            "See them: academy certificate key list",
        )


class NoPrivateKeyError(AcademyError):
    """A file that holds no private Ed25519 key, or one that is locked."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "key.unreadable",
            f"“{path}” cannot be taken in: {why}.",
            "It takes a private Ed25519 key as PEM (PKCS #8): openssl genpkey -algorithm ed25519",
        )


class UnknownCertificateError(AcademyError):
    """A code that no certificate of this academy has."""

    def __init__(self, word: str, *, is_misread: bool = False) -> None:
        why = "is no code of a certificate: a symbol is wrong" if is_misread else "is unknown here"
        super().__init__(
            Kind.MISSING,
            "certificate.unknown",
            f"“{word}” {why}.",
            "Codes look like K7QM-29XD-4HTR-0B8N; see them: academy certificate list",
        )


class NotCompletedError(AcademyError):
    """Somebody who has not completed the course."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.not-completed",
            f"{email} has not completed “{course}”.",
            f"See what is missing: academy progress show {email} {course}",
        )


class NoCertificatesError(AcademyError):
    """A course whose completion earns no certificate."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.not-offered",
            f"Completing “{course}” earns no certificate.",
            "Write certificate: true into its course.yaml, and sync it.",
        )


class CertificateHeldError(AcademyError):
    """Somebody who has a certificate that holds."""

    def __init__(self, email: str, course: str, code: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "certificate.exists",
            f"{email} has a certificate of “{course}” that holds: {code}.",
            "Another name on it: academy certificate reissue; a longer term: academy certificate renew",
        )


class NotHeldError(AcademyError):
    """A certificate that does not hold any more."""

    def __init__(self, code: str, state: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "certificate.not-held",
            f"The certificate {code} is {state}.",
            f"See it: academy certificate show {code}",
        )


class NameMissingError(AcademyError):
    """A person without a name that a certificate could state."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.no-name",
            f"{email} has no name that a certificate can state.",
            f"Give one: academy user set {email} --name 'Ann Example'",
        )


class BadNameError(AcademyError):
    """A name that no certificate can state."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Kind.INVALID, "certificate.bad-name", f"“{name}” cannot be stated: it {why}."
        )


class NotSignedError(AcademyError):
    """A certificate that waits for a key, or for what else it takes."""

    def __init__(self, code: str, why: str = "") -> None:
        because = f": {why}" if why else ""
        super().__init__(
            Kind.REFUSED,
            "certificate.not-signed",
            f"The certificate {code} is not signed yet{because}.",
            "Sign what waits: academy certificate issue --waiting",
        )


class ForgottenError(AcademyError):
    """A certificate of somebody who was forgotten: nothing of it is left but its code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.MISSING,
            "certificate.forgotten",
            f"What the certificate {code} stated was erased with the person.",
        )


class TemplateMissingError(AcademyError):
    """A template that is not there."""

    def __init__(self, name: str, names: str) -> None:
        super().__init__(
            Kind.MISSING,
            "template.unknown",
            f"There is no certificate template “{name}”.",
            f"There are: {names}.",
        )


class NeverEndsError(AcademyError):
    """A certificate that does not end, so there is nothing to renew."""

    def __init__(self, code: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.never-ends",
            f"The certificate {code} has no end, and “{course}” gives none.",
            "Say until when: --until 2029-12-31; or valid_for in the course's certificate.",
        )


class EndsEarlierError(AcademyError):
    """A renewal that would end before the certificate does."""

    def __init__(self, code: str, until: datetime, ends: datetime) -> None:
        super().__init__(
            Kind.INVALID,
            "certificate.ends-earlier",
            f"The certificate {code} would end on {until:%Y-%m-%d}; it ends on {ends:%Y-%m-%d} as it is.",
        )


class SuspendedError(AcademyError):
    """A certificate that is suspended, or is not."""

    def __init__(self, code: str, *, is_suspended: bool) -> None:
        word, fix = (
            ("is suspended", f"Lift that: academy certificate suspend {code} --lift")
            if is_suspended
            else ("is not suspended", f"See it: academy certificate show {code}")
        )
        super().__init__(
            Kind.CONFLICT, "certificate.suspended", f"The certificate {code} {word}.", fix
        )


class NothingToAnchorError(AcademyError):
    """No certificate that is signed and in no batch."""

    def __init__(self) -> None:
        super().__init__(
            Kind.MISSING,
            "anchor.nothing",
            "Every certificate that was signed is in a batch already.",
            "See the batches: academy certificate anchor list",
        )


class UnknownBatchError(AcademyError):
    """A batch that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Kind.MISSING,
            "anchor.unknown",
            f"There is no batch {number}.",
            "See the batches: academy certificate anchor list",
        )


class AnchoredError(AcademyError):
    """A batch that was written down elsewhere already."""

    def __init__(self, number: int, anchor: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "anchor.exists",
            f"The root of batch {number} stands at “{anchor}” already.",
        )


class ProofTooLargeError(AcademyError):
    """A file that is too large to be a proof."""

    def __init__(self, path: str, most: int) -> None:
        super().__init__(
            Kind.INVALID, "anchor.too-large", f"“{path}” has more than {most:,} bytes."
        )


class NotInBatchError(AcademyError):
    """A certificate that is in no batch."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.MISSING,
            "anchor.not-in-batch",
            f"The certificate {code} is in no batch yet.",
            "Close one: academy certificate anchor export",
        )


class FolderTakenError(AcademyError):
    """A folder in which something else is."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "publish.taken",
            f"“{path}” holds other files, and was not published to before.",
            "Name a new folder, or an empty one.",
        )


class UnwritableFolderError(AcademyError):
    """A folder that cannot be written to."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(Kind.REFUSED, "publish.unwritable", f"“{path}” cannot be written: {why}.")
