"""What courses cost: looking it up, setting it, and planning it ahead.

One method is one unit of work. A price is never changed: another one follows it. Where course.yaml says
prices, the file decides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import iso, utc_now
from academy_cli.kit.money import Money, is_code, unchargeable
from academy_cli.kit.saying import say
from academy_cli.pricing import listing, store
from academy_cli.pricing.changing import Changing, Step
from academy_cli.pricing.errors import (
    BadCurrencyError,
    NotScheduledError,
    PastStartError,
    PriceSetByCourseError,
    UnchargeableError,
)
from academy_cli.pricing.views import PriceChange, PriceView


class Prices:
    """The prices of one academy's courses, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.PRICE_LIST)
    def list(
        self,
        course: str | None = None,
        currency: str | None = None,
        *,
        at: datetime | None = None,
        history: bool = False,
    ) -> tuple[PriceView, ...]:
        """The prices that hold at a moment, now without one, and those planned for later.

        By course, currency and beginning. With ``history`` also those that are over, and changes that were
        planned and taken back. Whoever reaches published courses alone sees what holds now and nothing else.
        Raises UnknownCourseError and BadCurrencyError.
        """
        now = self._clock()
        code = _code(currency) if currency is not None else None
        is_all = self.actor.reach(Permission.PRICE_LIST) is Reach.ALL
        if not is_all and (history or at is not None):
            self.actor.refuse(Permission.PRICE_LIST, say("other times"))
        engine = self._database.existing()
        if engine is None and course is not None:
            raise UnknownCourseError(course)
        if engine is None:
            return ()
        with read(engine) as connection:
            of = seats.course(connection, course) if course is not None else None
            if of is not None and not is_all and not listing.is_public(of, now):
                raise UnknownCourseError(of.slug)
            rows = store.every(connection, of.id if of is not None else None, code)
            found = listing.views(connection, rows, at or now, history=history)
            return found if is_all else listing.public(found, rows, now)

    @permits(Permission.PRICE_SET)
    def set(
        self,
        slug: str,
        price: Money,
        starts_at: datetime | None = None,
        reason: str | None = None,
        *,
        dry_run: bool = False,
    ) -> PriceChange:
        """Let a course cost so much, from now or a later moment on; 0 is free.

        What is so already is not set again; another change that was planned for the same moment is taken
        back. Raises UnchargeableError, PastStartError, PriceSetByCourseError and UnknownCourseError.
        """
        _code(price.currency)
        if why := unchargeable(price):
            raise UnchargeableError(price, why)
        with self._changing(slug, price.currency, starts_at, dry_run=dry_run) as work:
            step = work.prices.setting(price.amount, starts_at or work.now)
            change = work.prices.told(step, "scheduled" if starts_at else "set")
            work.carry_out(step, change, "set", reason)
        return change

    @permits(Permission.PRICE_SET)
    def remove(
        self,
        slug: str,
        currency: str,
        starts_at: datetime | None = None,
        reason: str | None = None,
        *,
        dry_run: bool = False,
    ) -> PriceChange:
        """Sell a course no more in a currency, from now or a later moment on.

        What was planned for that moment or later is taken back. Raises as ``set`` does, and BadCurrencyError.
        """
        with self._changing(slug, _code(currency), starts_at, dry_run=dry_run) as work:
            step = work.prices.ending(starts_at or work.now)
            change = work.prices.told(step, "removed")
            work.carry_out(step, change, "remove", reason)
        return change

    @permits(Permission.PRICE_SET)
    def withdraw(
        self,
        slug: str,
        currency: str,
        starts_at: datetime | None = None,
        reason: str | None = None,
        *,
        dry_run: bool = False,
    ) -> PriceChange:
        """Take back what is planned for a moment, or all that is planned; the price before goes on.

        Raises NotScheduledError and as ``remove`` does.
        """
        code = _code(currency)
        with self._changing(slug, code, None, dry_run=dry_run) as work:
            step = work.prices.withdrawing(starts_at)
            if not step.withdrawn:
                raise NotScheduledError(slug, code, starts_at)
            change = work.prices.told(step, "withdrawn")
            work.carry_out(step, change, "withdraw", reason)
        return change

    @contextmanager
    def _changing(
        self, slug: str, currency: str, starts_at: datetime | None, *, dry_run: bool
    ) -> Iterator[_Work]:
        """The prices of a course in a currency, kept from being changed by others unless it is a dry run."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownCourseError(slug)
        with read(engine) if dry_run else write(engine) as connection:
            course = (seats.course if dry_run else seats.hold_course)(connection, slug)
            self.actor.require_course(Permission.PRICE_SET, slug)
            now = self._clock()
            if starts_at is not None and starts_at <= now:
                raise PastStartError(starts_at)
            listed = store.listed(connection, [course.id])[course.id]
            prices = Changing(slug, currency, listed, now)
            yield _Work(connection, self.actor, course, prices, now, dry_run=dry_run)


class _Work:
    """One change of one course's price, in an open transaction."""

    def __init__(
        self,
        connection: Connection,
        actor: Actor,
        course: Row[Any],
        prices: Changing,
        now: datetime,
        *,
        dry_run: bool,
    ) -> None:
        self.prices, self.now = prices, now
        self._connection, self._actor, self._course = connection, actor, course
        self._is_dry_run = dry_run

    def carry_out(self, step: Step, change: PriceChange, verb: str, reason: str | None) -> None:
        """Write what a step changes, with its entry in the audit log. Raises PriceSetByCourseError."""
        if not change.is_change:
            return
        if "prices" in json.loads(self._course.fields):
            raise PriceSetByCourseError(self._course.slug)
        if self._is_dry_run:
            return
        store.withdraw(self._connection, [one.number for one in step.withdrawn], self.now)
        if step.adds:
            row = {"course_id": self._course.id, "currency": change.currency}
            row |= {"amount": step.amount, "starts_at": step.starts_at, "created_at": self.now}
            store.add(self._connection, {**row, "origin": "staff", "actor": self._actor.name})
        told: dict[str, object] = {"currency": change.currency, "before": _amount(change.before)}
        told |= {"after": _amount(change.after), "starts_at": iso(change.starts_at)}
        told |= {"withdrawn": [iso(one) for one in change.withdrawn]}
        act = Act(f"price.{verb}", f"course:{self._course.slug}", told, reason)
        record(self._connection, at=self.now, actor=self._actor, act=act)


def _code(currency: str) -> str:
    if not is_code(currency):
        raise BadCurrencyError(currency)
    return currency.lower()


def _amount(price: Money | None) -> int | None:
    return None if price is None else price.amount
