"""Sending what waits in the outbox: taken, handed over one by one, and settled.

Each message is written down twice: that it is being handed over, and what became of it. So a sender that is
killed loses nothing and sends one message twice at the most, under the same Message-ID. Nothing travels
inside a transaction. Knows the order of things; refuses to know how mail travels, and what it says.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Engine

from academy_cli.db.transaction import OneByOne, read, write
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.stopping import Stop
from academy_cli.mail import campaign_store, queue, steps, suppression_store
from academy_cli.mail.errors import MailDownError
from academy_cli.mail.gateway import DownError, Sender, Transport
from academy_cli.mail.judging import Composer, Handing, Judge, Standing, Terms
from academy_cli.mail.letter import Letter
from academy_cli.mail.pacing import Pace
from academy_cli.mail.queue import DEAD, WAITING, Settled, Taken
from academy_cli.mail.steps import Beginning

AT_ONCE = 100
"""Messages that are taken together."""
PAUSES_S = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Between attempts to write down what became of a letter, where the database is away."""
FRESH = timedelta(seconds=1)
"""How long it holds who is not written to, and which campaigns run: others may change it meanwhile."""


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
        stop: Stop | None = None,
        pace: Pace | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._engine, self._transport, self._terms = engine, transport, terms
        self._clock, self._stop = clock, stop or Stop()
        self._sleep = sleep or self._stop.rest
        self._judge = Judge(compose, terms, clock, self._pause)
        self._notes = OneByOne(engine)
        self._pace = pace or Pace(terms.per_minute)
        self._seen: tuple[datetime, Standing] | None = None

    def drain(self, told: Callable[[Report], None], most: int | None = None) -> int:
        """Send all that is due, or so many, unless somebody wishes to end; returns how many were settled.

        Raises MailDownError.
        """
        done = 0
        with closing(self._notes):
            with write(self._engine) as connection:
                queue.doubt_lost(connection, self._clock())
            try:
                with self._transport.opened() as sender:
                    while not self._stop.is_wished and (most is None or done < most):
                        some = self._taken(AT_ONCE if most is None else min(AT_ONCE, most - done))
                        if not some:
                            break
                        self._send(sender, some, told)
                        done += len(some)
            except DownError as error:
                raise MailDownError(self._transport.name, error.reason) from error
        return done

    def _taken(self, many: int) -> Sequence[Taken]:
        """What is due, campaigns last: a link somebody waits for stands behind no thousand letters."""
        now, mine = self._clock(), self._terms
        portion = queue.Portion(many, mine.domain, mine.choice)
        theirs = portion._replace(many=self._pace.in_hand(many), is_of_campaigns=True)
        with write(self._engine) as connection:
            until = now + mine.lease
            return queue.take(connection, now, until, portion) or queue.take(
                connection, now, until, theirs
            )

    def _send(self, sender: Sender, some: Sequence[Taken], told: Callable[[Report], None]) -> None:
        """Hand messages over; whatever is not begun is given back if it comes to an end before.

        What became of one is written down together with the beginning of the next, while the other side makes
        ready for that.
        """
        here = _Round(some, told)
        self._seen = None
        letters = _Letters(self._judge, partial(self._standing, some))
        try:
            while here.left:
                one = here.left[0]
                ready = letters.ready(one)
                if isinstance(ready, Letter) and self._has_waited(one, here):
                    ready = letters.ready(one)
                if self._stop.is_wished:
                    break
                if isinstance(ready, Settled):
                    self._settle(here, one, ready)
                else:
                    sender.announce(ready)
                    begun = self._begun(here.done, one)
                    is_ours = partial(here.has_begun, begun.is_ours)
                    next_one = partial(letters.prepare, [*islice(here.left, 1, 2)])
                    self._hand(here, Handing(sender, is_ours, begun.more, next_one), one, ready)
        finally:
            self._end(here.done, here.left)
            here.tell()

    def _has_waited(self, one: Taken, here: _Round) -> bool:
        """Let time pass until a message may leave; before that is written down what there is to write."""
        wait_s = self._pace.turn_s() if one.campaign_id is not None else 0
        if wait_s:
            self._end(here.done, ())
            here.tell()
            self._sleep(wait_s)
            self._seen = None
        return bool(wait_s)

    def _settle(self, here: _Round, one: Taken, settled: Settled) -> None:
        """Write down what becomes of a message that is not handed over."""
        with self._notes.statement() as connection:
            steps.settle(connection, [*here.done, Report(one, settled)], self._clock())
        here.go_on()
        if settled.state == DEAD:
            self._judge.count_failure(one, settled.reason or "")
        here.told(Report(one, settled))

    def _begun(self, done: Sequence[Report], one: Taken) -> Beginning:
        """Settle what was handed over, and begin the next one."""
        now = self._clock()
        return steps.begin(self._notes, done, one, now, now + self._terms.lease)

    def _end(self, done: Sequence[Report], left: Collection[Taken]) -> None:
        """Write down what became of messages, however long that takes within reason: they would go again."""
        if not done and not left:
            return
        for pause_s in PAUSES_S:
            try:
                self._write_end(done, left)
            except AcademyError as error:
                if error.kind is not Kind.UNAVAILABLE:
                    raise
                self._sleep(pause_s)
            else:
                return
        self._write_end(done, left)

    def _write_end(self, done: Sequence[Report], left: Collection[Taken]) -> None:
        now = self._clock()
        with write(self._engine) as connection:
            steps.settle(connection, done, now)
            queue.give_back(connection, left, now)

    def _hand(self, here: _Round, handing: Handing, one: Taken, letter: Letter) -> None:
        try:
            settled = self._judge.handed(handing, one, letter)
        except DownError as error:
            settled = Settled(WAITING, error.reason, self._clock(), counts=False)
            here.done.append(Report(one, settled))
            raise
        if settled is not None:
            here.done.append(Report(one, settled))
            self._judge.require_hope(settled)

    def _pause(self, campaign_id: int, reason: str) -> None:
        with write(self._engine) as connection:
            campaign_store.pause(connection, campaign_id, reason)
        self._seen = None

    def _standing(self, some: Sequence[Taken]) -> Standing:
        """Who is not written to and which campaigns do not run, looked at not long ago."""
        now = self._clock()
        if self._seen is None or not timedelta(0) <= now - self._seen[0] < FRESH:
            campaigns = {one.campaign_id for one in some if one.campaign_id is not None}
            with read(self._engine) as connection:
                barred = suppression_store.scopes(connection, [one.recipient for one in some])
                held = campaign_store.held(connection, campaigns)
            self._seen = now, Standing(barred, held)
        return self._seen[1]


