"""The provider's objects as rows.

Knows which field of an object goes where; refuses to know what is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from academy_cli.payments.gateway import (
    DATABASE,
    ORDER,
    REFUND,
    Charge,
    Made,
    Movement,
    ProviderDispute,
    ProviderInvoice,
    ProviderRefund,
)

Values = tuple[Any, ...]


def charge(said: Charge, at: datetime) -> Values:
    """A charge."""
    told = ("charge", said.intent_id, said.method[:64], said.status)
    return _row(said, (*told, said.money.amount, said.refunded, None, None), ORDER, at)


def refund(said: ProviderRefund, at: datetime) -> Values:
    """A refund."""
    told = ("refund", said.charge_id or said.intent_id, None, said.status)
    return _row(said, (*told, said.money.amount, None, None, None), REFUND, at)


def dispute(said: ProviderDispute, at: datetime) -> Values:
    """A dispute."""
    told = ("dispute", said.charge_id, None, said.status)
    return _row(said, (*told, said.money.amount, None, None, None), ORDER, at)


def invoice(said: ProviderInvoice, at: datetime) -> Values:
    """An invoice: an order's with what its lines come to, a subscription's with what was paid here."""
    told = ("invoice", said.subscription_id, None, said.status)
    if said.subscription_id is None:
        return _row(said, (*told, said.total, None, None, None), ORDER, at)
    marked = replace(said, metadata=said.subscription_marks)
    return _row(marked, (*told, said.money.amount - said.outside, None, None, None), ORDER, at)


def movement(said: Movement, at: datetime) -> Values:
    """A balance transaction."""
    told = ("balance_transaction", said.source_id, said.type[:64], None)
    amount = said.money.amount
    return _row(said, (*told, amount, None, said.fee, amount - said.fee), ORDER, at)


def _row(said: Made, told: tuple[Any, ...], mark: str, at: datetime) -> Values:
    money: Any = said
    named = _cut(said.metadata, mark), _cut(said.metadata, DATABASE)
    return (said.id, *told, money.money.currency, said.is_live, *named, said.created, at)


def _cut(metadata: Mapping[str, str], name: str) -> str | None:
    found = metadata.get(name)
    return found[:64] if found is not None else None


ROWS: Mapping[str, Callable[[Any, datetime], Values]] = {
    "charge": charge,
    "refund": refund,
    "dispute": dispute,
    "invoice": invoice,
    "balance_transaction": movement,
}
