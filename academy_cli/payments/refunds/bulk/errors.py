"""What can be refused about refunds in bulk, and how a run that is not done ends.

Knows files, batches and counts; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount


class PlanFileError(AcademyError):
    """A plan that cannot be written."""

    def __init__(self, path: str, why: str, another: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.plan-file",
            f"The plan cannot be written to “{path}”: {why}.",
            f"Name another file: --out {another}",
        )


class PlanWasRunError(AcademyError):
    """A plan whose very bytes were run before, so that running them again might refund twice."""

    def __init__(self, name: str, reference: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "refund.plan-was-run",
            f"“{name}” was run already, as {reference}.",
            "To go on with what is left of it: --resume; for new refunds make a new plan.",
        )


class RowsFailedError(AcademyError):
    """Some refunds of a plan were not made; the others are."""

    def __init__(self, failed: int, rows: int, file: str) -> None:
        super().__init__(
            Kind.PARTIAL,
            "refund.rows-failed",
            f"Of {amount(rows, 'row')} {failed:,} could not be refunded: see “{file}” for the reasons.",
            f"Mend them there, then: academy refund bulk run {file}",
        )


class RowsWouldFailError(AcademyError):
    """Rows of a plan that would be refused, found by a dry run."""

    def __init__(self, failed: int, rows: int) -> None:
        super().__init__(
            Kind.INVALID,
            "refund.rows-would-fail",
            f"{failed:,} of {amount(rows, 'row')} would not be refunded.",
            "Mend them in the plan, or run it: they go to a file of their own.",
        )


class BulkAttentionError(AcademyError):
    """Refunds of a batch that a person has to look at."""

    def __init__(self, reference: str, refunds: Sequence[str]) -> None:
        first = ", ".join(refunds[:3]) + (" …" if len(refunds) > 3 else "")
        super().__init__(
            Kind.ATTENTION,
            "refund.bulk-attention",
            f"Somebody has to look at {amount(len(refunds), 'refund')} of {reference}: {first}.",
            "See them: academy refund list --needs-attention",
        )


class BulkUnfinishedError(AcademyError):
    """A run after which the outcome of some refunds is not known, or not all were asked for."""

    def __init__(self, name: str, left: int, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "refund.bulk-unfinished",
            f"{amount(left, 'refund')} of “{name}” {'is' if left == 1 else 'are'} not done yet: {why}.",
            f"Nothing is made twice; go on: academy refund bulk run {name} --resume",
        )
