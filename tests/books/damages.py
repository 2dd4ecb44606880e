"""Ways in which books and Stripe come to differ, and what has to be said of each.

Knows what is damaged, and by which code it is told; refuses to compare.
"""

from __future__ import annotations

from datetime import timedelta

from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import (
    Dispute,
    Enrollment,
    Grant,
    Invoice,
    LedgerEntry,
    Order,
    Payment,
    Refund,
)
from tests.books.ledgers import Ledgers
from tests.payments.till import order, pay, rows

HOUR = timedelta(hours=1)


def lose_payment(ledgers: Ledgers) -> None:
    """An order is open again, as in an older backup."""
    reference, charge = ledgers.sold()
    ledgers.drop_payment(charge)
    ledgers.change(Order, {"reference": reference}, state="open", paid_at=None, fulfilled_at=None)
    ledgers.drop(Grant, reference=reference)
    ledgers.drop(Enrollment)


def lose_order(ledgers: Ledgers) -> None:
    reference, charge = ledgers.sold()
    ledgers.drop_payment(charge)
    ledgers.change(Order, {"reference": reference}, reference="O-2026-999999")


def take_a_number_twice(ledgers: Ledgers) -> None:
    lose_payment(ledgers)
    ledgers.change(Order, {}, created_at=utc_now() + timedelta(days=1))


