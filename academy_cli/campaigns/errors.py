"""What can be refused about campaigns, each with its own sentence.

Knows campaigns by reference; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind


class UnknownCampaignError(AcademyError):
    """A reference that no campaign has."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING,
            "campaign.unknown",
            f"There is no campaign “{reference}”.",
            "See which there are: academy mail campaign list",
        )


class CampaignOverError(AcademyError):
    """A campaign that was cancelled, and stays so."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "campaign.over",
            f"The campaign “{reference}” was cancelled.",
            "Begin another one: academy mail campaign --course COURSE --template NAME",
        )


class NobodyWantedError(AcademyError):
    """A campaign to nobody."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.MISSING,
            "campaign.nobody",
            f"Nobody in “{course}” is like that and can be written to.",
            f"See who is there: academy course students {course}",
        )
