"""Books that may be damaged, and what is then said of them.

Knows how a row is changed behind academy's back; refuses to know what that should lead to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, text, update

from academy_cli.books.service import Books
from academy_cli.books.views import Difference, Reconciled
from academy_cli.db.transaction import write
from academy_cli.kit.money import Money
from academy_cli.models import Base, Payment, Refund, RefundLine
from academy_cli.payments.gateway import Window
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.standin.control import Control
from academy_cli.payments.sync.polling import Synced, sync
from tests.payments.till import Booth, paid_order, rows

FROZEN = ("ledger", "refund_events", "invoices", "closings")


@dataclass(frozen=True)
class Said:
    """What reconciling said."""

    done: Reconciled
    differences: Sequence[Difference]

    @property
    def codes(self) -> list[str]:
        """The classes of what differs, notices apart."""
        return [one.code for one in self.differences if not one.is_notice]


@dataclass(frozen=True)
class Ledgers:
    """The books of a booth."""

    booth: Booth
    control: Control

    def reconcile(
        self, *, fixes: bool = False, is_stored: bool = False, window: Window = Window()
    ) -> Said:
        """Compare, and say everything that is left."""
        till = self.booth.till()
        books = Books(till)
        done = books.reconcile(window, is_stored=is_stored, fixes=fixes)
        return Said(done, list(books.differences(done, window)))

    def books(self, *, later: timedelta = timedelta(0)) -> Books:
        """The service, perhaps at a later time."""
        return Books(self.booth.at(later).till())

    def sync(self) -> Synced:
        """What a sync does."""
        till = self.booth.till()
        return sync(till)

    def sold(self, number: int = 1, paid: int = 5000) -> tuple[str, str]:
        """An order that was paid, and the charge."""
        reference, intent = paid_order(self.booth, number, paid)
        [payment] = rows(self.booth, Payment, intent_id=intent)
        return reference, payment["charge_id"]

    def refunded(self, number: int = 1, amount: int | None = None) -> tuple[str, str]:
        """An order that was paid, and its refund's reference."""
        reference, _ = self.sold(number)
        wanted = Money(amount, "eur") if amount else None
        refunds = self.booth.refunds()
        made = refunds.create(Wish(reference, f"key-{number}", wanted))
        return reference, made.reference

    def thaw(self) -> None:
        """Let rows be changed that are never changed, as a restored or a broken disk does."""
        with self._write() as connection:
            for table in FROZEN:
                _thaw(connection, table)

    def change(self, model: type[Base], where: dict[str, Any], **values: Any) -> None:
        """Change rows behind academy's back."""
        with self._write() as connection:
            connection.execute(update(model).filter_by(**where).values(**values))

    def drop_payment(self, charge: str) -> None:
        """Let a payment be gone as if it had never been written down."""
        from academy_cli.models import Invoice, LedgerEntry

        [mine] = rows(self.booth, Payment, charge_id=charge)
        self.thaw()
        self.drop(LedgerEntry, payment_id=mine["id"])
        self.drop(Payment, charge_id=charge)
        self.drop(Invoice, id=mine["invoice_id"])

    def drop(self, model: type[Base], **where: Any) -> None:
        """Let rows be gone."""
        with self._write() as connection:
            connection.execute(delete(model).filter_by(**where))

    def drop_refund(self, reference: str) -> None:
        """Let a refund be gone as if it had never been written down."""
        from academy_cli.models import Invoice, LedgerEntry, RefundEvent

        [mine] = rows(self.booth, Refund, reference=reference)
        with self._write() as connection:
            for child in (RefundEvent, RefundLine):
                connection.execute(delete(child).filter_by(refund_id=mine["id"]))
            connection.execute(delete(Refund).filter_by(id=mine["id"]))
            gone = update(Payment).filter_by(id=mine["payment_id"])
            connection.execute(gone.values(reserved_own=0, refunded_external=0))
            source = f"refund:{mine['provider_id']}"
            connection.execute(delete(LedgerEntry).filter_by(source=source))
            connection.execute(delete(Invoice).filter_by(id=mine["credit_note_id"]))

    def drop_documents(self, about: str) -> None:
        """Let a document be gone, and nothing point to it."""
        from academy_cli.models import Invoice

        [gone] = rows(self.booth, Invoice, about=about)
        self.change(Payment, {"invoice_id": gone["id"]}, invoice_id=None)
        self.change(Refund, {"credit_note_id": gone["id"]}, credit_note_id=None)
        self.change(Invoice, {"corrects_id": gone["id"]}, corrects_id=None)
        self.drop(Invoice, id=gone["id"])

    def _write(self) -> Any:
        return write(self.booth.till().engine)


def _thaw(connection: Connection, table: str) -> None:
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(text(f"drop trigger if exists {table}_no_{verb}"))
    else:
        connection.execute(text(f"alter table {table} disable trigger user"))
