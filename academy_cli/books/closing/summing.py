"""A month's rows, summed by currency, and everything that lies between the ledger and the other sides.

Functions of rows; refuses to read any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import RowMapping

from academy_cli.books.closing.explaining import (
    BY_HAND,
    beyond,
    is_besides,
    undocumented,
    unentered,
    unmoved,
    without_entry,
)
from academy_cli.books.closing.months import Month
from academy_cli.books.closing.views import DOCUMENTS, PROVIDER, Balance, Item, Proof
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say

Rows = Iterable[RowMapping]


class _Sums:
    """What one currency comes to, while it is being counted."""

    def __init__(self) -> None:
        self.invoiced = self.credited = self.provider = self.fees = 0
        self.kinds: dict[str, int] = defaultdict(int)
        self.by_hand: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.items: list[Item] = []


class _ByCurrency(dict[str, _Sums]):
    """The sums of a month by currency."""

    def __missing__(self, currency: str) -> _Sums:
        """One that comes up for the first time."""
        return self.setdefault(currency, _Sums())


def proof(
    month: Month, entries: Rows, documents: Rows, movements: Rows, *, has_documents: bool
) -> Proof:
    """What a month comes to."""
    sums = _ByCurrency()
    for row in entries:
        _count_entry(sums[row["currency"]], month, row, has_documents=has_documents)
    for row in documents:
        _count_document(sums[row["currency"]], month, row)
    for row in movements:
        _count_movement(sums, month, row)
    found = (_balance(code, one, has_documents=has_documents) for code, one in sorted(sums.items()))
    return Proof(month.name, tuple(found))


def _count_entry(sums: _Sums, month: Month, row: RowMapping, *, has_documents: bool) -> None:
    sums.kinds[row["kind"]] += row["amount"]
    if has_documents and not month.has(row["issued_at"]):
        sums.items.append(undocumented(row))
    elif has_documents and signed(row) != row["amount"]:
        sums.items.append(beyond(row) or _differing(DOCUMENTS, row, signed(row)))
    if row["provider"] != "stripe":
        told = sums.by_hand[row["kind"]]
        told[0] += row["amount"]
        told[1] += 1
    elif not month.has(row["moved_at"]):
        sums.items.append(unmoved(row))
    elif not row["is_converted"] and row["moved"] != row["amount"]:
        sums.items.append(_differing(PROVIDER, row, row["moved"]))


def signed(row: RowMapping) -> int:
    """A document's amount as the ledger counts: a credit note's goes out."""
    kind = row["document_kind"] if "document_kind" in row else row["kind"]
    return -int(row["gross"]) if kind == "credit_note" else int(row["gross"])


def _differing(side: str, row: RowMapping, other: int) -> Item:
    money = Money(int(row["amount"]) - int(other), row["currency"])
    named = tuple(filter(None, (row["payment"], row["refund"], row["dispute"], row["document"])))
    what = say(
        "the ledger's amount is not the one of the {}",
        say("document") if side == DOCUMENTS else say("balance"),
    )
    return Item(side, what, money, named, is_explained=False)


def _count_document(sums: _Sums, month: Month, row: RowMapping) -> None:
    if row["kind"] == "credit_note":
        sums.credited += row["gross"]
    else:
        sums.invoiced += row["gross"]
    if not month.has(row["at"]) or is_besides(row):
        sums.items.append(without_entry(row, -signed(row)))


def _count_movement(sums: Mapping[str, _Sums], month: Month, row: RowMapping) -> None:
    mine = sums[row["currency"]]
    mine.provider += row["amount"]
    sums[row["fee_currency"]].fees += row["fee"] or 0
    if not month.has(row["at"]):
        mine.items.append(unentered(row))


def _balance(currency: str, sums: _Sums, *, has_documents: bool) -> Balance:
    def money(amount: int) -> Money:
        return Money(int(amount), currency)

    return Balance(
        currency=currency,
        documents=money(sums.invoiced - sums.credited) if has_documents else None,
        invoiced=money(sums.invoiced),
        credited=money(sums.credited),
        ledger=money(sum(sums.kinds.values())),
        kinds={kind: money(amount) for kind, amount in sorted(sums.kinds.items())},
        provider=money(sums.provider),
        fees=money(sums.fees),
        items=(*sums.items, *_by_hand(currency, sums)),
    )


def _by_hand(currency: str, sums: _Sums) -> Iterator[Item]:
    for kind, (amount, count) in sorted(sums.by_hand.items()):
        what = BY_HAND[kind]
        yield Item(PROVIDER, what, Money(int(amount), currency), (), is_explained=True, count=count)
