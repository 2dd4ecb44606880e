"""What becomes of each message: whether it is sent at all, and what the answer to it means.

Knows what went wrong before, so that a campaign of which nothing arrives is paused, and that a server which
refuses everything is not asked forever; refuses rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.mail import queue, suppression_store
from academy_cli.mail.backoff import next_try
from academy_cli.mail.gateway import (
    DownError,
    LaterError,
    NeverError,
    NotSentError,
    Sender,
    UnsureError,
)
from academy_cli.mail.letter import OURS, Letter, UnsafeHeaderError
from academy_cli.mail.queue import CANCELLED, DEAD, SENT, UNSURE, WAITING, Settled, Taken

AT_LAST = 5
"""Messages of a campaign that fail in a row before it is paused."""
MOST_REFUSED = 25
"""Letters that are refused for good in a row before that is held to be our fault, and sending stops."""


class Composer(Protocol):
    """What makes a letter out of a message."""

    def __call__(self, message: Taken) -> Letter:
        """The letter. Raises AcademyError for a message that cannot be one."""


class Terms(NamedTuple):
    """How sending goes: where messages are from, how long one is ours, and which templates are off.

    ``per_minute`` is for campaigns, 0 for as fast as it goes. ``choice`` is which messages go this way.
    """

    domain: str
    lease: timedelta = queue.LEASE
    switched_off: Collection[str] = ()
    per_minute: int = 0
    choice: queue.Choice = queue.EVERYTHING


class Standing(NamedTuple):
    """What holds for some messages now: what is not sent to whom, and which campaigns do not run."""

    barred: Mapping[str, Collection[str]] = {}
    held: Collection[int] = ()


class Handing(NamedTuple):
    """How one letter is handed over.

    ``is_ours`` is asked when the other side waits for it, and before anything of it leaves. ``before`` is
    what can be done while that is heard, ``meanwhile`` where the answer to the letter is waited for.
    """

    sender: Sender
    is_ours: Callable[[], bool]
    before: Callable[[], object]
    meanwhile: Callable[[], None]


class Judge:
    """One connection's memory of what went wrong; ``pause`` ends a campaign for now, and says why."""

    def __init__(
        self,
        compose: Composer,
        terms: Terms,
        clock: Callable[[], datetime],
        pause: Callable[[int, str], None],
    ) -> None:
        self._compose, self._terms, self._clock, self._pause = compose, terms, clock, pause
        self._in_a_row: Counter[int] = Counter()
        """Failures of each campaign since its last success."""
        self._refused = 0
        """Letters that were refused for good since the last that was taken."""

    def refusal(self, one: Taken, standing: Standing) -> Settled | None:
        """What becomes of a message that is not sent as things are."""
        if one.campaign_id in standing.held:
            return Settled(WAITING, None, self._clock(), counts=False)
        try:
            why = self._unwanted(one, standing.barred.get(one.recipient, ()))
        except (TypeError, ValueError):
            return Settled(DEAD, "when its link expires cannot be read", counts=False)
        return Settled(CANCELLED, why, counts=False) if why else None

    def made(self, one: Taken) -> Letter | Settled:
        """The letter, or what becomes of a message of which none can be made.

        Raises DownError for what all letters have in common, such as a database that is away while a file is
        drawn.
        """
        if not one.is_readable:
            return Settled(DEAD, "what it is filled with is no JSON object", counts=False)
        try:
            return self._compose(one)
        except UnsafeHeaderError as error:
            if error.part in OURS:
                reason = say("{}: see what the settings say of site and mail", error)
                raise DownError(reason) from error
            return Settled(DEAD, str(error), counts=False)
        except (AcademyError, ValueError) as error:
            if isinstance(error, AcademyError) and error.kind is Kind.UNAVAILABLE:
                raise DownError(error.message) from error
            return Settled(DEAD, str(error), counts=False)
        except Exception as error:  # whatever a message cannot be sent for, it stops no other
            why = say("no letter can be made of it ({})", type(error).__name__)
            return Settled(DEAD, why, counts=False)

    def handed(self, handing: Handing, one: Taken, letter: Letter) -> Settled | None:
        """Hand a letter over, and say what became of it; None where that is not ours to do any more.

        Raises DownError, about no letter in particular.
        """
        refusal = _asked(handing, letter)
        if not handing.is_ours():
            return None
        try:
            if refusal is not None:
                raise refusal
            called = handing.sender.send(letter, handing.meanwhile)
        except LaterError as error:
            return self._failed(one, error.reason, error.wait_s)
        except UnsureError as error:
            if one.campaign_id is not None:
                return Settled(UNSURE, error.reason)
            return self._failed(one, error.reason)
        except NeverError as error:
            self._refused += 1
            self.count_failure(one, error.reason)
            return Settled(DEAD, error.reason)
        self._refused = 0
        if one.campaign_id is not None:
            self._in_a_row[one.campaign_id] = 0
        return Settled(SENT, provider_id=called or None)

    def require_hope(self, last: Settled) -> None:
        """Insist that not everything is refused. Raises DownError."""
        if self._refused >= MOST_REFUSED:
            message = say("{} letters in a row were refused: {}", self._refused, last.reason)
            raise DownError(message)

    def _failed(self, one: Taken, reason: str, wait_s: float | None = None) -> Settled:
        self.count_failure(one, reason)
        again = next_try(one.attempts + 1, self._clock(), wait_s)
        return Settled(WAITING, reason, again) if again else Settled(DEAD, reason)

    def count_failure(self, one: Taken, reason: str) -> None:
        """Pause a campaign of which nothing arrives any more."""
        if one.campaign_id is None:
            return
        self._in_a_row[one.campaign_id] += 1
        if self._in_a_row[one.campaign_id] >= AT_LAST:
            self._in_a_row[one.campaign_id] = 0
            self._pause(one.campaign_id, reason)

    def _unwanted(self, one: Taken, barred: Collection[str]) -> str:
        """Why a message is not sent at all."""
        if one.template in self._terms.switched_off:
            return say("mail of the kind “{}” is switched off", one.template)
        if suppression_store.ALL in barred:
            return say("the address is on the list of those that nothing is sent to")
        if one.campaign_id is not None and suppression_store.CAMPAIGNS in barred:
            return say("the recipient wants no mail of campaigns")
        ends = one.values.get("expires_at")
        if isinstance(ends, str) and datetime.fromisoformat(ends) <= self._clock():
            return say("its link has expired before it was sent")
        return ""


def _asked(handing: Handing, letter: Letter) -> NotSentError | None:
    """Hear whether a letter may come; or why not."""
    try:
        handing.sender.ask(letter, handing.before)
    except NotSentError as error:
        return error
    return None
