"""What is said about campaigns: frozen values that become a table, JSON or a page.

Knows what people ask of them; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter of a campaign, as it will be."""

    recipient: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign would do: how many get it, how many do not and why, and how long it takes.

    ``minutes`` is at the rate of the settings, rounded up.
    """

    course: str
    template: str
    recipients: int
    unwanted: int
    """Who wants no campaigns, or is not written to at all."""
    already: int
    """Who got the very same before."""
    minutes: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign: whom it was for, and what became of its messages, by state."""

    reference: str
    course: str
    template: str
    state: str
    wanted: Mapping[str, object]
    messages: Mapping[str, int]
    created_at: datetime
    actor: str
    paused_because: str | None
