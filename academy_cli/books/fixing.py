"""Putting right what has one right answer, through the functions by which it would have come about.

Each difference is put right in a transaction of its own, after its object was asked for anew. Knows which
function mends what; refuses what a person has to decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from academy_cli.audit.service import Act, record_all
from academy_cli.books.fetching import refresh
from academy_cli.books.views import Case, Remedy
from academy_cli.db.transaction import read
from academy_cli.kit.saying import say, say_joined
from academy_cli.models import Dispute, Payment, Refund, StripeObject
from academy_cli.payments import access, disputes, documents, moving, receiving
from academy_cli.payments import store as payments
from academy_cli.payments.gateway import Gateway, ProviderInvoice
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.recording import courses_of, make_up
from academy_cli.payments.refunds.states import PAYING, RESERVING, State
from academy_cli.payments.refunds.store import By
from academy_cli.payments.subscriptions import following
from academy_cli.payments.sync import adopting, charges, invoices
from academy_cli.payments.till import Terms, Till


class _Bench(NamedTuple):
    """By whom something is put right, under which terms; and why it could not be, which is added."""

    by: By
    terms: Terms
    trouble: list[str]


_Mend = Callable[[Connection, _Bench, int], Sequence[Act]]


def fix(till: Till, gateway: Gateway, case: Case) -> str | None:
    """Put one difference right; why not, where that could not be.

    Raises ProviderError where the provider does not answer, and AcademyError where the database is away.
    """
    remedy = case.found.remedy
    assert remedy is not None
    at = till.clock()
    by = By(till.actor.name, "reconcile", at)
    if remedy is Remedy.MOVE:
        return _move(till, gateway, case, by)
    kind = _OF_PROVIDER.get(remedy)
    if kind is not None:
        return _take_over(till, gateway, kind, case.about, by)
    bench = _Bench(by, till.terms, [])
    with till.writing() as connection:
        acts = _MENDS[remedy](connection, bench, int(case.about))
        record_all(connection, at=at, actor=till.actor, acts=acts)
    return say_joined("; ", bench.trouble) or None


def _take_over(till: Till, gateway: Gateway, kind: str, number: str, by: By) -> str | None:
    """Ask for an object and write down what the provider says, as a sync does."""
    if kind == "charge" and number.isdigit():
        number = _charge_of(till, int(number))
    said = refresh(till, gateway, kind, number, by.at)
    if kind == "invoice" and said.subscription_id is not None:
        return _pay_period(till, gateway, said, by)
    if kind == "invoice":
        said = invoices.Settled.of(gateway, said)
    with till.writing() as connection:
        if kind == "charge":
            acts = charges.received(connection, said, by, till.terms)
        elif kind == "invoice":
            acts = invoices.take_over(connection, said, by, till.terms)
        elif kind == "refund":
            acts = adopting.take_over(connection, said, by, till.terms)
        else:
            acts = disputes.take_over(connection, said, by, till.terms)
        record_all(connection, at=by.at, actor=till.actor, acts=acts)
    return None


def _pay_period(till: Till, gateway: Gateway, said: ProviderInvoice, by: By) -> str | None:
    """Write down a period of a subscription that was paid, with what went back of it since."""
    bill = following.Bill.of(gateway, said, gateway.subscription(str(said.subscription_id)))
    if bill is None:
        return say("it was not paid through Stripe")
    gone = charges.Gone.of(gateway, bill.charge)
    with till.writing() as connection:
        acts = [*following.pay(connection, bill, by, till.terms)]
        acts += gone.take_over(connection, by, till.terms)
        record_all(connection, at=by.at, actor=till.actor, acts=acts)
    return None


def _charge_of(till: Till, number: int) -> str:
    """The charge by which a payment of ours came."""
    with read(till.engine) as connection:
        found = connection.scalar(
            select(StripeObject.id)
            .join(Payment, Payment.intent_id == StripeObject.parent_id)
            .where(
                Payment.id == number,
                StripeObject.kind == "charge",
                StripeObject.status == "succeeded",
            )
        )
    return str(found)


def _move(till: Till, gateway: Gateway, case: Case, by: By) -> str | None:
    """Write down what moved: a refund's and a dispute's own functions do; a payment's comes with it alone."""
    with till.writing() as connection:
        said: Any = connection.execute(
            select(StripeObject.__table__).where(StripeObject.id == case.about)
        ).one()
        if said.kind == "charge":
            acts = _move_payment(connection, said, by)
            record_all(connection, at=by.at, actor=till.actor, acts=acts)
            return None
    return _take_over(till, gateway, said.kind, case.about, by)


def _move_payment(connection: Connection, said: Row[Any], by: By) -> Sequence[Act]:
    payment = payments.payment_of(connection, None, said.id, is_held=True)
    assert payment is not None
    moved = {"at": payment.received_at, "kind": "payment", "amount": payment.amount}
    moved |= {"currency": payment.currency, "provider": payment.provider, "created_at": by.at}
    moved |= {"payment_id": payment.id, "source": f"payment:{said.id}"}
    moving.move(connection, moved)
    told = {"amount": payment.amount, "currency": payment.currency, "provider": said.id}
    return [Act("payment.move", f"payment:{payment.reference}", told)]


