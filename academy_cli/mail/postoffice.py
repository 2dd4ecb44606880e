"""The outbox as staff work with it: what waits, what became of it, sending it, and trying again.

Knows who may; refuses to know how mail travels, which the transport does, and what it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from secrets import token_hex
from typing import Any, NamedTuple

from sqlalchemy import Row

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.kit.stopping import Stop
from academy_cli.mail import queue, store
from academy_cli.mail.errors import MailDownError, NotStuckError, NotTakenError, UnknownMessageError
from academy_cli.mail.gateway import DownError, NotSentError, Transport
from academy_cli.mail.judging import Composer, Terms
from academy_cli.mail.pacing import Pace
from academy_cli.mail.queue import CANCELLED, DEAD, SENDING, SENT, UNSURE, WAITING, Taken
from academy_cli.mail.sending import Delivery, Report
from academy_cli.mail.store import Wanted
from academy_cli.mail.templates.catalog import TEST
from academy_cli.mail.texts import values_in
from academy_cli.mail.views import (
    HIDDEN,
    SECRET,
    MessageLine,
    MessageView,
    SendingReport,
    Tried,
    Waiting,
)

EVERY = Wanted()
Told = Callable[[Report], None]


class Equipment(NamedTuple):
    """What sending takes beside the outbox."""

    transport: Transport
    compose: Composer
    terms: Terms


def unheard(_report: Report) -> None:
    """Nobody who wants to hear of each message."""


class PostOffice:
    """The mail of one academy, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        equipment: Equipment,
        *more: Equipment,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self.actor = database, actor
        self._equipment, self._more, self._clock = equipment, more, clock

    @property
    def may_send(self) -> bool:
        """Whether the actor may send what is written down."""
        return self.actor.reach(Permission.MAIL_SEND) is not Reach.NONE

    @permits(Permission.MAIL_LIST)
    def find(self, wanted: Wanted = EVERY, limit: int | None = None) -> Iterator[MessageLine]:
        """Messages, the newest first, one by one."""
        if engine := self._database.existing():
            with read(engine) as connection:
                for row in store.messages(connection, wanted, limit):
                    yield _line(row)

    @permits(Permission.MAIL_LIST)
    def show(self, number: int) -> MessageView:
        """One message, without what only its recipient may know. Raises UnknownMessageError."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownMessageError(str(number))
        with read(engine) as connection:
            row = store.message(connection, number)
        if row is None:
            raise UnknownMessageError(str(number))
        return _view(row)

    @permits(Permission.MAIL_SEND)
    def waiting(self) -> Waiting:
        """What there is to send."""
        name, engine = self._equipment.transport.name, self._database.existing()
        if engine is None:
            return Waiting({}, 0, None, name)
        now = self._clock()
        with read(engine) as connection:
            found = store.due(connection, now), store.later(connection, now)
            return Waiting(*found, queue.next_due(connection), name)

    @permits(Permission.MAIL_SEND)
    def send(
        self,
        told: Told = unheard,
        *,
        most: int | None = None,
        connections: int = 1,
        stop: Stop | None = None,
    ) -> SendingReport:
        """Send what is due, or so many of it, over several connections at once, until ``stop`` is wished.

        Raises MailDownError where nothing leaves now, once everything was tried that leaves another way; what
        was not sent is kept.
        """
        counted = Counter[str]()

        def count(report: Report) -> None:
            counted[report.settled.state] += 1
            told(report)

        down: list[MailDownError] = []
        stop = stop or Stop()
        try:
            for way in (self._equipment, *self._more):
                left = None if most is None else most - counted.total()
                try:
                    self._drain(way, count, left, connections, stop)
                except MailDownError as error:
                    down.append(error)
        finally:
            report = self._report(counted)
            if report.total:
                self._record(report)
        if down:
            raise down[0]
        return report

    @permits(Permission.MAIL_SEND)
    def try_out(self, email: str) -> Tried:
        """Send one letter that says that mail arrives, past the outbox and the list of who gets none.

        Raises BadAddressError, MailDownError, and NotTakenError where this one letter was not taken.
        """
        (transport, compose, terms), at = self._equipment, self._clock()
        address = canonical_address(email)
        message_id = f"academy-test-{token_hex(8)}@{terms.domain}"
        test = Taken(0, TEST, TEST, address, None, {}, at, 0, message_id, None, at)
        try:
            with transport.opened() as sender:
                found = sender.send(compose(test))
        except DownError as error:
            raise MailDownError(transport.name, error.reason) from error
        except NotSentError as error:
            raise NotTakenError(transport.name, address, error.reason) from error
        with write(self._database.ready()) as connection:
            act = Act("mail.test", "mail:outbox", {"transport": transport.name})
            record(connection, at=at, actor=self.actor, act=act)
        return Tried(transport.name, address, message_id, found or None)

    @permits(Permission.MAIL_RETRY)
    def stuck(self, wanted: Wanted, numbers: Sequence[int] = ()) -> Mapping[str, int]:
        """How many messages ``retry`` would bring back, by template.

        Raises UnknownMessageError and NotStuckError for one that is named.
        """
        engine = self._database.existing()
        if engine is None:
            return {}
        with read(engine) as connection:
            _require_stuck(numbers, store.states(connection, numbers))
            return store.stuck(connection, wanted, numbers)

    @permits(Permission.MAIL_RETRY)
    def retry(self, wanted: Wanted, numbers: Sequence[int] = ()) -> int:
        """Let messages wait again that were given up, or of which nobody knows whether they left.

        Returns how many.
        """
        at = self._clock()
        with write(self._database.ready()) as connection:
            back = store.bring_back(connection, wanted, numbers, at)
            if back:
                told = {"messages": back, "state": wanted.state, "template": wanted.template}
                act = Act("mail.retry", "mail:outbox", told)
                record(connection, at=at, actor=self.actor, act=act)
            return back

    def _drain(
        self, way: Equipment, told: Told, most: int | None, connections: int, stop: Stop
    ) -> None:
        engine, (transport, compose, terms) = self._database.ready(), way
        pace = Pace(terms.per_minute)
        parts = [
            Delivery(engine, transport, compose, terms, self._clock, stop=stop, pace=pace)
            for _ in range(connections if most is None else 1)
        ]
        if len(parts) == 1:
            parts[0].drain(told, most)
            return
        pool = ThreadPoolExecutor(max_workers=len(parts))
        running = [pool.submit(part.drain, told) for part in parts]
        try:
            wait(running)
        except BaseException:  # who insists on ending does not wait for what others are at
            stop.wish()
            pool.shutdown(wait=False)
            raise
        for done in running:
            done.result()

    def _report(self, counted: Mapping[str, int]) -> SendingReport:
        states = (SENT, WAITING, DEAD, UNSURE, CANCELLED)
        counts = [counted.get(state, 0) for state in states]
        return SendingReport(self._equipment.transport.name, *counts)

    def _record(self, report: SendingReport) -> None:
        told = {"transport": report.transport, "sent": report.sent, "again": report.again}
        told |= {"dead": report.dead, "unsure": report.unsure, "cancelled": report.cancelled}
        act, at = Act("mail.send", "mail:outbox", told), self._clock()
        with write(self._database.ready()) as connection:
            record(connection, at=at, actor=self.actor, act=act)


def _require_stuck(numbers: Sequence[int], states: Mapping[int, str]) -> None:
    for number in numbers:
        if number not in states:
            raise UnknownMessageError(str(number))
        if states[number] not in store.BACK:
            raise NotStuckError(number, states[number])


def _due_at(row: Row[Any]) -> datetime | None:
    return row.next_try_at if row.state in {WAITING, SENDING} else None


def _line(row: Row[Any]) -> MessageLine:
    return MessageLine(
        row.id, row.state, row.template, row.recipient, row.attempts,
        row.created_at, _due_at(row), row.sent_at, row.last_error,
    )  # fmt: skip


def _view(row: Row[Any]) -> MessageView:
    values = {
        name: HIDDEN if name in SECRET and value else value
        for name, value in (values_in(row.values) or {}).items()
    }
    return MessageView(
        row.id, row.state, row.template, row.event, row.recipient, row.language, values,
        row.attempts, row.created_at, _due_at(row), row.sent_at, row.last_error,
        row.message_id, row.provider_id, row.campaign,
    )  # fmt: skip