def forget_charge(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.change(Payment, {"charge_id": charge}, charge_id=None)


def invent_payment(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.change(Payment, {"charge_id": charge}, charge_id="ch_none", intent_id="pi_none")


def change_amount(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.change(Payment, {"charge_id": charge}, amount=4000)


def fail_payment(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.change(Payment, {"charge_id": charge}, state="failed")


def count_wrong(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.change(Payment, {"charge_id": charge}, refunded_external=700)


def refund_in_dashboard(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.control.dashboard_refund(charge, 700)


def lose_refund(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    ledgers.thaw()
    ledgers.drop_refund(refund)


def never_hear(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    ledgers.change(Refund, {"reference": refund}, provider_id=None, state="submitting")


def ask_in_vain(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    gone = {"provider_id": None, "state": "unknown", "key": "0" * 32}
    ledgers.change(Refund, {"reference": refund}, **gone)


def fail_late(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    [mine] = rows(ledgers.booth, Refund, reference=refund)
    ledgers.control.settle(mine["provider_id"], "failed")


def stay_pending(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    ledgers.change(Refund, {"reference": refund}, state="pending")


def call_failed(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    ledgers.change(Refund, {"reference": refund}, state="failed")
    ledgers.change(Payment, {}, reserved_own=0)


def change_refund(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    ledgers.change(Refund, {"reference": refund}, amount=800)
    ledgers.change(Payment, {}, reserved_own=800)


def dispute(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.control.dispute(charge)


def miss_the_verdict(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    opened = ledgers.control.dispute(charge)
    ledgers.sync()
    ledgers.control.move_dispute(opened["id"], "under_review")
    ledgers.control.move_dispute(opened["id"], "won")


def unmark(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.control.dispute(charge)
    ledgers.sync()
    ledgers.change(Payment, {"charge_id": charge}, is_disputed=False)


def mark(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.change(Payment, {"charge_id": charge}, is_disputed=True)


def invent_dispute(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.control.dispute(charge)
    ledgers.sync()
    ledgers.change(Dispute, {}, provider_id="dp_none")


def lose_entry(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.thaw()
    ledgers.drop(LedgerEntry, source=f"payment:{charge}")


def lose_entry_of_refund(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    [mine] = rows(ledgers.booth, Refund, reference=refund)
    ledgers.thaw()
    ledgers.drop(LedgerEntry, source=f"refund:{mine['provider_id']}")


def change_entry(ledgers: Ledgers) -> None:
    ledgers.sold()
    ledgers.thaw()
    ledgers.change(LedgerEntry, {"kind": "payment"}, amount=4000)


def invent_entry(ledgers: Ledgers) -> None:
    ledgers.refunded(amount=700)
    ledgers.thaw()
    ledgers.change(LedgerEntry, {"kind": "refund"}, kind="dispute", source="dispute:dp_none")


def lock_out(ledgers: Ledgers) -> None:
    reference, _ = ledgers.sold()
    ledgers.drop(Grant, reference=reference)


def stick(ledgers: Ledgers) -> None:
    lock_out(ledgers)
    ledgers.change(Order, {}, fulfilled_at=None, trouble="the course was archived")


def lose_only_invoice(ledgers: Ledgers) -> None:
    ledgers.sold()
    [payment] = rows(ledgers.booth, Payment)
    ledgers.thaw()
    ledgers.drop_documents(f"payment:{payment['reference']}")


def lose_invoice(ledgers: Ledgers) -> None:
    lose_only_invoice(ledgers)
    ledgers.sold(2)


def unlink_invoice(ledgers: Ledgers) -> None:
    ledgers.sold()
    ledgers.change(Payment, {}, invoice_id=None)


def lose_credit_note(ledgers: Ledgers) -> None:
    _, refund = ledgers.refunded(amount=700)
    ledgers.thaw()
    ledgers.drop_documents(f"refund:{refund}")


def let_credit_note_stand(ledgers: Ledgers) -> None:
    fail_late(ledgers)
    ledgers.sync()
    [refund] = rows(ledgers.booth, Refund)
    ledgers.thaw()
    ledgers.drop_documents(f"refund-failed:{refund['reference']}")


def unlink_note_of_dispute(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    opened = ledgers.control.dispute(charge)
    ledgers.control.move_dispute(opened["id"], "lost")
    ledgers.sync()
    ledgers.change(Dispute, {}, credit_note_id=None)


def change_document(ledgers: Ledgers) -> None:
    ledgers.sold()
    ledgers.thaw()
    ledgers.change(Invoice, {}, gross=4900, net=4900, tax=0)


def let_stay(ledgers: Ledgers) -> None:
    reference, _ = ledgers.refunded()
    ledgers.change(Grant, {"reference": reference}, revoked_at=None, revoke_reason=None)


def pay_twice(ledgers: Ledgers) -> None:
    reference, _ = ledgers.sold()
    pay(ledgers.booth, reference)


def pay_in_other_money(ledgers: Ledgers) -> None:
    reference, _ = ledgers.sold()
    pay(ledgers.booth, reference, Money(700, "usd"))


def keep_for_nothing(ledgers: Ledgers) -> None:
    reference = order(ledgers.booth, "ann@x.org", {"python": 5000})
    pay(ledgers.booth, reference, Money(700, "eur"))
    ledgers.change(Order, {"reference": reference}, state="cancelled")


FIXABLE = {
    lose_payment: "charge.not-in-books",
    forget_charge: "payment.charge-unknown",
    fail_payment: "payment.state-behind",
    count_wrong: "payment.sums-differ",
    refund_in_dashboard: "refund.not-in-books",
    lose_refund: "refund.lost",
    never_hear: "refund.outcome-unknown",
    fail_late: "refund.state-differs",
    stay_pending: "refund.state-differs",
    dispute: "dispute.not-in-books",
    miss_the_verdict: "dispute.state-differs",
    unmark: "payment.not-marked",
    mark: "payment.not-marked",
    lose_entry: "ledger.lacks",
    lose_entry_of_refund: "ledger.lacks",
    lock_out: "access.missing",
    stick: "access.missing",
    let_stay: "access.remains",
    lose_invoice: "document.no-invoice",
    unlink_invoice: "document.no-invoice",
    lose_credit_note: "document.no-credit-note",
    let_credit_note_stand: "document.not-taken-back",
    unlink_note_of_dispute: "document.no-note-of-dispute",
}
FOR_A_PERSON = {
    pay_twice: "order.overpaid",
    pay_in_other_money: "order.other-currency",
    keep_for_nothing: "order.money-kept",
    lose_order: "charge.unknown-order",
    take_a_number_twice: "charge.before-order",
    invent_payment: "payment.not-at-stripe",
    change_amount: "payment.amount-differs",
    ask_in_vain: "refund.open",
    call_failed: "refund.state-impossible",
    change_refund: "refund.amount-differs",
    invent_dispute: "dispute.not-at-stripe",
    change_entry: "ledger.amount-differs",
    invent_entry: "ledger.too-much",
    change_document: "document.amount-differs",
}
