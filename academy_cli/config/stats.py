"""How figures are told: whose days are counted, and from how many people on a report says a number.

Knows the settings of that alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.config.field import Bounds, setting
from academy_cli.kit.saying import say


def flaw_of_zone(written: str) -> str | None:
    """What the name of a time zone has to be instead; None where there is such a zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(written)
    except (ValueError, OSError, KeyError):  # a folder is none, nor is what is not there
        return say("a name of the IANA time zone database, such as Europe/Paris")
    return None


@dataclass(frozen=True, slots=True)
class StatsSettings:
    """How figures are told."""

    time_zone: str = setting(
        "UTC",
        "Days, weeks and months of figures are those of this time zone, such as Europe/Paris.",
        flaw=flaw_of_zone,
    )
    least: int = setting(
        5,
        "A report hides smaller numbers of people, for they may point at somebody; 1 hides none.",
        bounds=Bounds(1, 1000),
    )
