"""What a month is made of: its ledger with each entry's document and movement, and what has no entry.

Knows which document and which balance transaction belong to an entry; refuses to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, null, select

from academy_cli.books.checks.check import objects
from academy_cli.books.checks.ledger import moved
from academy_cli.books.closing.months import Month
from academy_cli.models import Dispute, Invoice, LedgerEntry, Payment, Refund
from academy_cli.payments.documents import TAKEN

Query = Select[*tuple[Any, ...]]
NAME = func.substr(LedgerEntry.source, func.length(LedgerEntry.kind) + 2)
"""What the provider calls what moved: an entry's source is its kind and that."""


def entries(month: Month) -> Query:
    """The ledger of a month, in its order."""
    movement = _summed()
    kind = LedgerEntry.kind
    source = case((kind == "payment", Payment.charge_id), else_=NAME)
    about = case(
        (kind == "payment", "payment:" + Payment.reference),
        (kind == "refund", "refund:" + Refund.reference),
        (kind == "refund_failure", "refund-failed:" + Refund.reference),
        (kind == "dispute", "dispute:" + NAME),
        else_="",
    )
    is_same_way = movement.c.is_in == case((LedgerEntry.amount > 0, 1), else_=0)
    of_dispute = and_(
        kind.in_(["dispute", "dispute_reversal"]),
        Dispute.payment_id == LedgerEntry.payment_id, Dispute.provider_id == NAME,
    )  # fmt: skip
    back: Any = LedgerEntry.__table__.alias("back")
    came_back = select(back.c.amount).where(back.c.source == "dispute_reversal:" + NAME)
    returned = case((kind == "dispute", came_back.scalar_subquery()), else_=null())
    besides = case((kind == "dispute", _besides()), else_=null())
    return (
        select(
            LedgerEntry.at, kind.label("kind"), LedgerEntry.amount, LedgerEntry.currency,
            LedgerEntry.provider, Payment.reference.label("payment"),
            Refund.reference.label("refund"), Refund.state.label("refund_state"),
            Dispute.provider_id.label("dispute"), Dispute.state.label("dispute_state"),
            Dispute.loss, returned.label("returned"), besides.label("besides"),
            Invoice.reference.label("document"), Invoice.issued_at, Invoice.gross,
            Invoice.kind.label("document_kind"), movement.c.created.label("moved_at"),
            movement.c.amount.label("moved"), movement.c.is_converted,
        )
        .join(Payment, Payment.id == LedgerEntry.payment_id)
        .outerjoin(Refund, _is_refund())
        .outerjoin(Dispute, of_dispute)
        .outerjoin(Invoice, Invoice.about == about)
        .outerjoin(movement, and_(movement.c.parent_id == source, is_same_way))
        .where(LedgerEntry.at >= month.begins, LedgerEntry.at < month.ends)
        .order_by(LedgerEntry.at, LedgerEntry.id)
    )  # fmt: skip


def documents(month: Month) -> Iterator[Query]:
    """The documents of a month with the entry that each is for."""
    named = func.coalesce(Refund.provider_id, Refund.key)
    of_payment = and_(LedgerEntry.payment_id == Payment.id, LedgerEntry.kind == "payment")
    yield (
        _documents(month, "payment:", null())
        .outerjoin(Payment, Payment.reference == _after("payment:"))
        .outerjoin(LedgerEntry, of_payment)
    )
    for prefix, kind in (("refund:", "refund:"), ("refund-failed:", "refund_failure:")):
        yield (
            _documents(month, prefix, Refund.state)
            .outerjoin(Refund, Refund.reference == _after(prefix))
            .outerjoin(LedgerEntry, LedgerEntry.source == kind + named)
        )
    yield _documents(month, "dispute:", null()).outerjoin(
        LedgerEntry, LedgerEntry.source == Invoice.about
    )
    taken: Any = LedgerEntry.__table__.alias("taken")
    of_bank = and_(taken.c.payment_id == Refund.payment_id, taken.c.kind == "dispute")
    first = select(func.min(taken.c.id)).where(of_bank).correlate(Refund).scalar_subquery()
    yield (
        _documents(month, TAKEN, null())
        .outerjoin(Refund, Refund.reference == _after(TAKEN))
        .outerjoin(LedgerEntry, LedgerEntry.id == first)
    )


def _documents(month: Month, prefix: str, refund_state: Any) -> Query:
    issued = Invoice.issued_at >= month.begins, Invoice.issued_at < month.ends
    return (
        select(
            Invoice.kind, Invoice.reference.label("document"), Invoice.gross, Invoice.currency,
            Invoice.issued_at, Invoice.about, LedgerEntry.at, refund_state.label("refund_state"),
        )
        .select_from(Invoice)
        .where(*issued, Invoice.about.startswith(prefix))
        .order_by(Invoice.id)
    )  # fmt: skip


def _after(prefix: str) -> Any:
    return func.substr(Invoice.about, len(prefix) + 1)


def movements(month: Month) -> Query:
    """What moved on the balance in a month and is ours, with its entry, in its order."""
    one = moved()
    by_intent: Any = LedgerEntry.__table__.alias("by_intent")
    source = one.kind + ":" + one.movement.c.parent_id
    of_intent = and_(one.kind == "payment", by_intent.c.source == "payment:" + Payment.intent_id)
    way = case((one.movement.c.amount < 0, -1), else_=1)
    is_converted = one.movement.c.currency != one.about.c.currency
    amount = case((is_converted, way * one.about.c.amount), else_=one.movement.c.amount)
    return (
        select(
            amount.label("amount"), one.about.c.currency, one.movement.c.created,
            one.movement.c.fee, one.movement.c.currency.label("fee_currency"),
            one.movement.c.parent_id, Payment.reference.label("payment"),
            func.coalesce(LedgerEntry.at, by_intent.c.at).label("at"),
        )
        .select_from(one.movement)
        .join(one.about, one.joined)
        .join(Payment, one.payment)
        .outerjoin(LedgerEntry, LedgerEntry.source == source)
        .outerjoin(by_intent, of_intent)
        .where(one.movement.c.created >= month.begins, one.movement.c.created < month.ends)
        .order_by(one.movement.c.created, one.movement.c.id)
    )  # fmt: skip


def _besides() -> Any:
    """What of a payment's dispute was credited besides, when refunds of it had failed."""
    found = select(func.coalesce(func.sum(Invoice.gross), 0)).join(
        Refund, Invoice.about == literal(TAKEN) + Refund.reference
    )
    mine = found.where(Refund.payment_id == LedgerEntry.payment_id)
    return mine.correlate(LedgerEntry).scalar_subquery()


def _is_refund() -> Any:
    return and_(
        LedgerEntry.kind.in_(["refund", "refund_failure"]),
        Refund.payment_id == LedgerEntry.payment_id,
        func.coalesce(Refund.provider_id, Refund.key) == NAME,
    )


def _summed() -> Any:
    """What moved by object and direction: a dispute may take and give back more than once."""
    movement, is_movement = objects("balance_transaction", "movement")
    about: Any = objects("charge", "about")[0]
    is_in = case((movement.c.amount > 0, 1), else_=0)
    is_converted = case((movement.c.currency != about.c.currency, 1), else_=0)
    return (
        select(
            movement.c.parent_id, is_in.label("is_in"),
            func.sum(movement.c.amount).label("amount"),
            func.min(movement.c.created).label("created"),
            func.max(is_converted).label("is_converted"),
        )
        .join(about, about.c.id == movement.c.parent_id)
        .where(is_movement)
        .group_by(movement.c.parent_id, is_in)
        .subquery()
    )  # fmt: skip
