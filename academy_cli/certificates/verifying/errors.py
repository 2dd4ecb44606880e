"""What can be wrong with what somebody brings to be checked, each with its own sentence."""

from __future__ import annotations

from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class NothingGivenError(AcademyError):
    """A word that is no file, no code and no scanned text, and what it looks like instead."""

    def __init__(self, word: str, *, is_path: bool = False, is_misread: bool = False) -> None:
        said = say("“{}” is no file, no code, and no text of a scanned code.", word)
        if is_misread:
            said = say("“{}” is no file, and looks like a code of which a symbol is wrong.", word)
        if is_path:
            said = say("“{}” is not there.", word)
        super().__init__(
            Kind.MISSING,
            "verify.nothing",
            said,
            "Give a PDF or JSON file, a code like K7QM-29XD-4HTR-0B8N, or what a scanner reads.",
        )


class UnreadableGivenError(AcademyError):
    """A file that cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        self.why = why
        super().__init__(
            Kind.INVALID, "verify.unreadable", say("“{}” cannot be read: {}.", path, why)
        )


class UnreadableScanError(AcademyError):
    """The text of a scanned code of which a letter is wrong, or the end is missing."""

    def __init__(self, word: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "verify.unreadable",
            say("“{}” is the text of a scanned code, and cannot be read: {}.", word, why),
            "Scan it again, all of it, or check the code on the page: academy certificate verify CODE",
        )


KEYS, LIST, PROOF = (
    say("a file of an issuer's keys"),
    say("a status list"),
    say("a proof of a batch"),
)
"""What certificates are checked by."""
_WHERE = {
    KEYS: say("Get it from the issuer's own site: issuer.json"),
    LIST: say("Get it from the issuer's own site: status/revoked-1.json, status/suspended-1.json"),
    PROOF: say(
        "It is what its issuer writes with: academy certificate anchor proof CODE --out FILE"
    ),
}


class BadTrustError(AcademyError):
    """A file to check by, such as an issuer's keys or a status list, that is none."""

    def __init__(self, path: Path, why: str, what: str = KEYS) -> None:
        super().__init__(
            Kind.INVALID,
            "verify.bad-trust",
            say("“{}” cannot be used as {}: {}.", path, what, why),
            _WHERE[what],
        )


class NoSuchFileError(AcademyError):
    """A file to check by that is not there."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            Kind.MISSING,
            "verify.no-file",
            say("“{}”, which should be {}, is not there.", path, what),
            _WHERE[what],
        )


class NoEvidenceError(AcademyError):
    """A bare code, and nobody at hand who knows it."""

    def __init__(
        self,
        code: str,
        why: str = say("nothing at hand says whose it is"),
        hint: str = say(
            "Check the PDF or the JSON itself, or say whose it is: --trust issuer.json"
        ),
    ) -> None:
        super().__init__(
            Kind.MISSING,
            "verify.no-evidence",
            say("{} is a code, and {}.", code, why),
            hint,
        )


class NoAcademyError(AcademyError):
    """A wish to go by the academy of this folder, where there is none."""

    def __init__(self) -> None:
        super().__init__(
            Kind.MISSING,
            "verify.no-evidence",
            "There is no academy here to ask for its keys and lists.",
            "Say by whose keys it shall be checked: --trust issuer.json",
        )


class NotLookedUpError(AcademyError):
    """Certificates of which nothing at hand says whether the issuer has taken them back."""

    def __init__(self, file: str, others: int, why: str, advice: str) -> None:
        super().__init__(Kind.ATTENTION, "verify.unchecked", left_open(file, others, why), advice)


class NothingInFolderError(AcademyError):
    """A folder without any certificate."""

    def __init__(self, path: str) -> None:
        super().__init__(
            Kind.MISSING,
            "verify.empty",
            say("There is no certificate in “{}”.", path),
            "Name a folder with PDFs, badges or JSON.",
        )


def left_open(file: str, others: int, why: str) -> str:
    """That a file, and others with it, cannot be called valid, and the sentence that says why."""
    if not others:
        return say("“{}” cannot be called valid. {}", file, why)
    return say("“{}” and {:,} more cannot be called valid. {}", file, others, why)
