"""Money that comes in for many orders of all kinds at once, and every row that it leaves behind.

Knows the ways in which orders differ, and how two ways to write them down are compared; refuses to know which
of them is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, insert, select, text

from academy_cli.access.actor import operator
from academy_cli.accounts.people import People
from academy_cli.audit.service import Act, record_all
from academy_cli.config.invoices import InvoicesSettings
from academy_cli.db.transaction import write
from academy_cli.enrollments.views import Granting
from academy_cli.invoicing.issuer import issuer_of, language_for, mention_for
from academy_cli.kit.money import Money
from academy_cli.models import Order, Plan, Subscription, metadata
from academy_cli.payments import receiving, receiving_many, store, telling
from academy_cli.payments.orders.ordering import Way, place
from academy_cli.payments.paper import Paper, taxed
from academy_cli.payments.receiving import By, Received
from academy_cli.payments.receiving_many import Receipt
from tests.payments.counter import Counter
from tests.pricing.shop import eur

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Manner = Callable[[Connection, Sequence[Receipt]], Sequence[Act]]
CHANCE = frozenset({"salt", "details_sha256", "previous", "digest"})
"""Columns of the audit log that no second run repeats."""
SELLER = InvoicesSettings(
    name="Academy", country="CH", tax_rate="8.1", tax_rates="FR 20; DE 19", reverse_charge=True
)
FIRM = {"name": "Firma GmbH", "country": "DE", "tax_number": "DE123", "address": ["Weg 1"]}
HOME = {"name": "Chez Gil", "country": "FR"}
ENDED = '{"ends_at": "2020-01-01T00:00:00Z"}'
DAY = timedelta(days=1)


class Crowd:
    """A counter where many have ordered, and the money that came in for it, by names."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.school, self.now = counter, counter.shop.school, counter.now()
        self.receipts, self.taken = dict[str, Receipt](), list[str]()
        """All of them, and those that were taken together the last time."""
        paper = Paper(
            issuer_of(SELLER, ""),
            partial(taxed, SELLER),
            partial(language_for, SELLER),
            partial(mention_for, SELLER),
        )
        counter.terms = replace(counter.terms, paper=paper)
        counter.sells("python", said="access: 3 months\n")
        counter.sells("rust", price=eur(3350))
        counter.sells("full", said="capacity: 1\n")
        counter.sells("later", said="starts_at: 2099-01-01\n")
        counter.sells("ends")
        self.school.course("gratis")
        counter.shop.prices.set("python", Money(5500, "usd"))
        counter.shop.coupon("SUMMER")

    def orders(self, name: str, *courses: str, language: str | None = None, **more: Any) -> str:
        """An open order of somebody new, or of whoever bears the name up to a dash; its reference."""
        first, _, again = name.partition("-")
        email = f"{first}@x.org" if again else self.school.person(first, language=language)
        till = self.counter.till()
        wanted = {"currency": "eur", "is_another": True, **more}
        basket = self.counter.basket(*courses, email=email, **wanted)
        with write(till.engine) as connection:
            number = place(connection, till, basket, Way("stripe", is_live=False))
            return str(store.order_by_id(connection, number).reference)

    def pays(self, name: str, reference: str, money: Money | None = None, intent: str = "") -> None:
        """Let money come in under a name: what an order comes to, unless it is other money."""
        [mine] = [one for one in self.school.rows(Order) if one.reference == reference]
        got = Received(
            "stripe",
            money or Money(mine.total, mine.currency),
            "card",
            self.now - timedelta(minutes=len(self.receipts)),
            is_live=False,
            intent_id=intent or f"pi_{name}",
            charge_id=f"ch_{name}",
        )
        self.receipts[name] = Receipt(reference, got)

    def buys(self, name: str, *courses: str, **more: Any) -> str:
        """Somebody orders and pays just that; the order's reference."""
        reference = self.orders(name, *courses, **more)
        self.pays(name, reference)
        return reference

    def asks(self, reference: str) -> None:
        """Let the letter with an order's link wait."""
        with write(self.counter.till().engine) as connection:
            order = store.order(connection, reference)
            assert order is not None
            store.change_orders(
                connection, {order.id: {"link": f"https://pay.example.org/{order.id}"}}
            )
            order = store.order_by_id(connection, order.id)
            telling.tell_link(connection, order, self.now)

    def take(self, reference: str, name: str, money: Money, intent: str = "") -> None:
        """Let money be in the books already."""
        self.pays(name, reference, money, intent)
        with write(self.counter.till().engine) as connection:
            self.one_by_one(connection, [self.receipts.pop(name)])

    def one_by_one(self, connection: Connection, receipts: Sequence[Receipt]) -> Sequence[Act]:
        """Write receipts down as a single one is."""
        acts = list[Act]()
        for reference, got in receipts:
            order = store.order(connection, reference)
            if order is not None:
                acts += receiving.receive(connection, order.id, got, self.by, self.counter.terms)
        return acts

    def together(self, connection: Connection, receipts: Sequence[Receipt]) -> Sequence[Act]:
        """Write the ordinary ones of some receipts down together, and what is left one by one."""
        done = receiving_many.receive_ordinary(connection, receipts, self.by, self.counter.terms)
        self.taken = [name for name, one in self.receipts.items() if one in done.receipts]
        left = [one for one in receipts if one not in done.receipts]
        return [*done.acts, *self.one_by_one(connection, left)]

    @property
    def by(self) -> By:
        """Who writes it down, always at the same moment."""
        return By("sync", self.now + DAY)

    def rows(self, way: Manner, receipts: Sequence[Receipt]) -> Rows:
        """Every row there would be if receipts were written down in a way; they are not."""
        with self.counter.till().engine.connect() as connection, connection.begin() as undone:
            _count_from_here(connection)
            acts = way(connection, receipts)
            record_all(connection, at=self.by.at, actor=operator("sue"), acts=acts)
            found = {one.name: _held(connection, one) for one in metadata().sorted_tables}
            undone.rollback()
        return found


