"""Books that may be damaged, and what is then said of them.

Knows how a row is changed behind academy's back; refuses to know what that should lead to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, text, update

from academy_cli.books.service import Books
from academy_cli.books.views import Difference, Reconciled
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
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

    def drop(self, model: type[Base], **where: Any) -> None:
        """Let rows be gone."""
        with self._write() as connection:
            connection.execute(delete(model).filter_by(**where))

    def drop_refund(self, reference: str) -> None:
        """Let a refund be gone as if it had never been written down."""
        from academy_cli.models import LedgerEntry, RefundEvent

        [mine] = rows(self.booth, Refund, reference=reference)
        with self._write() as connection:
            for child in (RefundEvent, RefundLine):
                connection.execute(delete(child).filter_by(refund_id=mine["id"]))
            connection.execute(delete(Refund).filter_by(id=mine["id"]))
            gone = update(Payment).filter_by(id=mine["payment_id"])
            connection.execute(gone.values(reserved_own=0, refunded_external=0))
            source = f"refund:{mine['provider_id']}"
            connection.execute(delete(LedgerEntry).filter_by(source=source))

    def document(self, about: str, kind: str, amount: int, **more: Any) -> int:
        """Issue a document, as invoicing does."""
        from academy_cli.models import Invoice

        number = len(rows(self.booth, Invoice)) + 1
        values = {"kind": kind, "series": kind[:3], "year": 2026, "number": number, "about": about}
        values |= {"reference": f"{kind[:3].upper()}-2026-{number:06d}", "order_reference": "O"}
        values |= {"currency": "eur", "net": amount, "tax": 0, "gross": amount, "language": "en"}
        values |= {"issued_at": utc_now(), "body": "{}", "content_sha256": "0" * 64}
        values |= {"previous_sha256": "0" * 64, "user_id": None, "corrects_id": None, **more}
        with self._write() as connection:
            key = connection.execute(insert(Invoice).values(**values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def _write(self) -> Any:
        return write(self.booth.till().engine)


def _thaw(connection: Connection, table: str) -> None:
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(text(f"drop trigger if exists {table}_no_{verb}"))
    else:
        connection.execute(text(f"alter table {table} disable trigger user"))