class _Letters:
    """The letters of some messages, made when they are needed, or before where there is time."""

    def __init__(self, judge: Judge, standing: Callable[[], Standing]) -> None:
        self._judge, self._standing = judge, standing
        self._prepared: dict[int, Letter | Settled] = {}

    def ready(self, one: Taken) -> Letter | Settled:
        """The letter to send, or what becomes of a message that is not sent. Raises DownError."""
        if refusal := self._judge.refusal(one, self._standing()):
            return refusal
        if one.id not in self._prepared:
            self._prepared = {one.id: self._judge.made(one)}
        return self._prepared[one.id]

    def prepare(self, some: Sequence[Taken]) -> None:
        """Make letters already; what cannot be made says so when it is needed."""
        for one in some:
            with suppress(Exception):
                made = self._judge.made(one)
                if isinstance(made, Letter):
                    assert made.message  # which is kept
                self._prepared = {one.id: made}


class _Round:
    """Messages that were taken together: which are left, and of which no end is on record."""

    def __init__(self, some: Sequence[Taken], told: Callable[[Report], None]) -> None:
        self.left, self.done, self.told = deque(some), list[Report](), told

    def has_begun(self, is_ours: Callable[[], bool]) -> bool:
        """Go on once that is on record, and the beginning of the next one; False where it is not ours."""
        found = is_ours()
        self.go_on()
        return found

    def go_on(self) -> None:
        """The next one is done with, or under way."""
        self.tell()
        self.left.popleft()

    def tell(self) -> None:
        """Say what is on record."""
        for one in self.done:
            if one.settled.counts:
                self.told(one)
        self.done.clear()