def ordinary(crowd: Crowd) -> None:
    """Let many pay what they have ordered, however they and their orders differ."""
    crowd.buys("abe", "python", "rust", language="fr")
    crowd.buys("bo", "rust", "gratis", "python", coupon="SUMMER")
    crowd.buys("cy", currency="usd", language="ar")
    crowd.buys("dee", "python", "full", billing=FIRM, language="de-CH")
    crowd.buys("gil", "full", billing=HOME)
    crowd.buys("abe-2", "later", "full")
    for name in ("kim", "lea", "mo", "ned"):
        crowd.buys(name, "rust", "python")
    given = crowd.school.enrollments
    given.create("kim@x.org", "python", Granting("gift"))
    given.create("lea@x.org", "python", Granting("gift", ends_at=crowd.now + DAY / 2))
    given.create("mo@x.org", "rust")
    given.remove("mo@x.org", "rust", "went away")
    _people(crowd).deactivate("ned@x.org")
    for name in ("kim", "lea", "mo"):
        crowd.asks(crowd.receipts[name].order)


def odd(crowd: Crowd) -> None:
    """Let Sam pay, and behind that much come in that is no ordinary receipt, each for a reason of its own."""
    crowd.buys("sam")
    part = crowd.orders("pam")
    crowd.pays("part", part, eur(900))
    crowd.pays("whole", part)
    crowd.pays("currency", crowd.orders("pat"), Money(4900, "usd"))
    crowd.buys("sam-place", "rust", "python")
    crowd.pays("intent", crowd.orders("tom"), intent="pi_sam")
    cancelled = crowd.buys("cancelled")
    partly = crowd.buys("partly")
    crowd.take(partly, "before", eur(10))
    crowd.take(crowd.orders("uli"), "paid", eur(4900), intent="pi_known")
    crowd.buys("known")
    crowd.buys("erased")
    crowd.buys("ended", "rust", "ends")
    crowd.receipts["nobody"] = crowd.receipts["sam"]._replace(order="O-1999-000001")
    _subscribed(crowd, crowd.buys("subscribed"))
    crowd.counter.orders().cancel(cancelled)
    _people(crowd).erase("erased@x.org", revokes_certificates=False)
    crowd.school.set_course("ends", fields=ENDED)


def _people(crowd: Crowd) -> People:
    return People(crowd.school.academy.database, operator("sue"))


def _subscribed(crowd: Crowd, reference: str) -> None:
    """Let an order be of a subscription."""
    with write(crowd.counter.till().engine) as connection:
        order = store.order(connection, reference, is_held=True)
        assert order is not None
        plan = {"slug": "all", "title": "All", "price_id": "price_1", "actor": "operator:sue"}
        plan_id = store.inserted(connection, insert(Plan).values(**plan, created_at=crowd.now))
        mine = {"reference": "S-1", "user_id": order.user_id, "plan_id": plan_id, "state": "active"}
        mine |= {"provider_id": "sub_1", "is_live": False, "created_at": crowd.now}
        number = store.inserted(
            connection, insert(Subscription).values(**mine, updated_at=crowd.now)
        )
        store.change_orders(connection, {order.id: {"subscription_id": number}})


def _count_from_here(connection: Connection) -> None:
    """Let PostgreSQL's numbers go on behind the last row, as SQLite's do, whatever was undone."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata().sorted_tables:
        if table.autoincrement_column is not None:
            newest = f"coalesce((select max(id) from {table.name}), 0) + 1"
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            connection.execute(text(f"select setval({sequence}, {newest}, false)"))


def _held(connection: Connection, table: Any) -> Sequence[Mapping[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    is_log = table.name.startswith("audit_")
    return [
        {name: "?" if is_log and name in CHANCE else value for name, value in one.items()}
        for one in connection.execute(query).mappings()
    ]
