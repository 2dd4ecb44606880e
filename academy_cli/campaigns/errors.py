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


class NoCampaignTemplateError(AcademyError):
    """The template of another mail, which says something else and cannot be left."""

    def __init__(self, template: str) -> None:
        super().__init__(
            Kind.INVALID,
            "campaign.template",
            f"“{template}” is no template of a campaign.",
            "Use campaign, or one of your own that is called campaign-…: academy mail preview",
        )


class UnusedWordsError(AcademyError):
    """Words that the template has no place for, so that nobody would read them."""

    def __init__(self, name: str, template: str) -> None:
        super().__init__(
            Kind.INVALID,
            "campaign.unused",
            f"The template “{template}” has no place for “{name}”.",
            f"Leave out --{name}, or write {{{{ {name} }}}} into the template.",
        )


class NobodyWantedError(AcademyError):
    """A campaign to nobody; ``already`` were in one before, ``unwanted`` want none."""

    def __init__(self, course: str, already: int = 0, unwanted: int = 0) -> None:
        told = [f"{already:,} were in one with the same words"] * bool(already)
        told += [f"{unwanted:,} want no such mail"] * bool(unwanted)
        why = f"is left to write to: {', '.join(told)}" if told else "is like that"
        super().__init__(
            Kind.MISSING,
            "campaign.nobody",
            f"Nobody in “{course}” {why}.",
            f"See who is there: academy course students {course}",
        )
