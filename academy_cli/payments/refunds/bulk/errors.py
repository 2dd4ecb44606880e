"""What can be refused about refunds in bulk, and how a run that is not done ends.

Knows files, batches and counts; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say


class PlanFileError(AcademyError):
    """A plan that cannot be written."""

    def __init__(self, path: str, why: str, another: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "refund.plan-file",
            say("The plan cannot be written to “{}”: {}.", path, why),
            say("Name another file: --out {}", another),
        )


class PlanWasRunError(AcademyError):
    """A plan whose very bytes were run before, so that running them again might refund twice."""

    def __init__(self, name: str, reference: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "refund.plan-was-run",
            say("“{}” was run already, as {}.", name, reference),
            "To go on with what is left of it: --resume; for new refunds make a new plan.",
        )


class RowsFailedError(AcademyError):
    """Some refunds of a plan were not made; the others are."""

    def __init__(self, failed: int, rows: int, file: str) -> None:
        super().__init__(
            Kind.PARTIAL,
            "refund.rows-failed",
            say(
                "Of {} {:,} could not be refunded: see “{}” for the reasons.",
                amount(rows, "row"),
                failed,
                file,
            ),
            say("Mend them there, then: academy refund bulk run {}", file),
        )


class RowsWouldFailError(AcademyError):
    """Rows of a plan that would be refused, found by a dry run."""

    def __init__(self, failed: int, rows: int) -> None:
        super().__init__(
            Kind.INVALID,
            "refund.rows-would-fail",
            say("{:,} of {} would not be refunded.", failed, amount(rows, "row")),
            "Mend them in the plan, or run it: they go to a file of their own.",
        )


class BulkAttentionError(AcademyError):
    """Refunds of a batch that a person has to look at."""

    def __init__(self, reference: str, refunds: Sequence[str]) -> None:
        first = ", ".join(refunds[:3]) + (" …" if len(refunds) > 3 else "")
        super().__init__(
            Kind.ATTENTION,
            "refund.bulk-attention",
            say(
                "Somebody has to look at {} of {}: {}.",
                amount(len(refunds), "refund"),
                reference,
                first,
            ),
            "See them: academy refund list --needs-attention",
        )


class BulkUnfinishedError(AcademyError):
    """A run after which the outcome of some refunds is not known, or not all were asked for."""

    def __init__(self, name: str, left: int, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "refund.bulk-unfinished",
            say(
                "{} of “{}” {} not done yet: {}.",
                amount(left, "refund"),
                name,
                say("is") if left == 1 else say("are"),
                why,
            ),
            say("Nothing is made twice; go on: academy refund bulk run {} --resume", name),
        )
