"""Somebody with a subscription, at a booth and at a stand-in for Stripe whose clock can be put forward.

Knows how a subscription comes about; refuses to know what is tested.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.subscriptions.service import PlanWish, Subscriptions
from academy_cli.payments.sync.polling import Synced, sync
from academy_cli.payments.till import Till
from tests.payments.standin.provider import Standin
from tests.payments.till import KEY, Booth, course, learner

DAY_S = 24 * 3600
PRICE = 900


@dataclass
class Club:
    """An academy with a plan, some time after its beginning."""

    booth: Booth
    standin: Standin
    price: str
    passed_s: int = 0

    @contextmanager
    def till(self) -> Iterator[Till]:
        """A till at this time, whose connections are closed afterwards, unless they are shared."""
        found = self.booth.at(timedelta(seconds=self.passed_s)).till()
        try:
            yield found
        finally:
            self.booth.leave(found.database)

    @contextmanager
    def service(self) -> Iterator[Subscriptions]:
        """The service at this time."""
        with self.till() as till:
            yield Subscriptions(till)

    def now(self) -> datetime:
        """What time it is."""
        with self.till() as till:
            return till.clock()

    def wait(self, seconds: int) -> None:
        """Let time pass, here and at Stripe."""
        self.standin.control.advance(seconds)
        self.passed_s += seconds

    def a_month(self) -> None:
        """Until a renewal was made and paid."""
        self.wait(31 * DAY_S + 2 * 3600)

    def sync(self) -> Synced:
        """Read what happened."""
        with self.till() as till:
            return sync(till)

    def join(self, email: str = "ann@x.org", method: str = "pm_card_visa") -> str:
        """Begin a subscription on its page; Stripe's name for it."""
        with self.service() as service:
            page = service.checkout(email, "all", f"key-{email}")
        session = str(page.link).rpartition("/")[2]
        done = self.standin.control.complete(session, method)
        return str(done["subscription"])

    def post(self, path: str, parameters: Mapping[str, object]) -> Any:
        """Ask Stripe for something."""
        return StripeClient(KEY, self.booth.stripe).post(path, parameters)

    def has_access(self, slug: str = "python", email: str = "ann@x.org") -> bool:
        """Whether somebody is in a course now."""
        with self.till() as till, read(till.engine) as connection:
            place = seats.seat(
                connection, seats.course(connection, slug), seats.person(connection, email)
            )
            return place.enrollment is not None and place.access(till.clock()).has_access


def club(booth: Booth, standin: Standin) -> Club:
    """An academy with two courses, a learner, and a plan for both."""
    asked = {"currency": "eur", "unit_amount": PRICE, "recurring": {"interval": "month"}}
    asked["product_data"] = {"name": "All courses"}
    price = StripeClient(KEY, booth.stripe).post("prices", asked)["id"]
    made = Club(booth, standin, price)
    with made.till() as till:
        with write(till.engine) as connection:
            for slug in ("python", "rust"):
                course(connection, slug)
            learner(connection, "ann@x.org")
        Subscriptions(till).set_plan(PlanWish("all", price, ("python", "rust"), "All courses"))
    return made
