"""Who issues documents for money, in which language, and which tax is in a price: as the settings say.

Values and functions of values; refuses rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from academy_cli.config.invoices import InvoicesSettings
from academy_cli.invoicing.document import STANDARD, Seller
from academy_cli.invoicing.issuer import Tax, tax_for
from academy_cli.invoicing.issuing import Issuer


def _untaxed(_billing: Mapping[str, object]) -> Tax:
    return Tax(0, STANDARD)


def _english(_tag: str | None) -> str:
    return "en"


def _silent(_treatment: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Paper:
    """How documents are issued.

    ``tax`` is asked with whom an invoice is made out to, ``language`` with what somebody reads (BCP 47),
    ``mention`` with how the law calls a sale.
    """

    issuer: Issuer = field(default_factory=lambda: Issuer(Seller("Academy", (), "", (), "")))
    tax: Callable[[Mapping[str, object]], Tax] = _untaxed
    language: Callable[[str | None], str] = _english
    mention: Callable[[str], str] = _silent


def taxed(said: InvoicesSettings, billing: Mapping[str, object]) -> Tax:
    """The tax in a price for whom an invoice is made out to."""
    country = str(billing.get("country") or "")
    return tax_for(said, country, has_tax_number=bool(billing.get("tax_number")))
