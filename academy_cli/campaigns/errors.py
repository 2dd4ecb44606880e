"""What can be refused about campaigns, each with its own sentence.

Knows campaigns by reference; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined, say_so_many


class UnknownCampaignError(AcademyError):
    """A reference that no campaign has."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING,
            "campaign.unknown",
            say("There is no campaign “{}”.", reference),
            "See which there are: academy mail campaign list",
        )


class CampaignOverError(AcademyError):
    """A campaign that was cancelled, and stays so."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "campaign.over",
            say("The campaign “{}” was cancelled.", reference),
            "Begin another one: academy mail campaign --course COURSE --template NAME",
        )


class NoCampaignTemplateError(AcademyError):
    """The template of another mail, which says something else and cannot be left."""

    def __init__(self, template: str) -> None:
        super().__init__(
            Kind.INVALID,
            "campaign.template",
            say("“{}” is no template of a campaign.", template),
            "Use campaign, or one of your own that is called campaign-…: academy mail preview",
        )


class UnusedWordsError(AcademyError):
    """Words that the template has no place for, so that nobody would read them."""

    def __init__(self, name: str, template: str) -> None:
        super().__init__(
            Kind.INVALID,
            "campaign.unused",
            say("The template “{}” has no place for “{}”.", template, name),
            say("Leave out --{}, or write {{{{ {} }}}} into the template.", name, name),
        )


class NobodyWantedError(AcademyError):
    """A campaign to nobody; ``already`` were in one before, ``unwanted`` want none."""

    def __init__(self, course: str, already: int = 0, unwanted: int = 0) -> None:
        told = [
            say_so_many(
                "{:,} was in one with the same words",
                "{:,} were in one with the same words",
                already,
            )
        ] * bool(already)
        told += [say_so_many("{:,} wants no such mail", "{:,} want no such mail", unwanted)] * bool(
            unwanted
        )
        if told:
            why = say_joined(", ", told)
            said = say("Nobody in “{}” is left to write to: {}.", course, why)
        else:
            said = say("Nobody in “{}” is like that.", course)
        super().__init__(
            Kind.MISSING,
            "campaign.nobody",
            said,
            say("See who is there: academy course students {}", course),
        )
