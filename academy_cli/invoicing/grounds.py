"""What documents are issued on the grounds of: a sale, a credit or its correction, and who issues them.

Pure: knows what each has to say; refuses rows, and to decide an amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy_cli.invoicing.document import STANDARD, Buyer, Seller


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One thing that was sold: ``amount`` is what is paid for it in minor units, tax included."""

    description: str
    amount: int
    tax_basis_points: int = 0
    course: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
    """What an invoice is about, as in ``payment:P-2026-000001``; ``currency`` in lower case.

    ``tax_treatment`` is ``standard``, ``reverse_charge`` or ``exempt``, and ``mention`` what the law wants
    said of the last two. What is sold is supplied when it is paid, or else invoiced, unless ``supplied_at``
    says otherwise. Without ``paid_at`` it is still to be paid. ``is_part`` is of a part of the order's price.
    """

    about: str
    order_reference: str
    user_id: int | None
    language: str
    currency: str
    lines: tuple[SaleLine, ...]
    buyer: Buyer
    paid_at: datetime | None
    method: str
    tax_treatment: str = STANDARD
    mention: str = ""
    supplied_at: datetime | None = None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """What a credit note is about: a refund or a lost dispute, of the invoice about ``corrects``.

    ``line_amounts`` are minor units for each line of that invoice in its order; without them the amount is
    parted by what of each line is not yet credited.
    """

    about: str
    corrects: str
    amount: int
    line_amounts: tuple[int, ...] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What takes a credit note back: the refund about ``corrects`` did not arrive after all."""

    about: str
    corrects: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues documents, and in which series they are numbered."""

    seller: Seller
    invoices: str = "INV"
    credit_notes: str = "CN"
