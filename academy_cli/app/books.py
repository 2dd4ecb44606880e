"""The services that look after the books: invoices, and what goes with letters about them.

Knows what they are made of; refuses to do their work.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from academy_cli.app.foundation import Foundation

if TYPE_CHECKING:
    from academy_cli.invoicing.issuing import Issuer
    from academy_cli.invoicing.service import Invoices
    from academy_cli.mail.letter import Attachment


class BookServices(Foundation):
    """What there is to do with the books."""

    @cached_property
    def invoices(self) -> Invoices:
        """Find, show, draw, send and prove invoices."""
        from academy_cli.invoicing.service import Invoices
        from academy_cli.payments.owing import of_order

        return Invoices(self.database, self.actor, self.settings.invoices.iban, owed=of_order)

    @property
    def issuer(self) -> Issuer:
        """Who issues invoices."""
        from academy_cli.invoicing.issuer import issuer_of

        return issuer_of(self.settings.invoices, self.settings.site.name)

    def invoice_file(self, reference: str) -> Attachment:
        """A document as a letter carries it, a PDF or text, whoever sends it. Raises UnknownInvoiceError."""
        from academy_cli.access.actor import operator
        from academy_cli.invoicing.service import Invoices
        from academy_cli.mail.letter import Attachment

        file = Invoices(self.database, operator("mail")).enclosure(reference)
        return Attachment(file.name, file.media_type, file.content)
