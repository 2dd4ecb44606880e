"""What has to hold of the books, whatever happened: nothing twice, nothing lost, everything to the cent.

Compares the database with the stand-in; refuses to know how they came to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from academy_cli.models import Invoice, LedgerEntry, OutboxMessage, Payment, Refund
from academy_cli.payments.gateway import REFUND, ProviderRefund, Window
from academy_cli.payments.refunds.states import RESERVING, State
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from tests.payments.till import KEY, Booth, rows

GONE = ("failed", "canceled")


def differences(booth: Booth, intent: str) -> Iterator[str]:
    """What is wrong with a payment's refunds, in words; nothing if all is well."""
    [payment] = rows(booth, Payment, intent_id=intent)
    mine = rows(booth, Refund, payment_id=payment["id"])
    there = list(StripeAccount(StripeClient(KEY, booth.stripe)).refunds_of(intent))
    yield from _against_stripe({one["provider_id"]: one for one in mine}, there)
    yield from _sums(payment, mine, there)
    yield from _ledger(booth, payment, there)
    yield from _documents(booth, payment, mine)
    for one in mine:
        told = rows(booth, OutboxMessage, event=f"refund:{one['reference']}", template="refund")
        if len(told) > 1:
            yield f"{one['reference']} was told of {len(told)} times"


def _against_stripe(
    mine: Mapping[str | None, Mapping[str, object]], there: list[ProviderRefund]
) -> Iterator[str]:
    made = Counter(one.metadata[REFUND] for one in there if REFUND in one.metadata)
    yield from (f"double: {key} was made {times} times" for key, times in made.items() if times > 1)
    for one in there:
        known = mine.get(one.id)
        if known is None and one.status not in GONE:
            yield f"lost: {one.id} of {one.money.amount} is in no book"
        elif known is not None and known["state"] != one.status:
            yield f"mismatch: {one.id} is {one.status}, and {known['state']} here"
    numbers = {one.id for one in there}
    for number, row in mine.items():
        if number is not None and number not in numbers:
            yield f"mismatch: {row['reference']} names {number}, which is not there"
        if number is None and State(str(row["state"])) in RESERVING and row["state"] != "unknown":
            yield f"open: {row['reference']} is {row['state']}"


def _sums(
    payment: Mapping[str, object], mine: list[Mapping[str, object]], there: list[ProviderRefund]
) -> Iterator[str]:
    gone = sum(one.money.amount for one in there if one.status not in GONE)
    if gone > int(str(payment["amount"])):
        yield f"over: {gone} of {payment['amount']} went back"
    taken = {"academy": 0, "dashboard": 0}
    for one in mine:
        if State(str(one["state"])) in RESERVING:
            taken[str(one["origin"])] += int(str(one["amount"]))
    if taken["academy"] != payment["reserved_own"]:
        yield f"reserved: {payment['reserved_own']}, and refunds take {taken['academy']}"
    if taken["dashboard"] != payment["refunded_external"]:
        yield f"external: {payment['refunded_external']}, and others took {taken['dashboard']}"


def _documents(
    booth: Booth, payment: Mapping[str, object], mine: list[Mapping[str, object]]
) -> Iterator[str]:
    """One invoice, one credit note for each refund that was paid, and what takes back those that failed."""
    there = {one["about"]: one for one in rows(booth, Invoice)}
    if f"payment:{payment['reference']}" not in there:
        yield f"{payment['reference']} has no invoice"
    for one in mine:
        note = there.get(f"refund:{one['reference']}")
        undone = there.get(f"refund-failed:{one['reference']}")
        if one["state"] in {"succeeded", "pending"} and (note is None or undone is not None):
            yield f"{one['reference']} went back without its credit note"
        if note is not None and note["gross"] != one["amount"]:
            yield f"{one['reference']} is of {one['amount']}, its credit note of {note['gross']}"
        if one["state"] in GONE and note is not None and undone is None:
            yield f"{one['reference']} did not arrive, and its credit note stands"
    for about in there:
        if about.startswith("refund:") and about[7:] not in {
            row["reference"] for row in rows(booth, Refund)
        }:
            yield f"{about} is of no refund"


def _ledger(
    booth: Booth, payment: Mapping[str, object], there: list[ProviderRefund]
) -> Iterator[str]:
    """The ledger of a payment against what moved on Stripe's balance."""
    account = StripeAccount(StripeClient(KEY, booth.stripe))
    sources = {payment["charge_id"], *(one.id for one in there)}
    moved = sum(one.money.amount for one in account.movements(Window()) if one.source_id in sources)
    kept = sum(one["amount"] for one in rows(booth, LedgerEntry, payment_id=payment["id"]))
    if moved != kept:
        yield f"ledger: {kept} here, {moved} on the balance"
