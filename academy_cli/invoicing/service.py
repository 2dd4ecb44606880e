"""Invoices as people work with them: finding, showing, drawing, sending again, proving and exporting.

Knows who may see which; refuses to issue any, which payments do in their own transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from academy_cli.invoicing import listing
from academy_cli.invoicing.document import read as read_body
from academy_cli.invoicing.errors import MissingGlyphError, UnknownInvoiceError
from academy_cli.invoicing.letters import letter
from academy_cli.invoicing.owed import Owed, nobody_owes
from academy_cli.invoicing.verify import examined
from academy_cli.invoicing.views import (
    File,
    InvoiceRow,
    InvoiceSummary,
    InvoiceView,
    SentInvoice,
    Verification,
    Wanted,
)
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.mail.service import enqueue

_ANY = Wanted()


class Invoices:
    """The invoices of one academy, for one actor; to a learner, others' do not exist."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        iban: str = "",
        *,
        owed: Owed = nobody_owes,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self.actor, self._iban, self._clock = database, actor, iban, clock
        self._owed = owed

    @permits(Permission.INVOICE_LIST)
    def find(self, wanted: Wanted = _ANY) -> Iterator[InvoiceSummary]:
        """The documents that are wanted, the newest first unless another order is."""
        engine = self._database.existing()
        if engine is None:
            return
        with read(engine) as connection:
            yield from listing.found(connection, wanted, self.actor)

    @permits(Permission.INVOICE_SHOW)
    def show(self, reference: str) -> InvoiceView:
        """One document, with what corrects it. Raises UnknownInvoiceError."""
        with self._reading(reference) as connection:
            row = self._row(connection, reference, Permission.INVOICE_SHOW)
            return listing.view(connection, row)

    @permits(Permission.INVOICE_PDF)
    def pdf(self, reference: str) -> File:
        """The PDF of a document, the same bytes each time.

        Raises UnknownInvoiceError and MissingGlyphError.
        """
        from academy_cli.invoicing.pdf.drawing import drawn

        row = self._alone(reference)
        try:
            return File(f"{row.reference}.pdf", drawn(read_body(row.body)))
        except MissingGlyphError as error:
            raise MissingGlyphError(error.letter, error.text, row.reference) from error

    @permits(Permission.INVOICE_PDF)
    def enclosure(self, reference: str) -> File:
        """What goes with a letter: the PDF, or the same as text where no font has a letter of it.

        Operators are told of that, once a day. Raises UnknownInvoiceError.
        """
        try:
            return self.pdf(reference)
        except MissingGlyphError as error:
            self._tell(reference, error)
        from academy_cli.invoicing.plaintext import plain

        row = self._alone(reference)
        said = plain(read_body(row.body)).encode("utf-8-sig")  # of which no provider needs be told
        return File(f"{row.reference}.txt", said, "text/plain")

    @permits(Permission.INVOICE_PDF)
    def facturx(self, reference: str) -> File:
        """The PDF with the document as XML in it (Factur-X, EN 16931).

        Raises UnknownInvoiceError, MissingExtraError and NotElectronicError.
        """
        from academy_cli.invoicing.electronic.facturx import factur_x

        row = self._alone(reference)
        return File(f"{row.reference}.pdf", factur_x(read_body(row.body)))

    @permits(Permission.INVOICE_PDF)
    def qr_bill(self, reference: str) -> File:
        """The PDF with a Swiss QR-bill for what a document comes to.

        Raises UnknownInvoiceError, MissingExtraError, NothingToBillError and NotElectronicError.
        """
        from academy_cli.invoicing.electronic.qrbill import with_qr_bill

        row = self._alone(reference)
        return File(f"{row.reference}.pdf", with_qr_bill(read_body(row.body), self._iban))

    @permits(Permission.INVOICE_SEND)
    def send(self, reference: str, *, dry_run: bool = False) -> SentInvoice:
        """Mail a document again, through the outbox. Raises UnknownInvoiceError and NoLetterError."""
        at = self._clock()
        with self._reading(reference) if dry_run else write(self._database.ready()) as connection:
            row = self._row(connection, reference, Permission.INVOICE_SEND)
            message = letter(connection, row, self._owed)
            if not dry_run:
                enqueue(connection, [message], at)
                act = Act("invoice.send", f"invoice:{row.reference}", {"event": message.event})
                record(connection, at=at, actor=self.actor, act=act)
        return SentInvoice(row.reference, message.recipient, message.template, message.event)

    @permits(Permission.INVOICE_VERIFY)
    def verify(self) -> Verification:
        """Prove that every document is what was issued, or say which is not and how."""
        engine = self._database.existing()
        if engine is None:
            return Verification(0, (), ())
        with read(engine) as connection:
            return Verification(*examined(connection))

    @permits(Permission.INVOICE_EXPORT)
    def rows(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[InvoiceRow]:
        """A row for each rate of each document, in the order of issue; ``until`` does not count."""
        engine = self._database.existing()
        if engine is None:
            return
        with read(engine) as connection:
            yield from listing.rows(connection, since, until)

    def _tell(self, reference: str, error: MissingGlyphError) -> None:
        """Tell operators of a letter that no font has; where that cannot be now, the next one tells."""
        at = self._clock()
        about = say("{} went out as text, because it cannot be drawn", reference)
        with suppress(AcademyError), write(self._database.ready()) as connection:
            tell(
                connection,
                f"invoice-undrawn:{at:%Y-%m-%d}",
                about,
                f"{error.message}\n\n{error.hint}",
                at,
            )

    def _alone(self, reference: str) -> Row[Any]:
        with self._reading(reference) as connection:
            return self._row(connection, reference, Permission.INVOICE_PDF)

    def _row(self, connection: Connection, reference: str, action: Permission) -> Row[Any]:
        row = listing.one(connection, reference, self.actor, action)
        if row is None:
            raise UnknownInvoiceError(reference)
        return row

    def _reading(self, reference: str) -> Any:
        engine = self._database.existing()
        if engine is None:
            raise UnknownInvoiceError(reference)
        return read(engine)
