"""Sending what waits in the outbox: taken, handed over one by one, and settled.

Each message is written down twice: that it is being handed over, and what became of it. So a sender that is
killed loses nothing and sends one message twice at the most, under the same Message-ID. Nothing travels
inside a transaction. Knows the order of things; refuses to know how mail travels, and what it says.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, Engine

from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from academy_cli.mail import campaign_store, queue, suppression_store
from academy_cli.mail.backoff import next_try
from academy_cli.mail.errors import MailDownError
from academy_cli.mail.gateway import (
    DownError,
    LaterError,
    NeverError,
    Sender,
    Transport,
    UnsureError,
)
from academy_cli.mail.letter import Letter
from academy_cli.mail.queue import CANCELLED, DEAD, SENT, UNSURE, WAITING, Settled, Taken

AT_ONCE = 100
"""Messages that are taken together."""
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

    ``per_minute`` is for campaigns, 0 for as fast as it goes.
    """

    domain: str
    lease: timedelta = queue.LEASE
    switched_off: Collection[str] = ()
    per_minute: int = 0


class Report(NamedTuple):
    """One message that was settled."""

    message: Taken
    settled: Settled


class Delivery:
    """One connection's work; several may go on at once, in threads or processes."""

    def __init__(
        self,
        engine: Engine,
        transport: Transport,
        compose: Composer,
        terms: Terms,
        clock: Callable[[], datetime],
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._engine, self._transport, self._compose = engine, transport, compose
        self._terms, self._clock, self._sleep = terms, clock, sleep
        self._in_a_row: Counter[int] = Counter()
        """Failures of each campaign since its last success."""
        self._paused: set[int] = set()
        self._refused = 0
        """Letters that were refused for good since the last that was taken."""
        self._next_of_campaigns = 0.0

    def drain(self, told: Callable[[Report], None], most: int | None = None) -> int:
        """Send all that is due, or so many; returns how many were settled. Raises MailDownError."""
        done = 0
        with write(self._engine) as connection:
            queue.doubt_lost(connection, self._clock())
        try:
            with self._transport.opened() as sender:
                while most is None or done < most:
                    some = self._taken(AT_ONCE if most is None else min(AT_ONCE, most - done))
                    if not some:
                        break
                    self._send(sender, some, told)
                    done += len(some)
        except DownError as error:
            raise MailDownError(self._transport.name, error.reason) from error
        return done

    def _taken(self, many: int) -> Sequence[Taken]:
        now = self._clock()
        with write(self._engine) as connection:
            return queue.take(connection, now, self._until(), many, self._terms.domain)

    def _until(self) -> datetime:
        return self._clock() + self._terms.lease

    def _send(self, sender: Sender, some: Sequence[Taken], told: Callable[[Report], None]) -> None:
        """Hand messages over; whatever is not begun is given back if it comes to an end before.

        What became of one is written down together with the beginning of the next.
        """
        left, barred = deque(some), self._barred(some)
        done: list[Report] = []
        try:
            while left:
                one, ready = left[0], self._ready(left[0], barred.get(left[0].recipient, ()))
                if isinstance(ready, Letter) and (wait_s := self._wait_s(one)):
                    self._end(done, ())
                    self._tell(done, told)
                    self._sleep(wait_s)
                is_ours = self._step(done, one, ready)
                self._tell(done, told)
                left.popleft()
                if isinstance(ready, Settled):
                    told(Report(one, ready))
                elif is_ours:
                    self._hand(sender, one, ready, done)
        finally:
            self._end(done, left)
            self._tell(done, told)

    def _step(self, done: Sequence[Report], one: Taken, ready: Letter | Settled) -> bool:
        """Settle what was handed over, and begin the next one; False where that is not ours any more."""
        with write(self._engine) as connection:
            self._settle(connection, done)
            if isinstance(ready, Settled):
                queue.settle(connection, one, ready, self._clock())
                return True
            return queue.begin(connection, one, self._until())

    def _end(self, done: Sequence[Report], left: Collection[Taken]) -> None:
        if done or left:
            with write(self._engine) as connection:
                self._settle(connection, done)
                queue.give_back(connection, left, self._clock())

    def _settle(self, connection: Connection, done: Sequence[Report]) -> None:
        for one in done:
            queue.settle(connection, one.message, one.settled, self._clock())

    def _tell(self, done: list[Report], told: Callable[[Report], None]) -> None:
        for one in done:
            if one.settled.counts:
                told(one)
        done.clear()

    def _ready(self, one: Taken, barred: Collection[str]) -> Letter | Settled:
        """The letter to send, or what becomes of a message that is not sent."""
        if one.campaign_id in self._paused:
            return Settled(WAITING, None, self._clock(), counts=False)
        if why := self._unwanted(one, barred):
            return Settled(CANCELLED, why)
        try:
            return self._compose(one)
        except (AcademyError, ValueError) as error:
            return Settled(DEAD, str(error))

    def _hand(self, sender: Sender, one: Taken, letter: Letter, done: list[Report]) -> None:
        try:
            settled = self._handed(sender, one, letter)
        except DownError as error:
            settled = Settled(WAITING, error.reason, self._clock(), counts=False)
            done.append(Report(one, settled))
            raise
        done.append(Report(one, settled))
        if self._refused >= MOST_REFUSED:
            message = f"{self._refused} letters in a row were refused: {settled.reason}"
            raise DownError(message)

    def _handed(self, sender: Sender, one: Taken, letter: Letter) -> Settled:
        try:
            called = sender.send(letter)
        except LaterError as error:
            return self._failed(one, error.reason, error.wait_s)
        except UnsureError as error:
            if one.campaign_id is not None:
                return Settled(UNSURE, error.reason)
            return self._failed(one, error.reason)
        except NeverError as error:
            self._refused += 1
            self._count_failure(one, error.reason)
            return Settled(DEAD, error.reason)
        self._refused = 0
        if one.campaign_id is not None:
            self._in_a_row[one.campaign_id] = 0
        return Settled(SENT, provider_id=called[:255] or None)

    def _failed(self, one: Taken, reason: str, wait_s: float | None = None) -> Settled:
        self._count_failure(one, reason)
        again = next_try(one.attempts + 1, self._clock(), wait_s)
        return Settled(WAITING, reason, again) if again else Settled(DEAD, reason)

    def _count_failure(self, one: Taken, reason: str) -> None:
        """Pause a campaign of which nothing arrives any more."""
        if one.campaign_id is None:
            return
        self._in_a_row[one.campaign_id] += 1
        if self._in_a_row[one.campaign_id] >= AT_LAST:
            self._paused.add(one.campaign_id)
            with write(self._engine) as connection:
                campaign_store.pause(connection, one.campaign_id, reason)

    def _barred(self, some: Sequence[Taken]) -> Mapping[str, Collection[str]]:
        with read(self._engine) as connection:
            return suppression_store.scopes(connection, [one.recipient for one in some])

    def _unwanted(self, one: Taken, barred: Collection[str]) -> str:
        """Why a message is not sent at all."""
        if one.template in self._terms.switched_off:
            return f"mail of the kind “{one.template}” is switched off"
        if suppression_store.ALL in barred:
            return "the address is on the list of those that nothing is sent to"
        if one.campaign_id is not None and suppression_store.CAMPAIGNS in barred:
            return "the recipient wants no mail of campaigns"
        ends = one.values.get("expires_at")
        if isinstance(ends, str) and datetime.fromisoformat(ends) <= self._clock():
            return "its link has expired before it was sent"
        return ""

    def _wait_s(self, one: Taken) -> float:
        """How long until a campaign's next message may leave."""
        if one.campaign_id is None or not self._terms.per_minute:
            return 0
        now = time.monotonic()
        begins = max(now, self._next_of_campaigns)
        self._next_of_campaigns = begins + 60 / self._terms.per_minute
        return begins - now
