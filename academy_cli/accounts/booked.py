"""What the books hold about a person, which the law wants kept whoever is erased.

Knows the table of invoices; refuses to change it, as the table itself does.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from academy_cli.models import Invoice

WHY_KEPT = "the law wants them kept as they were issued, with the name and address of the buyer"


def invoices(user_id: int) -> Select[*tuple[Any, ...]]:
    """Somebody's invoices and credit notes, with everything that they say."""
    columns = (Invoice.reference, Invoice.kind, Invoice.order_reference, Invoice.issued_at)
    more = (Invoice.currency, Invoice.net, Invoice.tax, Invoice.gross, Invoice.body)
    return select(*columns, *more).where(Invoice.user_id == user_id).order_by(Invoice.id)
