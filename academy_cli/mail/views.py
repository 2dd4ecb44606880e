"""What is said about mail: frozen values that become a table, JSON or a page.

Knows what people ask of it; refuses secrets: a link that works is for its recipient alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

SECRET = frozenset({"link", "code"})
"""Values of a message that let its recipient in: nobody else sees them."""
HIDDEN = "…"
"""What stands for them."""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message, as a list tells it.

    ``number`` is what commands take. ``due_at`` is when it is tried next, None for what is settled.
    """

    number: int
    state: str
    template: str
    recipient: str
    attempts: int
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message with all that is known of it; of its values, secrets are left out."""

    number: int
    state: str
    template: str
    event: str
    recipient: str
    language: str | None
    values: Mapping[str, object]
    attempts: int
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    problem: str | None
    message_id: str | None
    provider_id: str | None
    campaign: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What there is to send: how many messages by template, those due now, and when the next one is."""

    due: Mapping[str, int]
    later: int
    next_due_at: datetime | None
    transport: str

    @property
    def total(self) -> int:
        """How many are due."""
        return sum(self.due.values())


@dataclass(frozen=True, slots=True)
class SendingReport:
    """What became of the messages of one run.

    ``again`` will be tried later, ``dead`` and ``unsure`` wait for a person, ``cancelled`` were not wanted
    any more.
    """

    transport: str
    sent: int
    again: int
    dead: int
    unsure: int
    cancelled: int

    @property
    def total(self) -> int:
        """How many were settled."""
        return self.sent + self.again + self.dead + self.unsure + self.cancelled


@dataclass(frozen=True, slots=True)
class Tried:
    """A letter of trial that was taken: by which way, and what it is called there."""

    transport: str
    recipient: str
    message_id: str
    provider_id: str | None


@dataclass(frozen=True, slots=True)
class Retried:
    """How many messages wait again, or would, and of which kinds they are."""

    messages: int
    templates: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SuppressionView:
    """An address that is not written to: by nothing, or by no campaign."""

    recipient: str
    scope: str
    cause: str
    created_at: datetime
    note: str | None
