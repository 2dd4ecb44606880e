"""Why something is in the ledger of a month and not on another side, or the other way round, in words.

Functions of rows; what cannot be explained is said to be so. Refuses to sum.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import RowMapping

from academy_cli.books.closing.views import DOCUMENTS, PROVIDER, Item
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.payments.disputes import LOST, WON
from academy_cli.payments.documents import TAKEN
from academy_cli.payments.refunds.states import FINAL, State

BY_HAND: Final = {
    "payment": say("payments by hand, which Stripe knows nothing of"),
    "refund": say("refunds by hand, which Stripe knows nothing of"),
    "refund_failure": say("refunds by hand that did not arrive"),
    "dispute": say("disputes by hand"),
    "dispute_reversal": say("disputes by hand that were won"),
}
LOSS: Final = say("a lost dispute of what had been given back before: a loss, and no document")
RETURNED: Final = say("a lost dispute, and a part of it that was given back")
BESIDES: Final = say(
    "a lost dispute, of which a part has a credit note of its own: its refund failed"
)
_NOUNS: Final = {
    "payment": say("a payment without an invoice"),
    "refund": say("a refund without a credit note"),
    "refund_failure": say("a refund that did not arrive, and nothing makes up for its credit note"),
    "dispute": say("a lost dispute without a credit note"),
    "dispute_reversal": say("money of a dispute came back that was not won"),
}


def undocumented(row: RowMapping) -> Item:
    """An entry whose document is of another month, or is not there."""
    what = _why_undocumented(row)
    words = what or _NOUNS[row["kind"]]
    money = Money(int(row["amount"]), row["currency"])
    return Item(DOCUMENTS, words, money, _named(row), is_explained=what is not None)


def _why_undocumented(row: RowMapping) -> str | None:
    if row["issued_at"] is not None:
        return say(
            "at the month's edge: its document {} is of {}", row["document"], _day(row["issued_at"])
        )
    if row["dispute_state"] in WON:
        return say("a dispute that was won: taken, and given back")
    if row["dispute_state"] in LOST:
        return _why_lost(row)
    if row["kind"] == "dispute" and row["dispute_state"] != "lost":
        return say("an open dispute: its bank has the money until it is decided")
    if row["kind"] in {"refund", "refund_failure"} and _is_final(row):
        return say("a refund that did not arrive: taken, and given back")
    return None


def _why_lost(row: RowMapping) -> str | None:
    if row["kind"] == "dispute_reversal":
        return RETURNED
    if row["loss"] and -row["amount"] == row["loss"] + (row["returned"] or 0):
        return LOSS
    return None


def beyond(row: RowMapping) -> Item | None:
    """An entry of a lost dispute of which a part is on no document: it was credited before, or came back."""
    returned, besides = int(row["returned"] or 0), int(row["besides"] or 0)
    if row["dispute_state"] not in LOST:
        return None
    if -row["amount"] != row["gross"] + row["loss"] + returned + besides:
        return None
    what = LOSS if row["loss"] else BESIDES if besides else RETURNED
    money = Money(int(row["amount"] + row["gross"]), row["currency"])
    return Item(DOCUMENTS, what, money, _named(row), is_explained=True)


def unmoved(row: RowMapping) -> Item:
    """An entry that moved on Stripe's balance in another month, or not at all."""
    moved_at = row["moved_at"]
    edge = say("at the month's edge: it moved on Stripe's balance on {}", _day(moved_at))
    what = edge if moved_at is not None else say("Stripe's balance has no such movement")
    money = Money(int(row["amount"]), row["currency"])
    return Item(PROVIDER, what, money, _named(row), is_explained=moved_at is not None)


def is_besides(row: RowMapping) -> bool:
    """Whether a document is one of several about the same entry, and not the one that is beside it."""
    return str(row["about"]).startswith(TAKEN)


def without_entry(row: RowMapping, amount: int) -> Item:
    """A document whose movement is of another month, or is not there."""
    what = _why_without_entry(row)
    words = what or say("a document for which nothing moved")
    money = Money(amount, row["currency"])
    return Item(DOCUMENTS, words, money, (row["document"], row["about"]), what is not None)


def _why_without_entry(row: RowMapping) -> str | None:
    if is_besides(row) and row["at"] is not None:
        return BESIDES
    if row["at"] is not None:
        return say("at the month's edge: what it is for moved on {}", _day(row["at"]))
    if row["refund_state"] == State.PENDING.value:
        return say("a refund that is pending: its money has not moved yet")
    if row["refund_state"] is not None and _is_final(row):
        return say("a refund that did not arrive, and whose money never moved")
    return None


def unentered(row: RowMapping) -> Item:
    """A movement whose entry is of another month, or is not there."""
    edge = say("at the month's edge: our ledger has it on {}", _day(row["at"]))
    what = edge if row["at"] is not None else say("our ledger has no such movement")
    money = Money(-int(row["amount"]), row["currency"])
    named = (row["payment"], row["parent_id"])
    return Item(PROVIDER, what, money, named, is_explained=row["at"] is not None)


def _is_final(row: RowMapping) -> bool:
    return row["refund_state"] is not None and State(row["refund_state"]) in FINAL


def _named(row: RowMapping) -> tuple[str, ...]:
    return tuple(filter(None, (row["payment"], row["refund"], row["dispute"])))


def _day(moment: Any) -> str:
    return f"{moment:%Y-%m-%d}" if moment is not None else say("no day")
