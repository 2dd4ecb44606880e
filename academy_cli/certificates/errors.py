"""What certificates can meet, each with its own sentence."""

from __future__ import annotations

from datetime import datetime

from academy_cli.certificates.views import (
    COMPROMISED,
    EXPIRED,
    REPLACED,
    REVOKED,
    SUSPENDED,
    VALID,
    WAITING,
)
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

_STATES = {
    VALID: say("valid"),
    EXPIRED: say("expired"),
    WAITING: say("waiting"),
    SUSPENDED: say("suspended"),
    REVOKED: say("revoked"),
    REPLACED: say("replaced"),
    COMPROMISED: say("compromised"),
}


class UnknownCertificateError(AcademyError):
    """A code that no certificate of this academy has."""

    def __init__(self, word: str, *, is_misread: bool = False) -> None:
        if is_misread:
            said = say("“{}” is no code of a certificate: a symbol is wrong.", word)
        else:
            said = say("“{}” is unknown here.", word)
        super().__init__(
            Kind.MISSING,
            "certificate.unknown",
            said,
            "Codes look like K7QM-29XD-4HTR-0B8N; see them: academy certificate list",
        )


class NotCompletedError(AcademyError):
    """Somebody who has not completed the course."""

    def __init__(self, email: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.not-completed",
            say("{} has not completed “{}”.", email, course),
            say("See what is missing: academy progress show {} {}", email, course),
        )


class NoCertificatesError(AcademyError):
    """A course whose completion earns no certificate."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.not-offered",
            say("Completing “{}” earns no certificate.", course),
            "Write certificate: true into its course.yaml, and sync it.",
        )


class CertificateHeldError(AcademyError):
    """Somebody who has a certificate that holds, rests, or is not signed yet."""

    def __init__(self, email: str, course: str, code: str, state: str) -> None:
        said = say("{} has a certificate of “{}” that holds: {}.", email, course, code)
        hint = say(
            "Another name on it: academy certificate reissue {};"
            " a longer term: academy certificate renew {}",
            code,
            code,
        )
        if state == WAITING:
            said = say(
                "{} has a certificate of “{}” that is not signed yet: {}.", email, course, code
            )
            hint = say("Sign what waits: academy certificate issue --waiting")
        elif state == SUSPENDED:
            said = say("{} has a certificate of “{}” that is suspended: {}.", email, course, code)
            hint = say("Let it hold again: academy certificate suspend {} --lift", code)
        elif state == COMPROMISED:
            said = say(
                "{} has a certificate of “{}” whose key was stolen before it was signed: {}.",
                email,
                course,
                code,
            )
            hint = say("Issue it again: academy certificate reissue {}", code)
        super().__init__(Kind.CONFLICT, "certificate.exists", said, hint)


class RevokedBeforeError(AcademyError):
    """Somebody whose certificate was revoked for good."""

    def __init__(self, email: str, course: str, at: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.revoked",
            say(
                "The certificate of “{}” that {} had was revoked on {:%Y-%m-%d}.", course, email, at
            ),
            say(
                "To issue another all the same: academy certificate issue {} {} --again",
                email,
                course,
            ),
        )


class NotHeldError(AcademyError):
    """A certificate that does not hold any more."""

    def __init__(self, code: str, state: str, next_code: str | None = None) -> None:
        if next_code:
            said = say(
                "The certificate {} is {} by {}.", code, _STATES.get(state, state), next_code
            )
        else:
            said = say("The certificate {} is {}.", code, _STATES.get(state, state))
        super().__init__(
            Kind.CONFLICT,
            "certificate.not-held",
            said,
            say("See it: academy certificate show {}", next_code or code),
        )


class NameMissingError(AcademyError):
    """A person without a name that a certificate could state."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.no-name",
            say("{} has no name that a certificate can state.", email),
            say("Give one: academy user set {} --name 'Ann Example'", email),
        )


class BadNameError(AcademyError):
    """A name that no certificate can state."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Kind.INVALID, "certificate.bad-name", say("“{}” cannot be stated: it {}.", name, why)
        )


class NotSignedError(AcademyError):
    """A certificate that waits for a key, or for what else it takes."""

    def __init__(self, code: str, why: str = "") -> None:
        if why:
            said = say("The certificate {} is not signed yet: {}.", code, why)
        else:
            said = say("The certificate {} is not signed yet.", code)
        super().__init__(
            Kind.REFUSED,
            "certificate.not-signed",
            said,
            "Sign what waits: academy certificate issue --waiting",
        )


class ForgottenError(AcademyError):
    """A certificate of somebody who was forgotten: nothing of it is left but its code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.MISSING,
            "certificate.forgotten",
            say("What the certificate {} stated was erased with the person.", code),
        )


class NeverEndsError(AcademyError):
    """A certificate that does not end, so there is nothing to renew."""

    def __init__(self, code: str, course: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.never-ends",
            say("The certificate {} has no end, and “{}” gives none.", code, course),
            "Say until when: --until 2029-12-31; or valid_for in the course's certificate.",
        )


class EndsEarlierError(AcademyError):
    """A renewal that would end before the certificate does."""

    def __init__(self, code: str, until: datetime, ends: datetime) -> None:
        super().__init__(
            Kind.INVALID,
            "certificate.ends-earlier",
            say(
                "The certificate {} would end on {:%Y-%m-%d}; it ends on {:%Y-%m-%d} as it is.",
                code,
                until,
                ends,
            ),
        )


class SuspendedError(AcademyError):
    """A certificate that is suspended, or is not."""

    def __init__(self, code: str, *, is_suspended: bool) -> None:
        if is_suspended:
            said = say("The certificate {} is suspended.", code)
            hint = say("Lift that: academy certificate suspend {} --lift", code)
        else:
            said = say("The certificate {} is not suspended.", code)
            hint = say("See it: academy certificate show {}", code)
        super().__init__(Kind.CONFLICT, "certificate.suspended", said, hint)


class PageDiffersError(AcademyError):
    """A page that, drawn again, is not the one that was sealed."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "certificate.page-differs",
            say("The page of {} would not be the one that was sealed when it was signed.", code),
            "Bring the key that signed it to this machine, or draw it where it was drawn before.",
        )
