"""The books: invoices and credit notes, the ledger of what moved, and months that are closed.

None of it is ever changed; triggers of both engines refuse that.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from academy_cli.models.base import NUMBERED_ONCE, Base, UTCDateTime
from academy_cli.models.courses import DIGEST
from academy_cli.models.orders import REFERENCE
from academy_cli.models.pricing import CURRENCY


class InvoiceSeries(Base):
    """How far the numbers of one series have come in a year, and its newest digest."""

    __tablename__ = "invoice_series"

    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
    head_sha256: Mapped[str] = mapped_column(DIGEST)


class Invoice(Base):
    """An invoice or a credit note as it was issued.

    Amounts are positive for both kinds; a credit note's lessen what was invoiced.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("series", "year", "number"),
        CheckConstraint("kind in ('invoice', 'credit_note')", name="kind"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("gross = net + tax", name="gross"),
        CheckConstraint("kind = 'invoice' or corrects_id is not null", name="corrects"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    series: Mapped[str] = mapped_column(String(16))
    year: Mapped[int]
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    """What it says: ``INV-2026-000123``."""
    about: Mapped[str] = mapped_column(String(64), unique=True)
    """What it is for, of which there is one document: ``payment:P-2026-000123``."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    """What a credit note lessens; or the credit note whose money did not arrive after all."""
    order_reference: Mapped[str] = mapped_column(REFERENCE, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    currency: Mapped[str] = mapped_column(CURRENCY)
    net: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    gross: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(35))
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    body: Mapped[str] = mapped_column(Text)
    """Everything that it says, as canonical JSON."""
    content_sha256: Mapped[str] = mapped_column(DIGEST)
    previous_sha256: Mapped[str] = mapped_column(DIGEST)
    """That of the document before it in its series and year; zeros before the first."""


Index("ix_invoices_issued_at", Invoice.issued_at)


class LedgerEntry(Base):
    """One movement of money: positive in, negative out, before the provider's fee."""

    __tablename__ = "ledger"
    __table_args__ = (
        CheckConstraint(
            "kind in ('payment', 'refund', 'refund_failure', 'dispute', 'dispute_reversal')",
            name="kind",
        ),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it moved, by the provider's clock where there is one."""
    kind: Mapped[str] = mapped_column(String(24))
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CURRENCY)
    provider: Mapped[str] = mapped_column(String(16))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    source: Mapped[str] = mapped_column(String(300), unique=True)
    """What moved it, which does so once: ``payment:12``, ``refund:re_1abc``, ``refund_failure:re_1abc``."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


Index("ix_ledger_at", LedgerEntry.at)


class Closing(Base):
    """The proof that a month's documents, ledger and provider agreed."""

    __tablename__ = "closings"
    __table_args__ = (UniqueConstraint("month", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    """A month may be closed again; from 1."""
    closed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(254))
    body: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(DIGEST)
    previous_sha256: Mapped[str] = mapped_column(DIGEST)
