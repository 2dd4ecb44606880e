"""A charge brought into the books, with what went back of it: that may have been told of before it.

Works in the caller's transaction; refuses to ask for anything but what went back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row

from academy_cli.audit.service import Act
from academy_cli.payments import disputes, installation, store
from academy_cli.payments.gateway import (
    DATABASE,
    ORDER,
    Charge,
    ProviderDispute,
    ProviderRefund,
)
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.receiving import Received, receive
from academy_cli.payments.refunds.store import By
from academy_cli.payments.sync import adopting
from academy_cli.payments.till import Terms


class Returns(Protocol):
    """Who can be asked for what went back; every method raises ProviderError."""

    def refunds_of(self, intent_id: str) -> Iterator[ProviderRefund]:
        """Every refund of what was paid."""

    def disputes_of(self, charge_id: str) -> Iterator[ProviderDispute]:
        """Every dispute of a charge."""


def received(connection: Connection, said: Charge, by: By, terms: Terms) -> Sequence[Act]:
    """Write down a charge of one of our orders; others' are not ours to know."""
    if said.status != "succeeded" or said.intent_id is None:
        return []
    order = ordered(connection, said.metadata)
    if order is None:
        return []
    got = as_received(said, said.intent_id)
    return receive(connection, order.id, got, Receiver(by.actor, by.at), terms)


def as_received(said: Charge, intent_id: str) -> Received:
    """A charge as money that came in."""
    return Received(
        "stripe", said.money, said.method, said.created, said.is_live, intent_id, said.id
    )


def ordered(connection: Connection, metadata: Mapping[str, str]) -> Row[Any] | None:
    """The order that an object is marked with, if it was marked by this academy."""
    named = metadata.get(ORDER)
    if named is None or metadata.get(DATABASE) != installation.key(connection):
        return None
    return store.order(connection, named)


class Gone(NamedTuple):
    """What went back of money that has just come into the books."""

    refunds: Sequence[ProviderRefund] = ()
    disputes: Sequence[ProviderDispute] = ()

    @classmethod
    def of(cls, objects: Returns, said: Charge) -> Gone:
        """Ask for what went back of a charge, if anything did. Raises ProviderError."""
        return cls(
            tuple(objects.refunds_of(said.intent_id)) if said.refunded and said.intent_id else (),
            tuple(objects.disputes_of(said.id)) if said.is_disputed else (),
        )

    def take_over(self, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
        """Write it down."""
        acts: list[Act] = []
        for refund in self.refunds:
            acts += adopting.take_over(connection, refund, by, terms)
        for dispute in self.disputes:
            acts += disputes.take_over(connection, dispute, by, terms)
        return acts
