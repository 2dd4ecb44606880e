"""What can be refused about uploads, each with its own sentence.

Knows names and lessons; refuses to know where files are kept.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class BadUploadNameError(AcademyError):
    """A name that learners could not save a file by."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.INVALID,
            "upload.bad-name",
            say("“{}” cannot be the name of an upload.", name),
            "Give one of up to 200 letters, without slashes: --name NAME",
        )


class UnknownUploadError(AcademyError):
    """A lesson without such an upload."""

    def __init__(self, lesson: str, name: str, nearest: str | None) -> None:
        hint = say("Did you mean “{}”?", nearest) if nearest else say("See: academy lesson show")
        super().__init__(
            Kind.MISSING,
            "upload.unknown",
            say("No upload of “{}” is called “{}”.", lesson, name),
            hint,
        )


class EmptyUploadError(AcademyError):
    """A file without a single byte."""

    def __init__(self, source: str) -> None:
        super().__init__(
            Kind.INVALID,
            "upload.empty",
            say("“{}” is empty.", source),
            "Check that it was saved whole.",
        )


class NoLinkError(AcademyError):
    """A file in a place that gives nobody a link."""

    def __init__(self, storage: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "upload.no-link",
            say("Nobody can be given a link to a file in {}: it is no bucket with keys.", storage),
            "Keep files in a bucket (docs/storage.md): academy storage copy --to s3://BUCKET/PREFIX",
        )


class BadLifetimeError(AcademyError):
    """Words that are no time that a link can last."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "upload.bad-lifetime",
            say("A link cannot last “{}”.", written),
            "Write hours or days, a week at most: --for 2h, --for 7d",
        )
