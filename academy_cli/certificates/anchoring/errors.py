"""What can be wrong with batches and where their roots stand, each with its own sentence."""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


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
            say("There is no batch {}.", number),
            "See the batches: academy certificate anchor list",
        )


class AnchoredError(AcademyError):
    """A batch that was written down elsewhere already."""

    def __init__(self, number: int, anchor: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "anchor.exists",
            say("The root of batch {} stands at “{}” already.", number, anchor),
        )


class ProofTooLargeError(AcademyError):
    """A file that is too large to be a proof."""

    def __init__(self, path: str, most: int) -> None:
        super().__init__(
            Kind.INVALID, "anchor.too-large", say("“{}” has more than {:,} bytes.", path, most)
        )


class NotInBatchError(AcademyError):
    """A certificate that is in no batch."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Kind.MISSING,
            "anchor.not-in-batch",
            say("The certificate {} is in no batch yet.", code),
            "Close one: academy certificate anchor export",
        )
