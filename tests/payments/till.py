"""A till to test at: an academy with a course and a learner, and a stand-in for Stripe.

Knows how an order comes to be paid there; refuses to know what is tested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from academy_cli.access.actor import operator
from academy_cli.audit.service import record_all
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import Base, Course, Order, OrderLine, User
from academy_cli.payments import installation, receiving
from academy_cli.payments.gateway import DATABASE, ORDER, Gateway
from academy_cli.payments.refunds.service import Refunds
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.till import Terms, Till

KEY = "sk_test_stand_in"
NOW = timedelta(0)


@dataclass(frozen=True)
class Booth:
    """An academy's database and a Stripe, from outside."""

    url: str
    stripe: str
    terms: Terms = Terms(lease=NOW)
    later: timedelta = NOW
    timeout_s: float = 20
    database: Database | None = None
    """One that is shared, if there is any."""

    def till(self, *, gateway: Gateway | None = None, name: str = "sue") -> Till:
        """A till on connections of its own."""
        made = gateway or StripeAccount(StripeClient(KEY, self.stripe, timeout_s=self.timeout_s))
        return Till(
            self.database or Database(self.url),
            operator(name),
            lambda: made,
            self.terms,
            lambda: utc_now() + self.later,
            lambda _: None,
        )

    def leave(self, database: Database) -> None:
        """Close what was opened for one use; what is shared stays open."""
        if database is not self.database:
            database.close()

    def refunds(self, *, name: str = "sue") -> Refunds:
        """Refunds at such a till."""
        return Refunds(self.till(name=name))

    def impatient(self) -> Booth:
        """The same that waits for no answer longer than a second."""
        return replace(self, timeout_s=1)

    def at(self, later: timedelta) -> Booth:
        """The same at another time."""
        return replace(self, later=later)


def learner(connection: Connection, email: str) -> int:
    """Somebody with an account."""
    values = {"email": email, "name": email.partition("@")[0].title(), "created_at": utc_now()}
    return inserted(connection, User, values)


def course(connection: Connection, slug: str, fields: str = "{}") -> int:
    """A published course without lessons."""
    values: dict[str, Any] = {"slug": slug, "title": slug.title(), "language": "en"}
    values |= {"status": "published", "fields": fields, "source_sha256": "", "reader": ""}
    values |= {"revision": 1, "created_at": utc_now(), "updated_at": utc_now()}
    return inserted(connection, Course, values)


def order(booth: Booth, email: str, amounts: Mapping[str, int], currency: str = "eur") -> str:
    """An open order of courses, each at a price; its reference."""
    till = booth.till()
    with write(till.engine) as connection:
        known = connection.scalar(select(User.id).where(User.email == email))
        user = known or learner(connection, email)
        number = (connection.scalar(select(Order.id).order_by(Order.id.desc()).limit(1)) or 0) + 1
        values = {"reference": f"O-2026-{number:06d}", "request_key": f"key-{number}"}
        values |= {"user_id": user, "provider": "stripe", "is_live": False, "currency": currency}
        values |= {"discount": 0, "total": sum(amounts.values()), "state": "open"}
        values |= {"language": "en", "actor": "operator:sue", "created_at": utc_now()}
        made = inserted(connection, Order, values)
        for position, (slug, amount) in enumerate(amounts.items(), 1):
            found = connection.scalar(select(Course.id).where(Course.slug == slug))
            line = {"order_id": made, "position": position, "title": slug.title()}
            line |= {"course_id": found or course(connection, slug), "price": amount}
            line |= {"discount": 0, "amount": amount, "tax_basis_points": 0}
            inserted(connection, OrderLine, line)
    booth.leave(till.database)
    return values["reference"]


def pay(booth: Booth, reference: str, money: Money | None = None) -> str:
    """Pay an order at Stripe and write that down, if need be with other money; the payment intent."""
    till = booth.till()
    with write(till.engine) as connection:
        key = installation.key(connection)
        mine = connection.execute(select(Order.__table__).where(Order.reference == reference)).one()
    client, money = StripeClient(KEY, booth.stripe), money or Money(mine.total, mine.currency)
    asked = {"amount": money.amount, "currency": money.currency, "confirm": True}
    asked |= {"payment_method": "pm_card_visa", "metadata": {ORDER: reference, DATABASE: key}}
    asked |= {"automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    intent: str = client.post("payment_intents", asked)["id"]
    charge = StripeAccount(client).charge_of(intent)
    assert charge is not None
    got = receiving.Received(
        "stripe",
        money,
        "card",
        charge.created,
        is_live=False,
        intent_id=intent,
        charge_id=charge.id,
    )
    with write(till.engine) as connection:
        by = receiving.By("operator:sue", utc_now())
        acts = receiving.receive(connection, mine.id, got, by, till.terms)
        record_all(connection, at=by.at, actor=till.actor, acts=acts)
    booth.leave(till.database)
    return intent


PAID = 5000


def paid_order(booth: Booth, number: int, paid: int = PAID) -> tuple[str, str]:
    """An order that was paid, and its intent."""
    reference = order(booth, f"learner{number}@x.org", {"python": paid})
    return reference, pay(booth, reference)


def rows(booth: Booth, model: type[Base], **where: Any) -> Sequence[Mapping[str, Any]]:
    """Rows of a table by their number."""
    database = booth.database or Database(booth.url)
    table = model.__table__
    query = select(table).filter_by(**where).order_by(*table.primary_key.columns)
    with read(database.engine) as connection:
        found = [dict(one) for one in connection.execute(query).mappings()]
    booth.leave(database)
    return found


def inserted(connection: Connection, model: type[Base], values: Mapping[str, Any]) -> int:
    key = connection.execute(insert(model).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
