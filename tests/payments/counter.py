"""A counter to test at: a shop whose orders, payments and refunds are the real services, for whoever acts.

Knows how money comes in by hand, for which no provider is needed; refuses to know what is tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from academy_cli.access.actor import Actor, operator
from academy_cli.access.matrix import Role
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import AuditEntry, Base, Grant, OutboxMessage
from academy_cli.payments.gateway import Gateway
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.orders.service import Orders
from academy_cli.payments.refunds.service import Refunds
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.service import ByHand, Payments
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.till import Terms, Till
from tests.payments.standin.provider import KEY, Standin
from tests.pricing.shop import Shop, eur

PRICE = eur(4900)


class Counter:
    """A shop with a till; time is real unless it is put on, for a provider has a clock of its own."""

    def __init__(self, url: str, home: Path, standin: Standin) -> None:
        self.shop, self.standin = Shop(url, home), standin
        self.terms = Terms(success_url="https://learn.example.org")
        self._keys, self._later = count(1), timedelta(0)
        self.later(timedelta(0))

    def later(self, by: timedelta) -> None:
        """Let it be so much later."""
        self._later += by
        self.shop.at(self.now())

    def now(self) -> datetime:
        """What time it is."""
        return utc_now() + self._later

    def approves_above(self, *limits: Money) -> None:
        """From beyond which amounts somebody else has to approve a refund."""
        self.terms = replace(self.terms, approve_above=limits)

    def staff(self, name: str, role: Role) -> Actor:
        """Somebody of the staff, with an account."""
        return self.shop.school.actor(self.shop.school.person(name), role)

    def till(self, actor: Actor | None = None, gateway: Gateway | None = None) -> Till:
        """The till as somebody works with it; by default the operator."""
        made = gateway or StripeAccount(StripeClient(KEY, self.standin.url))
        database = self.shop.school.academy.database
        who = actor or operator("sue")
        return Till(database, who, lambda: made, self.terms, self.now, lambda _: None)

    def orders(self, actor: Actor | None = None) -> Orders:
        """Orders, for somebody."""
        return Orders(self.till(actor))

    def payments(self, actor: Actor | None = None) -> Payments:
        """Payments, for somebody."""
        return Payments(self.till(actor))

    def refunds(self, actor: Actor | None = None) -> Refunds:
        """Refunds, for somebody."""
        return Refunds(self.till(actor))

    def sells(self, *courses: str, price: Money = PRICE, said: str = "") -> tuple[str, ...]:
        """Published courses at one price."""
        for slug in courses:
            self.shop.school.course(slug, said)
            self.shop.prices.set(slug, price)
        return courses

    def basket(self, *courses: str, email: str = "ann@x.org", **more: Any) -> Basket:
        """What somebody wants; each with a key of its own."""
        return Basket(email, courses or ("python",), self.key(), **more)

    def paid(self, *courses: str, email: str = "ann@x.org", at: datetime | None = None) -> str:
        """An order that was paid in cash; its reference."""
        basket = self.basket(*courses, email=email)
        total = self.orders().preview(basket).total
        got = ByHand(total, "cash", basket.request_key, basket=basket, received_at=at)
        return self.payments().record(got).order

    def wish(self, about: str, **more: Any) -> Wish:
        """A refund that somebody wants; without a word of how much, of all."""
        return Wish(about, **{"request_key": self.key(), **more})

    def key(self) -> str:
        """One that nobody used before."""
        return f"key-{next(self._keys)}"

    def rows(self, model: type[Base], **where: Any) -> list[Any]:
        """Rows of a table in their order."""
        found = self.shop.school.rows(model)
        return [one for one in found if all(getattr(one, k) == v for k, v in where.items())]

    def acts(self, *kinds: str) -> list[str]:
        """What the audit log says was done, of some kinds."""
        return [one.action for one in self.rows(AuditEntry) if one.action.startswith(kinds)]

    def told(self, template: str) -> list[Mapping[str, Any]]:
        """What mail of a template is filled with."""
        import json

        return [json.loads(one.values) for one in self.rows(OutboxMessage, template=template)]

    def access(self) -> list[tuple[str, bool]]:
        """Every grant: its reference, and whether it holds."""
        return [(one.reference, one.revoked_at is None) for one in self.rows(Grant)]