def _state(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    """A payment that Stripe has: its order is paid by it, as if it had just come in."""
    payment = payments.payment_by_id(connection, number, is_held=True)
    payments.change_payment(connection, number, {"state": "succeeded"})
    order = payments.order_by_id(connection, payment.order_id, is_held=True)
    told = {"state": {"before": payment.state, "after": "succeeded"}}
    acts = [Act("payment.set", f"payment:{payment.reference}", told)]
    if order.paid_at is None and payment.amount >= order.total:
        acts += receiving.pay(
            connection, order, payment.received_at, Receiver(bench.by.actor, bench.by.at)
        )
    return acts


def _reserve(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    payment = payments.payment_by_id(connection, number, is_held=True)
    states = [one.value for one in RESERVING]
    query = select(Refund.origin, func.sum(Refund.amount)).where(
        Refund.payment_id == number, Refund.state.in_(states)
    )
    own = external = 0
    for origin, amount in connection.execute(query.group_by(Refund.origin)):
        if origin == refunds.ACADEMY:
            own += int(amount)
        else:
            external += int(amount)
    if own > payment.amount:
        bench.trouble.append(say("more than all of {} is meant to go back", payment.reference))
        return []
    values = {"reserved_own": own, "refunded_external": external}
    payments.change_payment(connection, number, values)
    told = {name: {"before": getattr(payment, name), "after": now} for name, now in values.items()}
    return [Act("payment.set", f"payment:{payment.reference}", told)]


def _mark(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    payment = payments.payment_by_id(connection, number, is_held=True)
    some = disputes.of_payment(connection, number)
    is_disputed = any(one.state not in disputes.WON for one in some)
    payments.change_payment(connection, number, {"is_disputed": is_disputed})
    told = {"is_disputed": {"before": payment.is_disputed, "after": is_disputed}}
    return [Act("payment.set", f"payment:{payment.reference}", told)]


def _let_in(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    order = payments.order_by_id(connection, number, is_held=True)
    if order.fulfilled_at is None:
        acts, why = receiving.mend(connection, number, Receiver(bench.by.actor, bench.by.at))
    else:
        why = access.let_in(connection, order, bench.by.at)
        acts = [] if why else [Act("order.fulfil", f"order:{order.reference}", {"was": "no grant"})]
    bench.trouble.extend([why] if why else [])
    return acts


def _revoke(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    """End the access that each refund of an order was to end, and no other."""
    order = payments.order_by_id(connection, number, is_held=True)
    gone = list[int]()
    for payment in payments.payments_of(connection, number):
        for mine in refunds.refunds_of(connection, payment.id):
            if mine.access == "remove" and State(mine.state) in PAYING:
                courses = courses_of(connection, mine, number)
                gone += access.revoke(connection, number, bench.by.at, "refund", courses=courses)
    return [Act("order.revoke", f"order:{order.reference}", {"grants": len(gone)})]


def _invoice(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    payment = payments.payment_by_id(connection, number, is_held=True)
    order = payments.order_by_id(connection, payment.order_id)
    issued = documents.invoice(connection, order, payment, bench.by.at, bench.terms)
    if issued is None:
        bench.trouble.append(say("no invoice can be issued"))
        return []
    payments.change_payment(connection, number, {"invoice_id": issued})
    return []


def _credit_note(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    mine = refunds.refund_by_id(connection, number, is_held=True)
    payment = payments.payment_by_id(connection, mine.payment_id)
    parts = refunds.line_amounts(connection, number)
    issued = documents.credit_note(
        connection, mine, payment, parts, terms=bench.terms, at=bench.by.at
    )
    if issued is None:
        bench.trouble.append(say("no credit note can be issued"))
        return []
    refunds.change(connection, number, {"credit_note_id": issued})
    return []


def _take_back(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    mine = refunds.refund_by_id(connection, number, is_held=True)
    if documents.take_back(connection, mine, bench.terms, bench.by.at) is None:
        bench.trouble.append(say("no document can be issued"))
    payment = payments.payment_by_id(connection, mine.payment_id, is_held=True)
    make_up(connection, payment, bench.by, bench.terms)
    return []


def _lost(connection: Connection, bench: _Bench, number: int) -> Sequence[Act]:
    mine = connection.execute(select(Dispute.__table__).where(Dispute.id == number)).one()
    payment = payments.payment_by_id(connection, mine.payment_id)
    if not disputes.document(connection, mine, payment, bench.by.at, bench.terms):
        bench.trouble.append(say("no credit note can be issued"))
    disputes.regain(connection, payment, bench.by.at, bench.terms)
    return []


_OF_PROVIDER: Mapping[Remedy, str] = {
    Remedy.RECEIVE: "charge",
    Remedy.ADOPT: "refund",
    Remedy.DISPUTE: "dispute",
    Remedy.FOLLOW: "invoice",
}
_MENDS: Mapping[Remedy, _Mend] = {
    Remedy.STATE: _state,
    Remedy.RESERVE: _reserve,
    Remedy.MARK: _mark,
    Remedy.LET_IN: _let_in,
    Remedy.REVOKE: _revoke,
    Remedy.INVOICE: _invoice,
    Remedy.CREDIT_NOTE: _credit_note,
    Remedy.TAKE_BACK: _take_back,
    Remedy.LOST: _lost,
}
